import type { CaseStatus } from '../../shared/case/words.ts'
import type { Dice } from './dice.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
/** Asia/Shanghai, where the demonstration takes place, has no summer time. */
const zoneMs = 8 * hourMs

export const caseCount = 320
/** How long ago the oldest call may be. */
export const spanDays = 60

/** Where the cases stand when the demonstration begins. Source: details.md "states in listed shares". */
export const statusShares = {
  received: 0.04,
  assessed: 0.05,
  in_progress: 0.15,
  on_hold: 0.06,
  resolved: 0.05,
  informed: 0.04,
  followed_up: 0.02,
  closed: 0.53,
  withdrawn: 0.04,
  merged: 0.02,
} as const satisfies Readonly<Record<CaseStatus, number>>

/** How pressing the nearest clock of a case in work is: as many as a busy, well-led team would have. */
export const moodShares = { calm: 0.5, warn: 0.2, hot: 0.15, breached: 0.15 } as const
export type Mood = keyof typeof moodShares

/** One case to tell: how far it has come, and when the customer called. */
export interface Plan {
  readonly status: CaseStatus
  readonly mood: Mood
  /** What makes a running case pressing: its own resolve clock, a promise, a transfer, or nothing yet. */
  readonly driver: 'resolve' | 'promise' | 'transfer' | 'none'
  readonly calledMs: number
}

function portions<K extends string>(shares: Readonly<Record<K, number>>, total: number): K[] {
  return (Object.keys(shares) as K[]).flatMap((key) =>
    Array.from({ length: Math.round(shares[key] * total) }, () => key),
  )
}

/** Somebody has still to solve it, and it does not wait. */
export const isInWork = (status: CaseStatus): boolean =>
  status === 'received' || status === 'assessed' || status === 'in_progress'

/** Milliseconds since local midnight. */
export const timeOfDayMs = (atMs: number): number => (atMs + zoneMs) % dayMs
const weekday = (atMs: number): number => (Math.floor((atMs + zoneMs) / dayMs) + 4) % 7

/** A past moment people call at: by day, mostly on working days, most of all in the morning. */
function pastCall(dice: Dice, nowMs: number): number {
  for (;;) {
    const midnightMs = nowMs - timeOfDayMs(nowMs) - dice.between(5, spanDays - 1) * dayMs
    const isWeekend = weekday(midnightMs) % 6 === 0
    if (isWeekend && dice.chance(0.6)) continue
    const hour = dice.chance(0.6) ? dice.between(8, 12) : dice.between(12, 21)
    return midnightMs + hour * hourMs + dice.between(0, 59) * minuteMs + seconds(dice)
  }
}

/** Minutes ago the customer of a case in work called, by what presses; the story sets the rest. */
function minutesAgo(dice: Dice, status: CaseStatus, mood: Mood, driver: Plan['driver']): number {
  const ages: Readonly<Record<Plan['driver'], Readonly<Record<Mood, readonly [number, number]>>>> = {
    resolve: { calm: [12, 45], warn: [66, 88], hot: [101, 112], breached: [130, 200] },
    promise: { calm: [150, 480], warn: [160, 480], hot: [160, 480], breached: [230, 480] },
    transfer: { calm: [100, 140], warn: [180, 200], hot: [230, 250], breached: [290, 400] },
    none: { calm: [20, 500], warn: [17, 21], hot: [25, 27], breached: [34, 55] },
  }
  const [from, to] = ages[driver][mood]
  return status === 'assessed' && driver === 'none' ? dice.between(20, 90) : dice.between(from, to)
}

function driverOf(dice: Dice, status: CaseStatus, mood: Mood): Plan['driver'] {
  if (status === 'received') return 'none'
  if (status === 'assessed') return mood === 'calm' ? 'none' : 'resolve'
  return dice.pick(['resolve', 'promise', 'promise', 'transfer', mood === 'calm' ? 'none' : 'transfer'])
}

/** No two clocks of the queue tick in step. */
const seconds = (dice: Dice): number => dice.between(0, 59) * 1000

function planInWork(dice: Dice, status: CaseStatus, mood: Mood, nowMs: number): Plan {
  const driver = driverOf(dice, status, mood)
  return { status, mood, driver, calledMs: nowMs - minutesAgo(dice, status, mood, driver) * minuteMs - seconds(dice) }
}

const hoursAgo: Partial<Readonly<Record<CaseStatus, readonly [number, number]>>> = {
  on_hold: [7, 130],
  resolved: [6, 18],
  informed: [9, 20],
  followed_up: [30, 44],
}

/** What is to be told, in order of the calls. Same dice, same plan. */
export function planCases(dice: Dice, nowMs: number): readonly Plan[] {
  const statuses = portions(statusShares, caseCount)
  const moods = portions(moodShares, statuses.filter(isInWork).length)
  let inWork = 0
  const plans = statuses.map((status): Plan => {
    // Step 7 through the moods: every status gets its part of each.
    if (isInWork(status)) return planInWork(dice, status, moods[(inWork++ * 7) % moods.length] ?? 'calm', nowMs)
    const [from, to] = hoursAgo[status] ?? [0, 0]
    const isToday = status === 'closed' && dice.chance(0.12)
    const agoMs = isToday ? dice.between(9, 20) * hourMs : dice.between(from * 60, to * 60) * minuteMs
    const calledMs = from > 0 || isToday ? nowMs - agoMs : pastCall(dice, nowMs)
    return { status, mood: 'calm', driver: 'none', calledMs }
  })
  return plans.sort((a, b) => a.calledMs - b.calledMs)
}
