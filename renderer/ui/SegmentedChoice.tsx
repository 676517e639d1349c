import { useId } from 'react'
import classes from './SegmentedChoice.module.css'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  /** Number on the group that Alt+1…9 reaches; shown, and told to screen readers as a key. */
  readonly digit?: number
  /** A few more words after the label. */
  readonly detail?: string | undefined
}

interface SegmentedChoiceProps<Value extends string> {
  readonly name: string
  readonly choices: readonly Choice<Value>[]
  readonly value: Value
  readonly disabled?: boolean
  readonly onChoose: (value: Value) => void
}

/** Native radios, drawn as one bar: arrow keys, forms mode and names come from the browser. */
export function SegmentedChoice<Value extends string>(props: SegmentedChoiceProps<Value>) {
  const group = useId()
  return (
    <div className={classes['bar']} role="radiogroup" aria-label={props.name}>
      {props.choices.map((choice) => (
        <label key={choice.value} className={classes['choice']} data-on={choice.value === props.value || undefined}>
          <input
            className="sr"
            type="radio"
            name={group}
            value={choice.value}
            aria-label={choice.label}
            aria-keyshortcuts={choice.digit === undefined ? undefined : `Alt+${choice.digit}`}
            checked={choice.value === props.value}
            disabled={props.disabled ?? false}
            onChange={() => props.onChoose(choice.value)}
          />
          {choice.digit !== undefined && (
            <i className={classes['digit']} aria-hidden="true">
              {choice.digit}
            </i>
          )}
          <span>{choice.label}</span>
          {choice.detail !== undefined && <span className={classes['detail']}>{choice.detail}</span>}
        </label>
      ))}
    </div>
  )
}
