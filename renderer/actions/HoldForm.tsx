import { useState } from 'react'
import { useDirectory } from '../state/directory.tsx'
import { wholeNowMs } from '../state/now.ts'
import { useSla } from '../state/sla.ts'
import { useText } from '../text/context.tsx'
import { ActForm, Section, WordsField } from './ActForm.tsx'
import { type Ahead, clocksAfter } from './ahead.ts'
import { PickList } from './PickList.tsx'
import { type ActFormProps, type ActOn, useActOn } from './useActOn.ts'

/** Waits for the customer or somebody outside, or goes on: whichever the case needs. Source: SLA-11. */
export function HoldForm(props: ActFormProps) {
  const on = useActOn(props)
  return on.theCase?.status === 'on_hold' ? <Resume on={on} /> : <Hold on={on} />
}

function Hold({ on }: { readonly on: ActOn }) {
  const { t, language } = useText()
  const directory = useDirectory()
  const [reason, setReason] = useState<string | null>(null)
  const [text, setText] = useState('')
  const ahead = useAhead(on, reason)
  const submit = () => {
    const why = { code: reason, ...(text.trim() === '' ? {} : { text }) }
    void on.give({ type: 'hold', reason: why } as { type: string }, (number) => t('act.hold.done', { number }))
  }
  return (
    <ActForm on={on} submit={t('act.hold.submit')} ready={reason !== null} onSubmit={submit} ahead={ahead}>
      <Section label={t('act.hold.waitFor')}>
        <PickList
          name={t('act.hold.waitFor')}
          options={directory.reasons('hold', language)}
          value={reason}
          onPick={setReason}
        />
      </Section>
      <WordsField label={t('act.words')} value={text} onWrite={setText} />
    </ActForm>
  )
}

function Resume({ on }: { readonly on: ActOn }) {
  const { t } = useText()
  const submit = () => void on.give({ type: 'resume' }, (number) => t('act.hold.resumed', { number }))
  return (
    <ActForm
      on={on}
      submit={t('act.hold.resume')}
      ready
      onSubmit={submit}
      ahead={[{ atMs: null, words: t('act.hold.runAgain') }]}
    >
      <p>{t('act.hold.isHeld')}</p>
    </ActForm>
  )
}

/** Which clocks stand still, which go on, and what ends the hold by itself. */
function useAhead({ signals }: ActOn, reason: string | null): readonly Ahead[] {
  const { t, naming } = useText()
  const sla = useSla()
  if (sla === null || reason === null || signals.length === 0) return []
  const atMs = wholeNowMs()
  const after = clocksAfter(sla, signals, { type: 'held', atMs, reason })
  const named = (paused: boolean) =>
    after
      .filter((clock) => (clock.pausedSinceMs !== undefined) === paused)
      .map((clock) => naming.name('clock.names', clock.clock))
  const [stopped, running] = [named(true), named(false)]
  const byItself = sla.policy.policy.resumeOnReply.includes(reason)
  return [
    ...(stopped.length === 0 ? [] : [{ atMs: null, words: t('act.hold.stops', { clocks: stopped.join(' · ') }) }]),
    ...(running.length === 0 ? [] : [{ atMs: null, words: t('act.hold.runs', { clocks: running.join(' · ') }) }]),
    { atMs: null, words: byItself ? t('act.hold.endsOnReply') : t('act.hold.endsByHand') },
  ]
}
