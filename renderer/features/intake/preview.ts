import type { Template } from '../../../shared/intake/template.ts'
import type { ClockView } from '../../../shared/sla/clock.ts'
import type { FoldContext } from '../../../shared/sla/context.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt } from '../../../shared/sla/view.ts'
import type { IntakeDraft } from './draft.ts'

type Judged = Pick<IntakeDraft, 'classification' | 'startedAtMs'>

/** What the clocks of a case would hear if it was saved now: what the agent judged, else what its template usually is. */
export function openingSignals(draft: Judged, template: Template | null, nowMs: number): readonly Signal[] {
  const {
    urgency = 'mid',
    severity = 'general',
    problemType,
  } = { ...template?.classification, ...draft.classification }
  const claimedAtMs = Math.floor(draft.startedAtMs ?? nowMs)
  const opened = {
    type: 'opened',
    atMs: nowMs,
    urgency,
    severity,
    channel: 'hotline',
    caseKind: template?.kind ?? 'complaint',
    ...(problemType === undefined ? {} : { problemType }),
  } as const
  return [claimedAtMs < nowMs ? { ...opened, claimedAtMs } : opened]
}

/** The clocks a case would have if it was saved now: the kernel's own answer, not a second opinion. Source: issue D. */
export const previewClocks = (
  sla: FoldContext,
  draft: Judged,
  template: Template | null,
  nowMs: number,
): readonly ClockView[] => clocksAt(openingSignals(draft, template, nowMs), sla, nowMs)
