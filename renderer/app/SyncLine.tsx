import type { TFunction } from 'i18next'
import { useCallback, useEffect, useRef, useState } from 'react'
import { timeKeeper } from '../state/now.ts'
import { useSession } from '../state/session.ts'
import { useText } from '../text/context.tsx'
import type { Naming } from '../text/names.ts'
import { StatusDot } from '../ui/StatusDot.tsx'
import { TickingText } from '../ui/TickingText.tsx'
import { type SyncFact, syncFacts } from './syncFacts.ts'

function sayFact(fact: SyncFact, t: TFunction<'words'>, naming: Naming): string {
  switch (fact.say) {
    case 'ago':
      return t('sync.ago', { time: naming.span(fact.spanMs) })
    case 'offlineFor':
      return t('sync.offlineFor', { time: naming.span(fact.spanMs) })
    case 'clockWrong':
      return t('sync.clockWrong', { time: naming.span(fact.spanMs) })
    case 'sending':
      return t('sync.sending', { pending: fact.pending })
    case 'waiting':
      return t('sync.waiting', { pending: fact.pending })
    case 'returned':
      return t('sync.returned', { refused: fact.refused })
    default:
      return t(`sync.${fact.say}`)
  }
}

/** Where sync stands, in the title bar. Only its words tick; screen readers hear of it when the standing changes. */
export function SyncLine() {
  const { t, naming } = useText()
  const sync = useSession((state) => state.sync)
  const reach = useSession((state) => state.reach)
  const text = useCallback(
    (nowMs: number) =>
      syncFacts(sync, reach, nowMs)
        .facts.map((fact) => sayFact(fact, t, naming))
        .join(' · '),
    [sync, reach, t, naming],
  )
  return (
    <>
      <StatusDot tone={syncFacts(sync, reach, timeKeeper.nowMs()).tone}>
        <TickingText text={text} />
      </StatusDot>
      <SpokenChange standing={`${reach.state}/${sync?.state ?? ''}`} words={text} />
    </>
  )
}

/** Says the new standing once, and nothing while it stays: figures and times that tick would be chatter. */
function SpokenChange({ standing, words }: { readonly standing: string; readonly words: (nowMs: number) => string }) {
  const [spoken, setSpoken] = useState('')
  const last = useRef(standing)
  useEffect(() => {
    if (last.current === standing) return
    last.current = standing
    setSpoken(words(timeKeeper.nowMs()))
  }, [standing, words])
  return (
    <span className="sr" role="status">
      {spoken}
    </span>
  )
}
