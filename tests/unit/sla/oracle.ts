/** What every clock says, by the words of the requirements; see oracle-time.ts for the walking of minutes. */
import { progress } from './oracle-progress.ts'
import {
  between,
  type Cycle,
  contactTypes,
  cut,
  type Fact,
  holdsOf,
  hours,
  isContact,
  judge,
  known,
  type Span,
  spanOf,
  type Terms,
  termsAfter,
  type Verdict,
} from './oracle-time.ts'

export { type Fact, isOpenMinute, msOf, type Verdict } from './oracle-time.ts'

interface Plain {
  readonly clock: string
  readonly starts: (fact: Fact) => boolean
  readonly stops: (fact: Fact) => boolean
  readonly ends: readonly string[]
  readonly again: boolean
  readonly pausing: boolean
  readonly given?: (fact: Fact) => number | undefined
  /** Only the facts of this subject end it, and those of none. */
  readonly subject?: string
}

/** A clock that is stopped once per cycle: its newest cycle. */
function plain(rule: Plain, facts: readonly Fact[], now: number, name = rule.clock): Verdict[] {
  const holds = rule.pausing ? holdsOf(facts) : []
  let latest: Cycle | null = null
  for (const [index, fact] of facts.entries()) {
    const isOpen: boolean = latest !== null && latest.end === undefined
    const terms = termsAfter(facts, index + 1)
    if (latest !== null && isOpen && rule.stops(fact)) latest = close(latest, terms, fact.minute, true, facts, index)
    else if (latest !== null && isOpen && rule.ends.includes(fact.type) && ofSubject(fact))
      latest = close(latest, terms, fact.minute, false, facts, index)
    const startsNow = rule.starts(fact) && (latest === null || (latest.end !== undefined && rule.again))
    if (startsNow) latest = begin(fact, (latest?.cycle ?? 0) + 1)
  }
  if (latest === null) return []
  if (latest.end === undefined) latest = { ...latest, span: spanFor(latest, termsAfter(facts, facts.length)), holds }
  return [{ ...judge(latest, now), clock: name }]

  function ofSubject(fact: Fact): boolean {
    return rule.subject === undefined || fact.subject === undefined || fact.subject === rule.subject
  }
  function begin(fact: Fact, cycle: number): Cycle {
    const given = rule.given?.(fact)
    const start = fact.minute
    return { clock: rule.clock, cycle, start, span: hours(0), holds: [], ...(given === undefined ? {} : { given }) }
  }
  function spanFor(cycle: Cycle, terms: Terms): Span {
    const { given, start } = cycle
    if (rule.clock === 'promise' || rule.clock === 'step')
      return { minutes: Math.max(0, (given ?? start) - start), business: false }
    const span = spanOf(rule.clock, terms)
    if (given === undefined) return span
    return { ...span, minutes: Math.min(span.minutes, Math.max(0, between(start, given, span.business))) }
  }
  function close(cycle: Cycle, terms: Terms, end: number, judged: boolean, all: readonly Fact[], index: number): Cycle {
    return {
      ...cycle,
      span: spanFor(cycle, terms),
      holds: rule.pausing ? cut(holdsOf(all.slice(0, index + 1)), end) : [],
      end,
      judged,
    }
  }
}

const gone = ['withdrawn', 'merged']
const over = ['closed', ...gone]
const is =
  (...types: readonly string[]) =>
  (fact: Fact): boolean =>
    types.includes(fact.type)

function bySubject(
  facts: readonly Fact[],
  started: string,
  rule: Omit<Plain, 'starts' | 'stops'>,
  stopped: readonly string[],
  all: readonly string[],
  now: number,
): Verdict[] {
  const subjects = [...new Set(facts.filter(({ type }) => type === started).map(({ subject }) => subject))]
  return subjects.flatMap((subject) =>
    plain(
      {
        ...rule,
        starts: (fact) => fact.type === started && fact.subject === subject,
        stops: (fact) => (stopped.includes(fact.type) && fact.subject === subject) || all.includes(fact.type),
        given: (fact) => fact.due,
        ...(subject === undefined ? {} : { subject }),
      },
      facts,
      now,
      `${rule.clock}:${subject}`,
    ),
  )
}

/** What every clock of the case says at `now`: the newest cycle of each. */
export function oracle(allFacts: readonly Fact[], now: number): readonly Verdict[] {
  const facts = known(allFacts, now)
  const problemType = facts
    .map((fact) => fact.problemType)
    .filter((it) => it !== undefined)
    .at(-1)
  const opened = is('opened')
  const single = (
    clock: string,
    starts: Plain['starts'],
    stops: Plain['stops'],
    ends: readonly string[],
    again: boolean,
    pausing: boolean,
  ): Verdict[] => plain({ clock, starts, stops, ends, again, pausing }, facts, now)
  return [
    ...single('ack', opened, (fact) => isContact(fact, contactTypes), over, false, false),
    ...single('resolve', is('opened', 'reopened'), is('resolved'), over, true, true),
    ...bySubject(
      facts,
      'transferred',
      { clock: 'transfer', ends: ['transfer_withdrawn', 'resolved', ...gone], again: true, pausing: true },
      ['answered', 'returned'],
      [],
      now,
    ),
    ...progress(facts, now),
    ...(problemType === 'product_fault'
      ? single('investigate', opened, is('work_started', 'answered', 'resolved'), over, false, true)
      : []),
    ...(problemType === 'service_attitude'
      ? single('attitude_answer', opened, (fact) => isContact(fact, ['informed']), over, false, true)
      : []),
    ...single('survey', is('resolved'), is('survey_sent'), ['reopened', ...gone], true, false),
    ...bySubject(
      facts,
      'promised',
      { clock: 'promise', ends: over, again: true, pausing: false },
      ['promise_kept'],
      ['resolved'],
      now,
    ),
    ...single('follow_up', is('resolved'), is('followed_up'), ['reopened', ...over], true, false),
  ]
}
