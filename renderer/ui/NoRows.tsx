import classes from './NoRows.module.css'
import { OutlinedButton } from './OutlinedButton.tsx'

interface NoRowsProps {
  readonly text: string
  /** How to go on. */
  readonly hint?: string | undefined
  /** It could not be read: said at once, with a way to try again. */
  readonly again?: { readonly text: string; readonly give: () => void } | undefined
}

/** What stands where the lines of a list would. */
export function NoRows({ text, hint, again }: NoRowsProps) {
  return (
    <div className={classes['empty']} role={again === undefined ? 'status' : 'alert'}>
      <b>{text}</b>
      {hint !== undefined && <p>{hint}</p>}
      {again !== undefined && (
        <div className={classes['again']}>
          <OutlinedButton label={again.text} onPress={again.give} />
        </div>
      )}
    </div>
  )
}
