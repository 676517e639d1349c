import {
  between,
  type Cycle,
  cut,
  days,
  type Fact,
  forever,
  type Hold,
  heldWithin,
  holdsOf,
  hours,
  inHold,
  isContact,
  judge,
  spanOf,
  type Terms,
  termsAfter,
  type Verdict,
  worksOn,
} from './oracle-time.ts'

/** One cycle of the progress clock: a span, or the 17:00 of a day. */
interface Update {
  readonly cycle: Cycle
  readonly fiveOclock?: number
}

/** Where the telling of the customer stands: since when, whether and on which day the customer was told. */
interface Telling {
  readonly start: number
  readonly told: boolean
  readonly toldDay: number
}

const minuteOfFive = 17 * 60
const dayOf = (minute: number): number => Math.floor(minute / 1440)
const begin = (start: number): Telling => ({ start, told: false, toldDay: -1 })
const told = (start: number): Telling => ({ start, told: true, toldDay: dayOf(start) })

/** SLA-4, by its own words: every two hours; by 17:00 of each working day; once at 80 % of the resolve target. */
export function progress(facts: readonly Fact[], now: number): Verdict[] {
  let telling: Telling | null = null
  let running = false
  let count = 0
  let last: Update | null = null
  for (const [index, fact] of facts.entries()) {
    const contact = isContact(fact, ['progress', 'communicated', 'informed'])
    const ends = ['resolved', 'closed', 'withdrawn', 'merged'].includes(fact.type)
    if (telling !== null && running && (contact || ends)) {
      const holds = cut(holdsOf(facts.slice(0, index + 1)), fact.minute)
      for (const update of settle(telling, termsAfter(facts, index + 1), holds, fact.minute, contact)) {
        count++
        last = { ...update, cycle: { ...update.cycle, cycle: count, end: fact.minute, judged: contact } }
      }
      running = contact
      telling = told(fact.minute)
    }
    if (running || !(fact.type === 'reopened' || (fact.type === 'opened' && telling === null))) continue
    telling = begin(fact.minute)
    running = true
  }
  if (telling === null) return []
  const current = running ? next(telling, termsAfter(facts, facts.length), holdsOf(facts)) : null
  const shown = current === null ? last : { ...current, cycle: { ...current.cycle, cycle: count + 1 } }
  if (shown === null) return []
  return [shown.fiveOclock === undefined ? judge(shown.cycle, now) : judgeDay(telling, shown, now)]
}

function kind(terms: Terms): 'every' | 'daily' | 'once' {
  if (terms.severity === 'major' || terms.urgency === 'high') return 'every'
  return terms.urgency === 'mid' ? 'daily' : 'once'
}

function next(telling: Telling, terms: Terms, holds: readonly Hold[]): Update | null {
  const { start } = telling
  if (kind(terms) === 'once' && telling.told) return null
  if (kind(terms) !== 'daily')
    return { cycle: { clock: 'progress', cycle: 0, start, span: spanOf('progress', terms), holds } }
  const fiveOclock = fives(telling, holds, 1)[0] ?? forever
  return { cycle: { clock: 'progress', cycle: 0, start, span: hours(0), holds }, fiveOclock }
}

/** The coming 17:00s: of working days, an hour after the start, after the day already told, not on hold. */
function fives({ start, toldDay }: Telling, holds: readonly Hold[], most: number): readonly number[] {
  const found: number[] = []
  for (let day = 0; day < days && found.length < most; day++) {
    const minute = day * 1440 + minuteOfFive
    if (worksOn[day] !== true || day <= toldDay || minute < start + (toldDay < 0 ? 60 : 0)) continue
    const hold = inHold(holds, minute)
    if (hold?.to === forever) break
    if (hold === undefined) found.push(minute)
  }
  return found
}

function settle(
  telling: Telling,
  terms: Terms,
  holds: readonly Hold[],
  minute: number,
  contact: boolean,
): readonly Update[] {
  const first = next(telling, terms, holds)
  if (first === null || kind(terms) !== 'daily') return first === null ? [] : [first]
  const all = fives(telling, holds, 99)
  const missed = all.filter((five) => five < minute)
  const coming = all[missed.length]
  const settled = coming !== undefined && (!contact || dayOf(coming) === dayOf(minute)) ? [...missed, coming] : missed
  return settled.map((five, i) => ({
    cycle: { ...first.cycle, start: settled[i - 1] ?? telling.start },
    fiveOclock: five,
  }))
}

function judgeDay(telling: Telling, { cycle, fiveOclock = forever }: Update, at: number): Verdict {
  const until = cycle.end ?? at
  const paused = heldWithin(cycle.holds, cycle.start, until)
  const base = { clock: 'progress', cycle: cycle.cycle, start: cycle.start, paused }
  if (fiveOclock === forever) {
    const from = cycle.holds.find(({ to }) => to === forever)?.from ?? at
    const resumed = fives(telling, cut(cycle.holds, Math.max(at, from)), 1)[0] ?? at
    const rest = { remaining: resumed - at, businessRemaining: between(at, resumed, true) }
    return { ...base, ...rest, due: null, state: 'paused' }
  }
  const rest = { due: fiveOclock, remaining: fiveOclock - until, businessRemaining: between(until, fiveOclock, true) }
  if (cycle.end !== undefined)
    return { ...base, ...rest, state: until > fiveOclock ? 'breached' : cycle.judged === true ? 'met' : 'stopped' }
  const near = between(at, fiveOclock, true) <= Math.max(0.2 * between(cycle.start, fiveOclock, true), 5)
  return { ...base, ...rest, state: at > fiveOclock ? 'breached' : near ? 'near' : 'running' }
}
