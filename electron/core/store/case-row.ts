import type { Case } from '../../../shared/case/model.ts'
import { scopesOf } from '../../../shared/case/scopes.ts'
import type { EpochMs } from '../../../shared/kernel/brand.ts'
import type { Clock } from '../../../shared/sla/clock.ts'
import { nearestClock } from '../../../shared/sla/view.ts'
import { idBytes } from './bytes.ts'
import type { SqlValue } from './database.ts'
import { frontBits } from './front-rows.ts'

/** Sorts behind every real due time: a case without a running clock stands at the end of the list. */
export const noDueMs = 9_000_000_000_000_000
/** Characters of the symptom a list row shows. */
const symptomShown = 64

const openStatuses = new Set(['received', 'assessed', 'in_progress', 'resolved', 'informed', 'followed_up', 'on_hold'])
const isOpen = (theCase: Case): boolean => openStatuses.has(theCase.status)

/** What a list row needs of its nearest clock; state and remaining time are worked out when it is read. */
export interface StoredClock {
  readonly clock: string
  readonly source: string
  readonly subject?: string
  readonly cycle: number
  readonly startedAtMs: EpochMs
  readonly dueAtMs: EpochMs | null
  readonly nearAtMs: EpochMs | null
  /** What is left of a paused clock, ms of its own hours; 0 while it runs. */
  readonly remainingMs: number
  readonly targetMs: number
  readonly pausedMs: number
  readonly pauseReason?: string
}

/** Columns of `cases` that follow from the case, all but its two names. */
export const rowColumns = [
  ...['number', 'official', 'status', 'open', 'kind', 'urgency', 'severity', 'problem_type', 'channel', 'team', 'seen'],
  ...['owner', 'customer', 'opened_ms', 'updated_ms', 'due_ms', 'near_ms', 'wake_ms', 'late', 'clock', 'pending'],
  ...['events', 'confirmed_v', 'repeat', 'front', 'symptom', 'name', 'phone'],
] as const

/** One row of `cases`, by column. */
export type CaseRowValues = { readonly [column: string]: SqlValue }

/** How late the nearest clock was when stored: in time, near, past due. */
const lateness = (nearMs: number, dueMs: number, nowMs: EpochMs): 0 | 1 | 2 =>
  dueMs < nowMs ? 2 : nearMs <= nowMs ? 1 : 0

export interface RowFacts {
  readonly theCase: Case
  readonly pending: number
  readonly events: number
  readonly confirmedV: number
  readonly clocks: readonly Clock[]
  /** Number of the set of scopes that see the case. */
  readonly seen: number
}

export function caseRowOf(facts: RowFacts, nowMs: EpochMs): CaseRowValues {
  const { theCase: it, clocks } = facts
  const open = isOpen(it)
  const clock = open ? nearestClock(clocks) : undefined
  const dueMs = clock?.dueAtMs ?? noDueMs
  const nearMs = clock?.nearAtMs ?? noDueMs
  return {
    number: it.number.provisional,
    official: it.number.official ?? null,
    status: it.status,
    open: open ? 1 : 0,
    kind: it.kind,
    urgency: it.classification.urgency,
    severity: it.classification.severity,
    problem_type: it.classification.problemType ?? null,
    channel: it.reception.channel,
    team: it.team,
    seen: facts.seen,
    owner: it.owner ?? null,
    customer: it.customerId === '' ? null : idBytes(it.customerId),
    opened_ms: it.openedAtMs,
    updated_ms: it.updatedAtMs,
    due_ms: dueMs,
    near_ms: nearMs,
    wake_ms: open ? wakeAfter(clocks, nowMs) : noDueMs,
    late: open ? lateness(nearMs, dueMs, nowMs) : 0,
    clock: clock === undefined ? null : clockText(clock),
    pending: facts.pending,
    events: facts.events,
    confirmed_v: facts.confirmedV,
    repeat: it.repeatOf.length > 0 ? 1 : 0,
    front: frontBits(it),
    symptom: it.issue.symptom?.slice(0, symptomShown) ?? null,
    name: it.customer?.name ?? null,
    phone: it.customer?.phones[0] ?? null,
  }
}

/** Who may see the case, as the text of its set of scopes. */
export const seenText = (theCase: Case): string =>
  theCase.assists.length === 0 && theCase.escalations.length === 0
    ? `team:${theCase.team}`
    : [...scopesOf(theCase)].sort().join(' ')

/** When the next clock of the case comes near, due, or to a step of its ladder: then somebody has to look again. */
function wakeAfter(clocks: readonly Clock[], nowMs: EpochMs): number {
  let wake = noDueMs
  for (const clock of clocks) {
    if (clock.endedAtMs !== undefined || !clock.current) continue
    for (const at of [clock.nearAtMs, clock.dueAtMs, ...clock.ladder.map((step) => step.atMs)])
      if (at !== null && at >= nowMs && at < wake) wake = at
  }
  // A due time is past only when the clock stands after it.
  return wake === noDueMs ? wake : wake + 1
}

/** As a list: ten names a row would cost more than what they name. */
export function clockText(it: Clock): string {
  const { clock, source, cycle, startedAtMs, dueAtMs, nearAtMs, leftMs, targetMs, pausedMs, pauseReason, subject } = it
  const due = dueAtMs === null ? null : dueAtMs - startedAtMs
  const near = nearAtMs === null ? null : nearAtMs - startedAtMs
  const always = [clock, source, cycle, startedAtMs, due, near, leftMs ?? 0, targetMs, pausedMs]
  const rest = subject !== undefined ? [pauseReason ?? null, subject] : pauseReason !== undefined ? [pauseReason] : []
  return JSON.stringify([...always, ...rest])
}

type Packed = readonly [
  ...[string, string, number, number, number | null, number | null, number, number, number],
  ...[string | null | undefined, string | undefined],
]

/** The clock of a row as it was stored. */
export function storedClock(text: string): StoredClock {
  const [clock, source, cycle, startedAtMs, due, near, remainingMs, targetMs, pausedMs, pauseReason, subject] =
    JSON.parse(text) as Packed
  return {
    ...{ clock, source, cycle, startedAtMs, remainingMs, targetMs, pausedMs },
    dueAtMs: due === null ? null : startedAtMs + due,
    nearAtMs: near === null ? null : startedAtMs + near,
    ...(typeof pauseReason === 'string' ? { pauseReason } : {}),
    ...(subject === undefined ? {} : { subject }),
  }
}
