import type { ReadDb, WriteDb } from './database.ts'

/** The queues whose sizes are kept, exactly, with every save. */
export const countedViews = ['all', 'open', 'mine', 'near', 'breached', 'on_hold', 'unassigned'] as const
export type View = (typeof countedViews)[number]

/** What decides in which queues a case stands. */
export interface Standing {
  readonly seen: number
  readonly open: number
  readonly status: string
  readonly owner: string | null
  readonly late: number
}

const separator = '\u001f'

/** Names of the counters a case counts in: view, who sees it, and for `mine` whose it is. */
function queuesOf(it: Standing): string[] {
  const of = (view: View): string => [view, it.seen].join(separator)
  const queues = [of('all')]
  if (it.open !== 1) return queues
  queues.push(of('open'))
  if (it.owner === null) queues.push(of('unassigned'))
  else queues.push([of('mine'), it.owner].join(separator))
  if (it.status === 'on_hold') queues.push(of('on_hold'))
  if (it.late === 1) queues.push(of('near'))
  if (it.late === 2) queues.push(of('breached'))
  return queues
}

/** Moves a case from the queues it stood in to those it stands in now; `null` = not there (yet, or any more). */
export function moveCounts(db: WriteDb, before: Standing | null, after: Standing | null): void {
  const old = before === null ? [] : queuesOf(before)
  const fresh = after === null ? [] : queuesOf(after)
  for (const queue of old) if (!fresh.includes(queue)) add(db, queue, -1)
  for (const queue of fresh) if (!old.includes(queue)) add(db, queue, 1)
}

const add = (db: WriteDb, queue: string, by: number): number =>
  db.run('INSERT INTO counts (queue, n) VALUES (?, ?) ON CONFLICT (queue) DO UPDATE SET n = n + excluded.n', queue, by)

export interface CountQuery {
  /** What the session may see; `null` = everything held here. */
  readonly scopes: readonly string[] | null
  /** Whose cases `mine` counts. */
  readonly actor: string
  readonly nowMs: number
}

/** Numbers of the sets of scopes that let this session see a case. */
export function visibleSets(db: ReadDb, scopes: readonly string[] | null): ReadonlySet<number> {
  const mine = scopes === null ? null : new Set(scopes)
  const sets = db.all<{ ref: number; scopes: string }>('SELECT ref, scopes FROM seen')
  const visible = sets.filter((it) => mine === null || it.scopes.split(' ').some((scope) => mine.has(scope)))
  return new Set(visible.map((it) => it.ref))
}

/**
 * Exact sizes of all queues: the kept counters, corrected by the cases whose clock came near or ran out since the counters
 * were last brought up to date (seconds ago while the console runs).
 */
export function countViews(db: ReadDb, query: CountQuery): Record<View, number> {
  const visible = visibleSets(db, query.scopes)
  const counts: Record<View, number> = { all: 0, open: 0, mine: 0, near: 0, breached: 0, on_hold: 0, unassigned: 0 }
  for (const { queue, n } of db.all<{ queue: string; n: number }>('SELECT queue, n FROM counts')) {
    const [view, seen, owner] = queue.split(separator)
    if (visible.has(Number(seen)) && (owner === undefined || owner === query.actor)) counts[view as View] += n
  }
  for (const late of lateSince(db, query.nowMs)) {
    if (!visible.has(late.seen)) continue
    if (late.before > 0) counts[late.before === 1 ? 'near' : 'breached'] -= 1
    if (late.after > 0) counts[late.after === 1 ? 'near' : 'breached'] += 1
  }
  return counts
}

function lateSince(db: ReadDb, nowMs: number): { seen: number; before: number; after: number }[] {
  const sql = 'SELECT seen, late, near_ms, due_ms FROM cases WHERE open = 1 AND wake_ms <= ?'
  const rows = db.all<{ seen: number; late: number; near_ms: number; due_ms: number }>(sql, nowMs)
  return rows.map((row) => ({
    seen: row.seen,
    before: row.late,
    after: row.due_ms < nowMs ? 2 : row.near_ms <= nowMs ? 1 : 0,
  }))
}
