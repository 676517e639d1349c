import type { ReadDb, WriteDb } from './database.ts'
import { bound, looseCases, looseMoves, type Moves } from './loose-rows.ts'

/** The queues whose sizes are kept, exactly, with every save. */
export type View = 'all' | 'open' | 'mine' | 'near' | 'breached' | 'on_hold' | 'unassigned'

/** What decides in which queues a case stands. */
export interface Standing {
  readonly seen: number
  readonly open: number
  readonly status: string
  readonly owner: string | null
  readonly late: number
}

/** The counters of one set of scopes, in the order of `sharesOf`; `mine` is kept by owner. */
const columns = ['all', 'open', 'unassigned', 'on_hold', 'near', 'breached'] as const

/** 1 for every queue the case stands in, 0 for the others. */
function sharesOf({ open, owner, status, late }: Standing): readonly number[] {
  if (open !== 1) return closedShares
  return [1, 1, owner === null ? 1 : 0, status === 'on_hold' ? 1 : 0, late === 1 ? 1 : 0, late === 2 ? 1 : 0]
}
const closedShares = [1, 0, 0, 0, 0, 0]
const noShares: readonly number[] = [0, 0, 0, 0, 0, 0]

const named = columns.map((column) => `"${column}"`)
const addSql = `INSERT INTO counts (seen, ${named.join(', ')}) VALUES (?${', ?'.repeat(columns.length)})
  ON CONFLICT (seen) DO UPDATE SET ${named.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`
const ownSql = `INSERT INTO owned (owner, seen, n) VALUES (?, ?, ?)
  ON CONFLICT (owner, seen) DO UPDATE SET n = n + excluded.n`

/** Gathers what the cases of one transaction move between the queues, and writes it once, before the commit. */
export interface Counters {
  /** A case leaves the queues it stood in for those it stands in now; `null` = not there (yet, or any more). */
  readonly move: (before: Standing | null, after: Standing | null) => void
  /** What moved earlier and was not written then. */
  readonly add: (moves: Moves) => void
  /** What is gathered and not written. */
  readonly moves: () => Moves
  /** Inside the transaction, last. */
  readonly write: () => void
  readonly forget: () => void
}

const ownerOf = (it: Standing | null): string | null => (it?.open === 1 ? it.owner : null)
const separator = '\u001f'

export function createCounters(db: WriteDb): Counters {
  const shares = new Map<number, number[]>()
  const owned = new Map<string, number>()
  const addShares = (seen: number, by: readonly number[], sign: 1 | -1): void => {
    const sum = shares.get(seen) ?? noShares.slice()
    for (let i = 0; i < by.length; i++) sum[i] = (sum[i] ?? 0) + sign * (by[i] ?? 0)
    shares.set(seen, sum)
  }
  const addOwned = (name: string, by: number): void => void owned.set(name, (owned.get(name) ?? 0) + by)
  const add = (it: Standing | null, sign: 1 | -1): void => {
    if (it === null) return
    addShares(it.seen, sharesOf(it), sign)
    const owner = ownerOf(it)
    if (owner !== null) addOwned(`${it.seen}${separator}${owner}`, sign)
  }
  const forget = (): void => {
    shares.clear()
    owned.clear()
  }
  return {
    move: (before, after) => {
      add(before, -1)
      add(after, 1)
    },
    add: (moves) => {
      for (const [seen, by] of moves.shares) addShares(seen, by, 1)
      for (const [name, by] of moves.owned) addOwned(name, by)
    },
    moves: () => ({
      shares: [...shares].filter(([, by]) => by.some((value) => value !== 0)),
      owned: [...owned].filter(([, by]) => by !== 0),
    }),
    write: () => {
      for (const [seen, by] of shares) if (by.some((value) => value !== 0)) db.run(addSql, seen, ...by)
      for (const [name, by] of owned) if (by !== 0) writeOwned(db, name, by)
      forget()
    },
    forget,
  }
}

function writeOwned(db: WriteDb, name: string, by: number): void {
  const { seen, owner } = ownedOf(name)
  db.run(ownSql, owner, seen, by)
}

function ownedOf(name: string): { readonly seen: number; readonly owner: string } {
  const at = name.indexOf(separator)
  return { seen: Number(name.slice(0, at)), owner: name.slice(at + 1) }
}

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
  for (const row of db.all<Record<Exclude<View, 'mine'>, number> & { seen: number }>('SELECT * FROM counts'))
    if (visible.has(row.seen)) for (const column of columns) counts[column] += row[column]
  for (const row of db.all<{ seen: number; n: number }>('SELECT seen, n FROM owned WHERE owner = ?', query.actor))
    if (visible.has(row.seen)) counts.mine += row.n
  for (const moves of looseMoves(db)) addLoose(counts, moves, visible, query.actor)
  for (const late of lateSince(db, query.nowMs)) {
    if (!visible.has(late.seen)) continue
    if (late.before > 0) counts[late.before === 1 ? 'near' : 'breached'] -= 1
    if (late.after > 0) counts[late.after === 1 ? 'near' : 'breached'] += 1
  }
  return counts
}

/** What was saved a moment ago and is not in the counters yet. */
function addLoose(counts: Record<View, number>, moves: Moves, visible: ReadonlySet<number>, actor: string): void {
  for (const [seen, by] of moves.shares)
    if (visible.has(seen)) for (const [i, column] of columns.entries()) counts[column] += by[i] ?? 0
  for (const [name, by] of moves.owned) {
    const { seen, owner } = ownedOf(name)
    if (owner === actor && visible.has(seen)) counts.mine += by
  }
}

function lateSince(db: ReadDb, nowMs: number): { seen: number; before: number; after: number }[] {
  const columns = 'seen, late, near_ms, due_ms'
  const sql = `SELECT ${columns} FROM cases WHERE open = 1 AND wake_ms <= ? AND ${bound} UNION ALL
    SELECT ${columns} FROM ${looseCases(`${columns}, open, wake_ms`)} WHERE open = 1 AND wake_ms <= ?`
  const rows = db.all<{ seen: number; late: number; near_ms: number; due_ms: number }>(sql, nowMs, nowMs)
  return rows.map((row) => ({
    seen: row.seen,
    before: row.late,
    after: row.due_ms < nowMs ? 2 : row.near_ms <= nowMs ? 1 : 0,
  }))
}
