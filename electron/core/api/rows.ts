import type { CaseRow, ClockRow } from '../../../shared/contract/console.ts'
import { maskText } from '../../../shared/intake/mask-text.ts'
import type { EpochMs } from '../../../shared/kernel/brand.ts'
import type { ClockView } from '../../../shared/sla/clock.ts'
import type { StoredClock } from '../store/case-row.ts'
import type { ListedCase } from '../store/lists.ts'

/** Puts `138****1234` for a phone; handed in, so that masking stays in one place of the kernel. */
export type MaskPhone = (phone: string) => string

/** A clock as it crosses the wire: without what only the kernel needs. */
export function clockRow(view: ClockView): ClockRow {
  const { hours: _hours, urgency: _urgency, backdated: _backdated, channelProposed, warnings, ...plain } = view
  return {
    ...plain,
    channelProposed: [...channelProposed],
    warnings: warnings.map(({ key, params }) => ({ key, params: { ...params } })),
  }
}

function storedState(clock: StoredClock, nowMs: EpochMs): ClockRow['state'] {
  if (clock.dueAtMs === null) return 'paused'
  if (nowMs > clock.dueAtMs) return 'breached'
  return clock.nearAtMs !== null && nowMs >= clock.nearAtMs ? 'near' : 'running'
}

/** The nearest clock of a list row as it stands at `nowMs`. */
export function storedClockRow(clock: StoredClock, nowMs: EpochMs): ClockRow {
  const remainingMs = clock.dueAtMs === null ? clock.remainingMs : clock.dueAtMs - nowMs
  const state = storedState(clock, nowMs)
  return { ...clock, state, remainingMs, businessRemainingMs: remainingMs, channelProposed: [], warnings: [] }
}

/** A line of a list as a screen may see it: the phone masked, the clock at `nowMs`. Source: CASE-5. */
export function caseRow(listed: ListedCase, nowMs: EpochMs, maskPhone: MaskPhone): CaseRow {
  const { nearest, phone, symptom, front, ...plain } = listed
  return {
    ...plain,
    symptom: symptom === null ? null : maskText(symptom),
    phoneMasked: phone === null ? null : maskPhone(phone),
    ...(nearest === undefined ? {} : { nearest: storedClockRow(nearest, nowMs) }),
    ...(front === undefined ? {} : { front: [...front] }),
  }
}
