import type { ClockRow } from '../../shared/contract/console.ts'

/** How pressing a clock is. `paused` and `done` do not count down. */
export type ClockLevel = 'calm' | 'warn' | 'hot' | 'breached' | 'paused' | 'done'

/**
 * What a clock chip needs, free of anything that changes by itself: two answers of the core about an unchanged clock
 * are then equal, and no row is rendered again.
 */
export interface ShownClock {
  readonly clock: string
  readonly subject?: string
  readonly cycle: number
  readonly state: 'running' | 'paused' | 'met' | 'late' | 'stopped'
  /** When it is due; for one that stands still, see `heldMs`. */
  readonly dueAtMs: number
  /** Calendar length from start to due without pauses, the whole that the share left is part of. */
  readonly wholeMs: number
  /** Milliseconds left while the clock stands still: paused, or ended. */
  readonly heldMs?: number
  readonly pauseReason?: string
}

export function shownClock(row: ClockRow): ShownClock {
  const { clock, cycle, dueAtMs, state, endedAtMs } = row
  const known = {
    clock,
    cycle,
    ...(row.subject === undefined ? {} : { subject: row.subject }),
    dueAtMs: dueAtMs ?? 0,
    wholeMs: dueAtMs === null ? row.targetMs : Math.max(0, dueAtMs - row.startedAtMs - row.pausedMs),
  }
  if (state === 'paused') {
    const reason = row.pauseReason === undefined ? {} : { pauseReason: row.pauseReason }
    return { ...known, state, heldMs: row.remainingMs, ...reason }
  }
  if (state === 'met' || state === 'stopped') return { ...known, state, heldMs: row.remainingMs }
  if (state === 'breached' && endedAtMs !== undefined) return { ...known, state: 'late', heldMs: row.remainingMs }
  return { ...known, state: 'running' }
}

/** Milliseconds left at `nowMs`; negative once late. */
export const remainingMs = (clock: ShownClock, nowMs: number): number => clock.heldMs ?? clock.dueAtMs - nowMs

/** Share of the whole left, 0…1. A clock without any length counts as used up. */
export function shareLeft(clock: ShownClock, nowMs: number): number {
  if (clock.wholeMs <= 0) return 0
  return Math.min(1, Math.max(0, remainingMs(clock, nowMs) / clock.wholeMs))
}

/** calm above a half, warn from a half down, hot from a fifth down, breached from zero. Source: ux.md law 4. */
export function clockLevel(clock: ShownClock, nowMs: number): ClockLevel {
  if (clock.state === 'paused') return 'paused'
  if (clock.state === 'met' || clock.state === 'stopped') return 'done'
  if (remainingMs(clock, nowMs) <= 0) return 'breached'
  const share = shareLeft(clock, nowMs)
  if (share <= 0.2) return 'hot'
  return share <= 0.5 ? 'warn' : 'calm'
}

/** The words of one language around the figures; each holds the named places in double braces. */
export interface ClockWords {
  /** `{{h}}` hours, `{{m}}` minutes in two digits. */
  readonly hours: string
  /** `{{time}}` how late. */
  readonly late: string
}

const two = (value: number): string => String(value).padStart(2, '0')

/**
 * `mm:ss` under an hour, hours and minutes above, marked as late below zero. Time left rounds up and time over rounds
 * down, so that 00:00 is shown exactly when the clock is due. Source: ux.md law 4.
 */
export function clockText(leftMs: number, words: ClockWords): string {
  const seconds = leftMs > 0 ? Math.ceil(leftMs / 1000) : Math.floor(-leftMs / 1000)
  const minutes = Math.floor(seconds / 60)
  const time =
    minutes < 60
      ? `${two(minutes)}:${two(seconds % 60)}`
      : words.hours.replace('{{h}}', String(Math.floor(minutes / 60))).replace('{{m}}', two(minutes % 60))
  return leftMs > 0 ? time : words.late.replace('{{time}}', time)
}
