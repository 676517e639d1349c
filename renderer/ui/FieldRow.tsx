import type { ReactNode } from 'react'
import classes from './FieldRow.module.css'
import { Icon } from './icons.tsx'
import { Keycap } from './Keycap.tsx'

/** What a control inside a row must carry so that label, note and error belong to it. */
export interface FieldProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

interface FieldRowProps {
  readonly id: string
  readonly label: string
  /** Words beside the field saying what is wrong and what to do. */
  readonly error?: string | undefined
  readonly note?: ReactNode
  /** A fact read out of the field, inside its far end. */
  readonly trailing?: ReactNode
  readonly children: (field: FieldProps) => ReactNode
}

/** One line of a form: label in its column, control, and under it the error or, while there is none, a note. */
export function FieldRow({ id, label, error, note, trailing, children }: FieldRowProps) {
  const errorId = `${id}-error`
  const noteId = `${id}-note`
  const described = error !== undefined ? errorId : note !== undefined ? noteId : undefined
  return (
    <div className={classes['row']} data-invalid={error === undefined ? undefined : true}>
      <label className={classes['label']} htmlFor={id}>
        {label}
      </label>
      <div className={classes['control']}>
        <div className={classes['box']}>
          {children({
            id,
            'aria-describedby': described,
            'aria-invalid': error === undefined ? undefined : true,
          })}
          {trailing && <span className={classes['trailing']}>{trailing}</span>}
        </div>
        {error !== undefined && (
          <p id={errorId} className={classes['error']} role="alert">
            <Icon name="alert" size={14} />
            {error}
          </p>
        )}
        {note !== undefined && error === undefined && (
          <div id={noteId} className={classes['note']}>
            {note}
          </div>
        )}
      </div>
    </div>
  )
}

interface GroupRowProps {
  readonly label: string
  /** Key held down to reach the numbers shown in the group. */
  readonly caps?: readonly string[]
  readonly children: ReactNode
}

/** A line of a form whose control is a group that carries the name itself. */
export function GroupRow({ label, caps, children }: GroupRowProps) {
  return (
    <div className={classes['row']}>
      <span className={classes['label']} aria-hidden="true">
        {label}
        {caps && <Keycap keys={caps} />}
      </span>
      <div className={classes['control']}>{children}</div>
    </div>
  )
}
