import { useId, useMemo, useState } from 'react'
import type { Lang } from '../../shared/assist/record.ts'
import { readPromise, suggestPromiseTimes } from '../../shared/intake/promise.ts'
import type { Result } from '../../shared/kernel/result.ts'
import { wholeNowMs } from '../state/now.ts'
import { useZone } from '../state/session.ts'
import { useSla } from '../state/sla.ts'
import { useText } from '../text/context.tsx'
import classes from './Act.module.css'
import { ActForm, Section, WordsField } from './ActForm.tsx'
import { type Ahead, clocksAfter, foretold } from './ahead.ts'
import { PickList } from './PickList.tsx'
import { SpeechCheck } from './SpeechCheck.tsx'
import { type ActFormProps, type ActOn, useActOn } from './useActOn.ts'

/** A time given to the customer becomes a clock. Source: CALL-6. */
export function PromiseForm(props: ActFormProps) {
  const { t, naming } = useText()
  const on = useActOn(props)
  const time = usePromiseTime()
  const [text, setText] = useState('')
  const dueAtMs = time.dueAtMs
  const nowMs = wholeNowMs()
  const sentence = dueAtMs === null ? '' : t('act.promise.sentence', { time: naming.due(dueAtMs, nowMs) })
  const late = on.refusal?.tag === 'promise.after_resolve_due'
  const submit = () => {
    const command = { type: 'promise', text: text.trim() || sentence, dueAtMs, ...(late ? { late: true } : {}) }
    void on.give(command, (number) => t('act.promise.done', { number, time: naming.due(dueAtMs ?? 0, nowMs) }))
  }
  return (
    <ActForm
      on={on}
      submit={late ? t('act.promise.anyway') : t('act.promise.submit')}
      ready={dueAtMs !== null}
      onSubmit={submit}
      ahead={useAhead(on, dueAtMs)}
    >
      <Section label={t('act.promise.offered')}>
        <PickList
          name={t('act.promise.offered')}
          options={time.offered.map((atMs) => ({ value: String(atMs), label: naming.due(atMs, nowMs) }))}
          value={time.typed === '' ? String(dueAtMs ?? '') : null}
          onPick={time.pick}
        />
      </Section>
      <TypedTime time={time} />
      <WordsField label={t('act.promise.words')} value={text} usual={sentence} onWrite={setText} />
      <SpeechCheck text={text} />
    </ActForm>
  )
}

function usePromiseTime() {
  const { language } = useText()
  const zone = useZone()
  const offered = useMemo(() => suggestPromiseTimes(wholeNowMs(), zone).map(({ atMs }) => atMs), [zone])
  const [picked, setPicked] = useState<number | null>(offered[0] ?? null)
  const [typed, setTyped] = useState('')
  const read: Result<number> | null = useMemo(() => {
    if (typed.trim() === '') return null
    const heard = readPromise(typed, { nowMs: wholeNowMs(), zone, locale: language as Lang })
    return heard.ok ? { ok: true, value: heard.value.atMs } : heard
  }, [typed, zone, language])
  const pick = (value: string) => {
    setTyped('')
    setPicked(Number(value))
  }
  return { offered, typed, setTyped, read, pick, dueAtMs: read === null ? picked : read.ok ? read.value : null }
}

/** A time in the customer's own words, with the reading shown, or why there is none. */
function TypedTime({ time }: { readonly time: ReturnType<typeof usePromiseTime> }) {
  const { t, naming } = useText()
  const id = useId()
  const { read, typed, setTyped } = time
  return (
    <div className={classes['section']}>
      <label htmlFor={id}>{t('act.promise.typed')}</label>
      <input
        id={id}
        type="text"
        className={classes['field']}
        autoComplete="off"
        maxLength={80}
        value={typed}
        aria-describedby={`${id}-read`}
        aria-invalid={read !== null && !read.ok ? true : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <p id={`${id}-read`} className={classes['reading']} data-bad={(read !== null && !read.ok) || undefined}>
        {read !== null && (read.ok ? naming.due(read.value, wholeNowMs()) : naming.refusal(read.error))}
      </p>
    </div>
  )
}

/** The promise's own clock: when it warns whom. */
function useAhead({ signals }: ActOn, dueAtMs: number | null): readonly Ahead[] {
  const { t } = useText()
  const sla = useSla()
  if (sla === null || dueAtMs === null || signals.length === 0) return []
  const atMs = wholeNowMs()
  const after = clocksAfter(sla, signals, { type: 'promised', atMs, dueAtMs, subject: foretold })
  const clock = after.find((one) => one.clock === 'promise' && one.subject === foretold)
  const steps = clock?.ladder.map(({ tell, atMs: at }) => ({ atMs: at, words: t(`act.promise.tell.${tell}`) })) ?? []
  return [{ atMs: null, words: t('act.promise.clock') }, ...steps]
}
