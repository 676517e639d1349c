import classes from './OutlinedButton.module.css'

interface OutlinedButtonProps {
  readonly label: string
  readonly onPress: () => void
}

/** A button without a key of its own, for what is needed seldom. */
export function OutlinedButton({ label, onPress }: OutlinedButtonProps) {
  return (
    <button type="button" className={classes['button']} onClick={onPress}>
      {label}
    </button>
  )
}
