/**
 * A second opinion on the clocks, written apart from `shared/sla`: the numbers stand here as the requirements say them, time
 * is walked minute by minute over a plain array of open minutes, and everything is worked out again for every question. It
 * shares no code with what it judges. Slow and simple on purpose.
 */

/** Minute 0. A Monday; the days after it hold a make-up Sunday, a five-day holiday and a make-up Saturday. */
const zeroMs = Date.UTC(2024, 3, 22) - 8 * 3_600_000
export const days = 70
const daysOff = ['2024-05-01', '2024-05-02', '2024-05-03', '2024-05-04', '2024-05-05', '2024-06-10']
const worked = ['2024-04-28', '2024-05-11']

export const msOf = (minute: number): number => zeroMs + minute * 60_000

function isWorked(day: number): boolean {
  const date = new Date(Date.UTC(2024, 3, 22 + day))
  const text = date.toISOString().slice(0, 10)
  if (daysOff.includes(text)) return false
  return worked.includes(text) || (date.getUTCDay() >= 1 && date.getUTCDay() <= 5)
}

export const worksOn = Array.from({ length: days }, (_, day) => isWorked(day))
const open = new Uint8Array(days * 1440)
for (let minute = 0; minute < open.length; minute++) {
  const hour = Math.floor((minute % 1440) / 60)
  const inside = (hour >= 9 && hour < 12) || (hour >= 13 && hour < 18)
  open[minute] = worksOn[Math.floor(minute / 1440)] === true && inside ? 1 : 0
}
export const isOpenMinute = (minute: number): boolean => open[minute] === 1

export interface Fact {
  readonly type: string
  readonly minute: number
  readonly subject?: string
  readonly urgency?: 'high' | 'mid' | 'low'
  readonly severity?: 'general' | 'urgent' | 'major'
  readonly problemType?: string
  readonly reason?: string
  readonly due?: number
  readonly claimed?: number
  readonly id?: string
  readonly direction?: 'in' | 'out'
  readonly reached?: boolean
}

export interface Verdict {
  readonly clock: string
  readonly cycle: number
  readonly start: number
  readonly due: number | null
  readonly state: string
  readonly remaining: number
  readonly businessRemaining: number
  readonly paused: number
}

export interface Terms {
  readonly urgency: 'high' | 'mid' | 'low'
  readonly severity: string
}
export interface Span {
  readonly minutes: number
  readonly business: boolean
}
export interface Hold {
  readonly from: number
  readonly to: number
}

export const forever = Number.POSITIVE_INFINITY
export const contactTypes = ['acknowledged', 'communicated', 'progress', 'informed']
export const isContact = (fact: Fact, types: readonly string[]): boolean =>
  types.includes(fact.type) && fact.direction !== 'in' && fact.reached !== false

/** The facts known at `now`, each at the time it counts from. */
export function known(facts: readonly Fact[], now: number): readonly Fact[] {
  const seen = facts.filter(({ minute }) => minute <= now)
  const confirmed = seen.filter(({ type }) => type === 'backdating_confirmed').map(({ subject }) => subject)
  const placed = seen.map((fact) => {
    const earlier = fact.claimed !== undefined && fact.claimed < fact.minute
    const counts = fact.type === 'opened' || (fact.id !== undefined && confirmed.includes(fact.id))
    return earlier && counts ? { ...fact, minute: fact.claimed ?? fact.minute } : fact
  })
  return placed
    .map((fact, index) => ({ fact, index }))
    .sort((a, b) => a.fact.minute - b.fact.minute || a.index - b.index)
    .map(({ fact }) => fact)
}

export function holdsOf(facts: readonly Fact[]): readonly Hold[] {
  const holds: Hold[] = []
  let from: Fact | null = null
  for (const fact of facts) {
    const answers = fact.type === 'communicated' && fact.direction === 'in' && from?.reason === 'waiting_customer'
    const over = answers || ['resumed', 'resolved', 'closed', 'withdrawn', 'merged', 'reopened'].includes(fact.type)
    if (from !== null && over) {
      holds.push({ from: from.minute, to: fact.minute })
      from = null
    } else if (from === null && fact.type === 'held') from = fact
  }
  if (from !== null) holds.push({ from: from.minute, to: forever })
  return holds
}

export function termsAfter(facts: readonly Fact[], count: number): Terms {
  let terms: Terms = { urgency: 'mid', severity: 'general' }
  for (const { type, urgency, severity } of facts.slice(0, count))
    if (type === 'opened' || type === 'classified')
      terms = { urgency: urgency ?? terms.urgency, severity: severity ?? terms.severity }
  return terms
}

