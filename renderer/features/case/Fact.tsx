import { type ReactNode, useCallback } from 'react'
import { revealedKey, useRevealed } from '../../state/revealed.ts'
import { useText } from '../../text/context.tsx'
import { TickingText } from '../../ui/TickingText.tsx'
import classes from './Facts.module.css'

interface FactProps {
  readonly name: string
  /** Nothing = the case does not say: no row. */
  readonly children: ReactNode
}

export function Fact({ name, children }: FactProps) {
  if (children === undefined || children === null || children === false || children === '') return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

interface PersonalProps {
  readonly caseId: string
  readonly field: string
  /** As it is shown covered. */
  readonly value: ReactNode
}

/** A covered field; after a reveal in full for half a minute, with the seconds it has left. Source: CASE-5. */
export function Personal({ caseId, field, value }: PersonalProps) {
  const { t } = useText()
  const shown = useRevealed((state) => state.values[revealedKey(caseId, field)])
  const left = useCallback(
    () => t('case.revealed', { seconds: Math.max(0, Math.ceil(((shown?.untilMs ?? 0) - performance.now()) / 1000)) }),
    [shown, t],
  )
  if (shown === undefined) return value
  const full = Array.isArray(shown.value) ? shown.value.join(' ') : String(shown.value ?? '')
  return (
    <span className={classes['revealed']}>
      {full}
      <small>
        <TickingText text={left} />
      </small>
    </span>
  )
}
