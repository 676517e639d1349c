import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { Database, Notice, Sql } from '../../../server/db/database.ts'
import { migrate, schemaHash } from '../../../server/db/migrate.ts'
import type { Param, Statement } from '../../../server/db/statement.ts'
import { createRunner } from './prepared.ts'

const byteaOid = 17
const int8Oid = 20

/** One real PGlite in memory, kept for all seeds of a process; what is in it belongs to one seed. */
export interface Engine {
  readonly rows: <Row>(text: string, values?: readonly Param[]) => Promise<Row[]>
  /** Forgets everything: the next seed begins. */
  readonly empty: () => Promise<void>
  /** A backup of everything, and going back to it. */
  readonly save: () => Promise<void>
  readonly restore: () => Promise<void>
  readonly close: () => Promise<void>
}

const types = {
  serializers: { [byteaOid]: (value: unknown) => value as string },
  parsers: { [byteaOid]: (text: string) => Buffer.from(text.slice(2), 'hex'), [int8Oid]: Number },
}

async function makePg(): Promise<PGlite> {
  const pg = await PGlite.create(types)
  await migrate((script) =>
    pg.transaction((tx) =>
      script(async (text) => {
        const results = await tx.exec(text)
        return results.at(-1)?.rows ?? []
      }),
    ),
  )
  return pg
}

/** Making a database takes seconds, loading one a fraction: it is made once per schema and kept. */
async function openPg(): Promise<PGlite> {
  const kept = join(tmpdir(), `redress-sim-${schemaHash()}.tar`)
  if (!existsSync(kept)) {
    const pg = await makePg()
    const beside = `${kept}.${process.pid}`
    writeFileSync(beside, await (await pg.dumpDataDir('none')).bytes())
    renameSync(beside, kept)
    await pg.close()
  }
  return PGlite.create({
    ...types,
    loadDataDir: new File([readFileSync(kept)], 'pg.tar', { type: 'application/x-tar' }),
  })
}

/** Deleted rows are swept out after this many seeds. */
const vacuumEvery = 40

/** Tables that were empty when a statement was planned are read whole ever after: here they are looked up in, as in a grown database. */
const plans = `SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan`

export async function openEngine(): Promise<Engine> {
  const pg = await openPg()
  await pg.exec(plans)
  const found = await pg.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'schema_versions'`,
  )
  const tables = found.rows.map((row) => row.name)
  let emptied = 0
  const run = createRunner(pg)
  // DELETE of few rows takes a tenth of TRUNCATE, which makes every file of every table anew.
  const empty = (schema: string) => tables.map((name) => `DELETE FROM ${schema}.${name}`)
  const copy = (from: string, to: string) =>
    tables.map((name) => `INSERT INTO ${to}.${name} SELECT * FROM ${from}.${name}`)
  await pg.exec(
    ['CREATE SCHEMA saved', ...tables.map((name) => `CREATE TABLE saved.${name} (LIKE public.${name})`)].join(';'),
  )
  return {
    close: () => pg.close(),
    rows: async <Row>(text: string, values: readonly Param[] = []) => run<Row>(text, values),
    empty: async () => {
      emptied += 1
      await pg.exec(empty('public').join(';'))
      if (emptied % vacuumEvery === 0) await pg.exec('VACUUM')
    },
    save: async () => {
      await pg.exec(['BEGIN', ...empty('saved'), ...copy('public', 'saved'), 'COMMIT'].join(';'))
    },
    restore: async () => {
      await pg.exec(['BEGIN', ...empty('public'), ...copy('saved', 'public'), 'COMMIT'].join(';'))
    },
  }
}

/** One at a time, in order of asking: PGlite is a single connection. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => undefined) // whoever asked is told; the next one is not held up
    return next
  }
}

/** Where a server process dies inside its next write. */
export type Blow = 'before_commit' | 'after_commit'

export class ServerKilledError extends Error {}

/** The database of one server process. */
export interface ProcessDatabase extends Database {
  readonly strike: (blow: Blow) => void
  /** The process is gone: it hears nothing more. */
  readonly leave: () => void
}

/** What all processes of the server share. */
export interface Hub {
  readonly open: () => ProcessDatabase
  /** Notices of this many commits are lost. */
  readonly loseNotices: (count: number) => void
}

interface Shared {
  readonly engine: Engine
  readonly inTurn: ReturnType<typeof createTurns>
  readonly listeners: Set<(notice: Notice) => void>
  lost: number
}

/**
 * The server's database port over the engine. Statements, transactions and their order are the real ones; only the journal
 * is left out (it has its own tests, with real kills).
 */
export function createHub(engine: Engine): Hub {
  const shared: Shared = { engine, inTurn: createTurns(), listeners: new Set(), lost: 0 }
  return {
    open: () => openDatabase(shared),
    loseNotices: (count) => {
      shared.lost = count
    },
  }
}

function sqlFor({ engine }: Shared, mayWrite: boolean): Sql {
  return {
    rows: async <Row>(statement: Statement<Row>, values: readonly Param[]) => {
      if (statement.writes && !mayWrite) throw new Error(`${statement.name} writes inside a read`)
      return engine.rows<Row>(statement.text, values)
    },
  }
}

async function writeOnce<T>(shared: Shared, work: (sql: Sql) => Promise<T>, blow: Blow | null): Promise<T> {
  const { engine } = shared
  await engine.rows('BEGIN')
  let isOpen = true
  try {
    const value = await work(sqlFor(shared, true))
    if (blow === 'before_commit') throw new ServerKilledError('killed before the commit')
    await engine.rows('COMMIT')
    isOpen = false
    if (blow === 'after_commit') throw new ServerKilledError('killed after the commit')
    return value
  } catch (error) {
    if (isOpen) await engine.rows('ROLLBACK')
    throw error
  }
}

function openDatabase(shared: Shared): ProcessDatabase {
  const own = new Set<(notice: Notice) => void>()
  let blow: Blow | null = null
  return {
    kind: 'pglite',
    durable: 'journal',
    read: (_org, work) => shared.inTurn(() => work(sqlFor(shared, false))),
    write: (_org, work) =>
      shared.inTurn(() => {
        const mine = blow
        blow = null
        return writeOnce(shared, work, mine)
      }),
    tell: async (notice) => {
      shared.lost -= 1
      if (shared.lost >= 0) return
      for (const listener of [...shared.listeners]) listener(notice)
    },
    onTold: (listener) => {
      own.add(listener)
      shared.listeners.add(listener)
      return () => void shared.listeners.delete(listener)
    },
    ping: async () => {
      await shared.engine.rows('SELECT 1')
    },
    close: async () => undefined,
    strike: (kind) => {
      blow = kind
    },
    leave: () => {
      for (const listener of own) shared.listeners.delete(listener)
    },
  }
}
