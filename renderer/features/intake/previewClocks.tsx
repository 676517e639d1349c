import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { ClockView } from '../../../shared/sla/clock.ts'
import { useMinute } from '../../state/minute.ts'
import { wholeNowMs } from '../../state/now.ts'
import { useSla } from '../../state/sla.ts'
import { useDraft } from './context.tsx'
import { previewClocks } from './preview.ts'
import { useTemplate } from './useTemplate.ts'

const PreviewContext = createContext<readonly ClockView[]>([])

/** The clocks the call on screen would start if it was saved this minute; none until the policy is here. */
export const usePreviewClocks = (): readonly ClockView[] => useContext(PreviewContext)

/**
 * Counts them once for everybody on the screen. Due times by the time of day and across nights move on with the clock while nobody
 * has rung yet.
 */
export function PreviewProvider({ children }: { readonly children: ReactNode }) {
  const sla = useSla()
  const template = useTemplate()
  const classification = useDraft((draft) => draft.classification)
  const startedAtMs = useDraft((draft) => draft.startedAtMs)
  const minute = useMinute()
  const clocks = useMemo(() => {
    void minute
    return sla ? previewClocks(sla, { classification, startedAtMs }, template, wholeNowMs()) : []
  }, [sla, classification, startedAtMs, template, minute])
  return <PreviewContext value={clocks}>{children}</PreviewContext>
}
