import { type KeyboardEvent, memo, useCallback, useMemo, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Lang } from '../../../shared/assist/record.ts'
import { type DemandKind, demandKinds } from '../../../shared/case/words.ts'
import { readDemand } from '../../../shared/intake/demand.ts'
import { wholeNowMs } from '../../state/now.ts'
import { useZone } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useDraft, useIntake, useIntakeState } from './context.tsx'
import classes from './Demands.module.css'
import { mostTyped, type TypedDemand } from './draft.ts'
import { useFault } from './faults.ts'
import { homeCurrency } from './toCommands.ts'
import { useSettled } from './useSettled.ts'
import { useTemplate } from './useTemplate.ts'

const empty: TypedDemand = { kind: null, text: '' }
const most = 30

const firstLine = [empty]
const linesOf = (demands: readonly TypedDemand[]): readonly TypedDemand[] =>
  demands.length === 0 ? firstLine : demands

/** What the customer wants, a line each, in their words: kind, time and sum are read out of them. Enter begins the next line. */
export function Demands() {
  const { t } = useText()
  const intake = useIntake()
  const demands = useDraft((draft) => draft.demands)
  const lines = linesOf(demands)
  const fault = useFault('demands')
  const list = useRef<HTMLFieldSetElement>(null)
  const next = useCallback(
    (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing || event.keyCode === 229) return
      event.preventDefault()
      const now = linesOf(intake.active().demands)
      const isFull = now.at(-1)?.text.trim() === '' || now.length >= most
      // There before the next key: what is typed right after Enter must not end up in the line before.
      if (!isFull) flushSync(() => intake.setFields({ demands: [...now, empty] }))
      ;[...(list.current?.querySelectorAll('input') ?? [])].at(-1)?.focus()
    },
    [intake],
  )
  return (
    <div className={classes['row']} data-invalid={fault === undefined ? undefined : true}>
      <span className={classes['label']}>{t('intake.demands')}</span>
      <fieldset ref={list} className={classes['lines']} aria-label={t('intake.demands')}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place, lines are only added at the end
          <DemandLine key={index} index={index} line={line} onKeyDown={next} />
        ))}
        {fault !== undefined && (
          <p id="demands-error" className={classes['error']} role="alert">
            <Icon name="alert" size={14} />
            {fault}
          </p>
        )}
      </fieldset>
    </div>
  )
}

interface DemandLineProps {
  readonly index: number
  readonly line: TypedDemand
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** A key in one line renders that line and no other. */
const DemandLine = memo(function DemandLine({ index, line, onKeyDown }: DemandLineProps) {
  const { t, naming } = useText()
  const intake = useIntake()
  const onPut = (change: Partial<TypedDemand>) => {
    const demands = linesOf(intake.active().demands).map((one, at) => (at === index ? { ...one, ...change } : one))
    intake.setFields({ demands })
  }
  const busy = useIntakeState((state) => state.saving !== 'idle')
  const invalid = useIntakeState((state) => state.faults['demands'] !== undefined)
  const template = useTemplate()
  const read = useDemandRead(line.text)
  const usual = template?.demands[index]
  const proposed = read?.kind ?? usual ?? null
  const facts = [read?.due, read?.amount].filter((fact) => fact !== undefined && fact !== '')
  return (
    <div className={classes['line']}>
      <select
        aria-label={t('intake.demandKind', { n: index + 1 })}
        data-proposed={(line.kind === null && proposed !== null) || undefined}
        value={line.kind ?? ''}
        onChange={(event) => onPut({ kind: (event.currentTarget.value || null) as DemandKind | null })}
      >
        <option value="">{proposed === null ? t('intake.notSaid') : naming.name('demand', proposed)}</option>
        {demandKinds.map((kind) => (
          <option key={kind} value={kind}>
            {naming.name('demand', kind)}
          </option>
        ))}
      </select>
      <input
        type="text"
        autoComplete="off"
        maxLength={mostTyped}
        readOnly={busy}
        aria-label={t('intake.demandWords', { n: index + 1 })}
        aria-invalid={invalid || undefined}
        aria-describedby={invalid ? 'demands-error' : undefined}
        placeholder={index === 0 ? t('intake.demandHint') : undefined}
        defaultValue={line.text}
        onInput={(event) => onPut({ text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      {facts.length > 0 && <span className={classes['facts']}>{facts.join(' · ')}</span>}
    </div>
  )
})

function useDemandRead(text: string) {
  const { naming, language } = useText()
  const zone = useZone()
  const settled = useSettled(text)
  return useMemo(() => {
    if (settled.trim() === '') return null
    const nowMs = wholeNowMs()
    const read = readDemand(settled, { nowMs, zone, locale: language as Lang, currency: homeCurrency })
    return { ...read, due: read.dueAtMs === null ? undefined : naming.due(read.dueAtMs, nowMs) }
  }, [settled, zone, language, naming])
}
