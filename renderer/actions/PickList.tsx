import { useEffect, useId, useRef } from 'react'
import { useCommand } from '../app/commands.tsx'
import { useText } from '../text/context.tsx'
import { Keycap } from '../ui/Keycap.tsx'
import classes from './Act.module.css'

export interface Option {
  readonly value: string
  readonly label: string
  readonly detail?: string | undefined
}

interface PickListProps {
  readonly name: string
  readonly options: readonly Option[]
  readonly value: string | null
  readonly onPick: (value: string) => void
}

/** The digit that picks the option at this place: 1 … 9, then 0 for the tenth. */
const digitOf = (index: number): string | null => (index < 9 ? String(index + 1) : index === 9 ? '0' : null)

/** Native radios under each other, the first ten with a digit that picks them. One such list at a time takes the digits. */
export function PickList({ name, options, value, onPick }: PickListProps) {
  const { t } = useText()
  const group = useId()
  const list = useRef<HTMLDivElement>(null)
  useCommand('pick', (stroke) => {
    const option = options.find((_, index) => digitOf(index) === stroke)
    if (option === undefined) return false
    onPick(option.value)
    // Enter then gives the act, as it does from any field of the form.
    list.current?.querySelectorAll<HTMLElement>('input')[options.indexOf(option)]?.focus({ preventScroll: true })
    return true
  })
  // What is proposed may change once the case is read; the focus goes with it, so that arrows begin at what is chosen.
  useEffect(() => {
    const isHere = value !== null && list.current?.contains(document.activeElement)
    if (isHere) list.current?.querySelector<HTMLElement>('input:checked')?.focus({ preventScroll: true })
  }, [value])
  if (options.length === 0) return <p className={classes['quiet']}>{t('act.nothing')}</p>
  return (
    <div ref={list} role="radiogroup" aria-label={name} className={classes['options']}>
      {options.map(({ value: own, label, detail }, index) => (
        <label key={own} className={classes['option']} data-on={own === value || undefined}>
          <input
            className="sr"
            type="radio"
            name={group}
            value={own}
            aria-label={label}
            aria-keyshortcuts={digitOf(index) ?? undefined}
            checked={own === value}
            onChange={() => onPick(own)}
          />
          <Keycap keys={[digitOf(index) ?? '·']} />
          <span className={classes['label']}>{label}</span>
          {detail !== undefined && <span className={classes['detail']}>{detail}</span>}
        </label>
      ))}
    </div>
  )
}
