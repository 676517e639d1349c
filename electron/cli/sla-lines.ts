import { z } from 'zod'
import type { EpochMs } from '../../shared/kernel/brand.ts'
import type { Calendar } from '../../shared/sla/calendar.ts'
import { type Clock, type ClockWarning, clockStates } from '../../shared/sla/clock.ts'
import { formatInstant } from '../../shared/sla/iso.ts'
import { offsetAt } from '../../shared/sla/offsets.ts'
import { nearestClock, viewClock } from '../../shared/sla/view.ts'

const iso = z.string()
const warning = z.strictObject({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string().optional(),
})

/**
 * One line per clock: times as ISO 8601 in the calendar's zone, spans in ms. `dueAt` is `null` while a pause keeps it from
 * being known. `nearest` marks the clock that rules. A line `{"warnings": …}` stands for what is about no single clock.
 */
export const SlaLineSchema = z.union([
  z.strictObject({
    clock: z.string(),
    source: z.string(),
    subject: z.string().optional(),
    cycle: z.int(),
    startedAt: iso,
    dueAt: iso.nullable(),
    nearAt: iso.nullable(),
    endedAt: iso.optional(),
    passedDueAt: iso.optional(),
    state: z.enum(clockStates),
    remainingMs: z.int(),
    businessRemainingMs: z.int(),
    pausedMs: z.int(),
    pauseReason: z.string().optional(),
    targetMs: z.int(),
    hours: z.enum(['always', 'business']),
    urgency: z.string(),
    nearest: z.boolean(),
    channelProposed: z.array(z.string()),
    channelUsed: z.string().optional(),
    backdated: z.strictObject({ claimedAt: iso, recordedAt: iso, confirmed: z.boolean() }).optional(),
    warnings: z.array(warning),
  }),
  z.strictObject({ warnings: z.array(warning) }),
])
export type SlaLine = z.infer<typeof SlaLineSchema>

/** The lines of `redress sla` for folded clocks at an instant. */
export function clockLines(
  clocks: readonly Clock[],
  warnings: readonly ClockWarning[],
  calendar: Calendar,
  atMs: EpochMs,
): readonly SlaLine[] {
  const nearest = nearestClock(clocks)
  const time = (ms: EpochMs): string => formatInstant(ms, offsetAt(calendar.offsets, ms))
  const lines = clocks.map((clock) => lineOf(clock, atMs, clock === nearest, time))
  return warnings.length === 0 ? lines : [...lines, { warnings: warnings.map(worded) }]
}

function lineOf(clock: Clock, atMs: EpochMs, nearest: boolean, time: (ms: EpochMs) => string): SlaLine {
  const view = viewClock(clock, atMs)
  const { startedAtMs, dueAtMs, nearAtMs, endedAtMs, passedDueAtMs, backdated, warnings, ...rest } = view
  return {
    ...rest,
    nearest,
    startedAt: time(startedAtMs),
    dueAt: dueAtMs === null ? null : time(dueAtMs),
    nearAt: nearAtMs === null ? null : time(nearAtMs),
    ...(endedAtMs === undefined ? {} : { endedAt: time(endedAtMs) }),
    ...(passedDueAtMs === undefined ? {} : { passedDueAt: time(passedDueAtMs) }),
    ...(backdated === undefined
      ? {}
      : {
          backdated: {
            claimedAt: time(backdated.claimedAtMs),
            recordedAt: time(backdated.recordedAtMs),
            confirmed: backdated.confirmed,
          },
        }),
    channelProposed: [...view.channelProposed],
    warnings: warnings.map(worded),
  }
}

/** The one warning that has fixed words in the specification; all others are words of the screens. */
function worded({ key, params }: ClockWarning): z.infer<typeof warning> {
  const plain = { key, params: { ...params } }
  return key === 'calendar.unknown_year' ? { ...plain, text: `${params['year']} 年节假日未公布，按周末推算` } : plain
}
