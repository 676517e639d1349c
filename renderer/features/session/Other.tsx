import { useEffect } from 'react'
import { capsOf } from '../../app/keys.ts'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './Door.module.css'

interface OtherProps {
  readonly label: string
  /** A named key that types nothing: before the door there are no commands. */
  readonly stroke: 'Escape' | 'F2'
  readonly onPress: () => void
}

/** Another way in, or back from it. */
export function Other({ label, stroke, onPress }: OtherProps) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== stroke || event.isComposing || event.keyCode === 229) return
      event.preventDefault()
      onPress()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [stroke, onPress])
  return (
    <button type="button" className={classes['other']} aria-keyshortcuts={stroke} onClick={onPress}>
      <span>{label}</span>
      <Keycap keys={capsOf(stroke)} />
    </button>
  )
}
