import { useEffect, useMemo, useState } from 'react'
import type { ClockView } from '../../../shared/sla/clock.ts'
import { ticker, wholeNowMs } from '../../state/now.ts'
import { useSla } from '../../state/sla.ts'
import { useDraft } from './context.tsx'
import { previewClocks } from './preview.ts'
import { useTemplate } from './useTemplate.ts'

/** The clocks the call on screen would start if it was saved this minute; none until the policy is here. */
export function usePreviewClocks(): readonly ClockView[] {
  const sla = useSla()
  const template = useTemplate()
  const classification = useDraft((draft) => draft.classification)
  const startedAtMs = useDraft((draft) => draft.startedAtMs)
  const minute = useMinute()
  return useMemo(() => {
    void minute
    return sla ? previewClocks(sla, { classification, startedAtMs }, template, wholeNowMs()) : []
  }, [sla, classification, startedAtMs, template, minute])
}

/** Due times by the time of day and across nights move on with the clock while nobody has rung yet. */
function useMinute(): number {
  const [minute, setMinute] = useState(() => Math.floor(ticker.nowMs() / 60_000))
  useEffect(() => ticker.subscribe((nowMs) => setMinute(Math.floor(nowMs / 60_000))), [])
  return minute
}