export const hours = (count: number): Span => ({ minutes: count * 60, business: false })
const workdays = (count: number): Span => ({ minutes: count * 480, business: true })

/** SLA-1 … SLA-6 as the requirements give them; urgent halves, major takes the high column. */
export function spanOf(clock: string, terms: Terms): Span {
  const byUrgency: Record<string, readonly [Span, Span, Span]> = {
    ack: [
      { minutes: 15, business: false },
      { minutes: 30, business: false },
      { minutes: 60, business: true },
    ],
    resolve: [hours(2), hours(24), workdays(3)],
    transfer: [hours(2), hours(4), workdays(1)],
    progress: [hours(2), hours(0), { minutes: (3 * 480 * 4) / 5, business: true }],
    investigate: [hours(24), hours(24), hours(24)],
    attitude_answer: [hours(48), hours(48), hours(48)],
    survey: [hours(24), hours(24), hours(24)],
    follow_up: [workdays(2), workdays(2), workdays(2)],
  }
  const column = ['high', 'mid', 'low'].indexOf(terms.urgency)
  const row = byUrgency[clock]
  if (row === undefined) throw new Error(`no row ${clock}`)
  const fixed = clock === 'survey' || clock === 'follow_up'
  const span = (terms.severity === 'major' && !fixed ? row[0] : row[column]) ?? row[0]
  return terms.severity === 'urgent' && !fixed ? { ...span, minutes: span.minutes / 2 } : span
}

export function inHold(holds: readonly Hold[], minute: number): Hold | undefined {
  for (const hold of holds) if (hold.from <= minute && minute < hold.to) return hold
  return undefined
}

/** Walks from `start` until the span has run; `null` when a hold that lasts keeps it from running out. */
function walk(start: number, span: Span, holds: readonly Hold[]): number | null {
  let used = 0
  if (span.minutes <= 0) return start
  for (let minute = start; minute < open.length; minute++) {
    const hold = inHold(holds, minute)
    if (hold?.to === forever) return null
    if (hold !== undefined || (span.business && open[minute] !== 1)) continue
    if (used + 1 >= span.minutes) return minute + (span.minutes - used)
    used++
  }
  throw new Error('the oracle’s calendar is too short')
}

/** Minutes of the clock's own hours between two times, fractions at the ends included. */
export function between(from: number, to: number, business: boolean): number {
  if (to < from) return -between(to, from, business)
  if (!business) return to - from
  let sum = 0
  for (let minute = Math.floor(from); minute < to; minute++)
    if (open[minute] === 1) sum += Math.min(minute + 1, to) - Math.max(minute, from)
  return sum
}

export function heldWithin(holds: readonly Hold[], from: number, to: number): number {
  let sum = 0
  for (let minute = from; minute < to; minute++) if (inHold(holds, minute) !== undefined) sum++
  return sum
}

function usedUntil(start: number, now: number, span: Span, holds: readonly Hold[]): number {
  let used = 0
  for (let minute = start; minute < now; minute++)
    if (inHold(holds, minute) === undefined && (!span.business || open[minute] === 1)) used++
  return used
}

export const cut = (holds: readonly Hold[], end: number): readonly Hold[] =>
  holds.map((hold) => (hold.to === forever ? { ...hold, to: Math.max(end, hold.from) } : hold))

export interface Cycle {
  readonly clock: string
  readonly cycle: number
  readonly start: number
  readonly span: Span
  readonly holds: readonly Hold[]
  readonly end?: number
  readonly judged?: boolean
  /** Due time that was given. */
  readonly given?: number
}

export function judge(it: Cycle, now: number): Verdict {
  const { clock, cycle, start, span } = it
  const holds = it.end === undefined ? it.holds : cut(it.holds, it.end)
  const due = it.given !== undefined && span.minutes <= 0 ? it.given : walk(start, span, holds)
  const until = it.end ?? now
  const base = { clock, cycle, start, due, paused: heldWithin(holds, start, until) }
  if (due === null) {
    const left = span.minutes - usedUntil(start, now, span, holds)
    const resumed = walk(now, { ...span, minutes: left }, [])
    return { ...base, state: 'paused', remaining: (resumed ?? now) - now, businessRemaining: left }
  }
  const rest = { remaining: due - until, businessRemaining: between(until, due, span.business) }
  if (it.end !== undefined)
    return { ...base, ...rest, state: until > due ? 'breached' : it.judged === true ? 'met' : 'stopped' }
  const left = span.minutes - usedUntil(start, now, span, holds)
  const near = left <= Math.max(span.minutes * 0.2, 5)
  return { ...base, ...rest, state: now > due ? 'breached' : near ? 'near' : 'running' }
}
