import type { Urgency } from '../../../shared/case/words.ts'
import type { ClockView } from '../../../shared/sla/clock.ts'
import type { FoldContext } from '../../../shared/sla/context.ts'
import { clocksAt } from '../../../shared/sla/view.ts'

/** The clocks a case would have if it was saved now: the kernel's own answer, not a second opinion. Source: issue D. */
export function previewClocks(
  sla: FoldContext,
  call: { readonly urgency: Urgency; readonly startedAtMs: number | null },
  nowMs: number,
): readonly ClockView[] {
  const atMs = Math.floor(nowMs)
  const claimedAtMs = Math.floor(call.startedAtMs ?? nowMs)
  const opened = {
    type: 'opened',
    atMs,
    urgency: call.urgency,
    severity: 'general',
    channel: 'hotline',
    caseKind: 'complaint',
  } as const
  return clocksAt([claimedAtMs < atMs ? { ...opened, claimedAtMs } : opened], sla, atMs)
}
