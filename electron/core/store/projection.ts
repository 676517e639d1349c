import type { Case } from '../../../shared/case/model.ts'
import type { EpochMs } from '../../../shared/kernel/brand.ts'
import type { WriteDb } from './database.ts'
import type { CaseClock, CaseKernel } from './kernel-port.ts'
import { phoneTokens } from './phone-tokens.ts'
import { searchTextOf } from './search-text.ts'
import type { Vault } from './vault.ts'

/** Sorts behind every real due time: a case without a running clock stands at the end of the list. */
export const noDueMs = 9_000_000_000_000_000

const openStatuses = new Set(['received', 'assessed', 'in_progress', 'resolved', 'informed', 'followed_up', 'on_hold'])
export const isOpen = (theCase: Case): boolean => openStatuses.has(theCase.status)

/** The clock a list shows: the running one that ends first; of a case on hold the paused one that began first. */
export function nearestClock(clocks: readonly CaseClock[]): CaseClock | undefined {
  const alive = clocks.filter((it) => it.state !== 'met' && it.state !== 'stopped' && !isEnded(it))
  const dueOf = (it: CaseClock): number => it.dueAtMs ?? noDueMs
  return alive.reduce<CaseClock | undefined>((best, it) => (best && dueOf(best) <= dueOf(it) ? best : it), undefined)
}

const isEnded = (clock: CaseClock): boolean => 'endedAtMs' in clock && clock.endedAtMs !== undefined

export interface Projected {
  readonly ref: number
  readonly theCase: Case
  /** Events of this case not yet confirmed by the server. */
  readonly pending: number
  /** Confirmed events folded into it. */
  readonly confirmedV: number
}

export interface ProjectionDeps {
  readonly db: WriteDb
  readonly kernel: CaseKernel
  readonly vault: Vault
  readonly phoneKey: () => Uint8Array
}

export interface Projection {
  readonly put: (projected: Projected, nowMs: EpochMs) => void
  readonly read: (ref: number) => Projected | undefined
  readonly remove: (ref: number) => void
}

const rowColumns = [
  'ref',
  'number',
  'official',
  'status',
  'open',
  'kind',
  'urgency',
  'severity',
  'problem_type',
  'channel',
  'team',
  'owner',
  'customer',
  'opened_ms',
  'updated_ms',
  'due_ms',
  'near_ms',
  'clock',
  'pending',
  'repeat',
  'confirmed_v',
  'symptom',
  'name',
  'phone',
] as const
const putRowSql = `INSERT INTO cases (${rowColumns.join(', ')}) VALUES (${rowColumns.map(() => '?').join(', ')})
  ON CONFLICT (ref) DO UPDATE SET ${rowColumns
    .slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`
const putBodySql = `INSERT INTO case_bodies (ref, body, search) VALUES (?, ?, ?)
  ON CONFLICT (ref) DO UPDATE SET body = excluded.body, search = excluded.search`

/** What screens and lists read: rewritten in the same transaction as the events it follows from. */
export function createProjection(deps: ProjectionDeps): Projection {
  const { db } = deps
  return {
    put: (projected, nowMs) => {
      const search = searchTextOf(projected.theCase)
      const before = db.get<{ search: string }>('SELECT search FROM case_bodies WHERE ref = ?', projected.ref)?.search
      putRow(deps, projected, nowMs)
      db.run(putBodySql, projected.ref, JSON.stringify(projected.theCase), search)
      if (before !== search) db.run('INSERT INTO to_index (ref) VALUES (?)', projected.ref)
      putPhones(deps, projected, before === undefined)
    },
    read: (ref) => readProjected(db, ref),
    remove: (ref) => {
      for (const table of ['cases', 'case_bodies', 'phones']) db.run(`DELETE FROM ${table} WHERE ref = ?`, ref)
      db.run('INSERT INTO to_index (ref) VALUES (?)', ref)
    },
  }
}

function putRow({ db, kernel, vault }: ProjectionDeps, projected: Projected, nowMs: EpochMs): void {
  const { ref, theCase: it } = projected
  const clock = isOpen(it) ? nearestClock(kernel.clocks(it, nowMs)) : undefined
  db.run(
    putRowSql,
    ...[ref, it.number.provisional, it.number.official ?? null, it.status, isOpen(it) ? 1 : 0, it.kind],
    ...[it.classification.urgency, it.classification.severity, it.classification.problemType ?? null],
    ...[it.reception.channel, it.team, it.owner ?? null, vault.refOf(it.customerId), it.openedAtMs, it.updatedAtMs],
    ...[clock?.dueAtMs ?? noDueMs, clock?.nearAtMs ?? noDueMs, clock === undefined ? null : clockText(clock)],
    ...[projected.pending, it.repeatOf.length > 0 ? 1 : 0, projected.confirmedV],
    ...[it.issue.symptom?.slice(0, 120) ?? null, it.customer?.name ?? null, it.customer?.phones[0] ?? null],
  )
}

/** What a list row needs of its nearest clock; state and remaining time are worked out when it is read. */
export interface StoredClock {
  readonly clock: string
  readonly subject?: string
  readonly cycle: number
  readonly startedAtMs: EpochMs
  readonly dueAtMs: EpochMs | null
  readonly nearAtMs: EpochMs | null
  readonly targetMs: number
  readonly pausedMs: number
  readonly pauseReason?: string
}

function clockText(it: CaseClock): string {
  const stored: StoredClock = {
    clock: it.clock,
    ...(it.subject === undefined ? {} : { subject: it.subject }),
    cycle: it.cycle,
    startedAtMs: it.startedAtMs,
    dueAtMs: it.dueAtMs,
    nearAtMs: it.nearAtMs,
    targetMs: it.targetMs,
    pausedMs: it.pausedMs,
    ...(it.pauseReason === undefined ? {} : { pauseReason: it.pauseReason }),
  }
  return JSON.stringify(stored)
}

function putPhones({ db, phoneKey }: ProjectionDeps, { ref, theCase }: Projected, isNew: boolean): void {
  if (!isNew) db.run('DELETE FROM phones WHERE ref = ?', ref)
  const tokens = phoneTokens(phoneKey(), theCase.customer?.phones ?? [])
  for (const token of tokens) db.run('INSERT OR IGNORE INTO phones (token, ref) VALUES (?, ?)', token, ref)
}

function readProjected(db: WriteDb, ref: number): Projected | undefined {
  const row = db.get<{ body: string; pending: number; confirmed_v: number }>(
    'SELECT body, pending, confirmed_v FROM case_bodies JOIN cases USING (ref) WHERE ref = ?',
    ref,
  )
  if (row === undefined) return undefined
  return { ref, theCase: JSON.parse(row.body) as Case, pending: row.pending, confirmedV: row.confirmed_v }
}
