import type { Urgency } from '../../../shared/case/words.ts'
import { openCalendar } from '../../../shared/sla/calendar.ts'
import type { ClockView } from '../../../shared/sla/clock.ts'
import type { FoldContext } from '../../../shared/sla/context.ts'
import { parseLadders } from '../../../shared/sla/ladder.ts'
import { compilePolicy } from '../../../shared/sla/policy-compile.ts'
import { clocksAt } from '../../../shared/sla/view.ts'

const part = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined

/** Policy, ladder and calendar as the core holds them, made ready for counting; `null` when they cannot be read here. */
export function readSla(body: unknown): FoldContext | null {
  const ladders = parseLadders(part(body, 'ladder'))
  const policy = ladders.ok ? compilePolicy(part(body, 'policy'), ladders.value) : ladders
  const business = openCalendar(part(body, 'calendar'))
  return policy.ok && business.ok ? { policy: policy.value, business: business.value } : null
}

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
