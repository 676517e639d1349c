// The global one is looked up by a getter at each use: in front of every statement that is a tenth of its time.
import { performance } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { StoreFaultError, storeFault, tagged } from './fault.ts'

declare const readMark: unique symbol
declare const writeMark: unique symbol

export type SqlValue = string | number | Uint8Array | null

/** What may look: statements that change something do not prepare here, and `run` does not exist on this type. */
export interface ReadDb {
  readonly [readMark]: true
  readonly get: <Row>(sql: string, ...values: SqlValue[]) => Row | undefined
  readonly all: <Row>(sql: string, ...values: SqlValue[]) => Row[]
  readonly each: <Row>(sql: string, ...values: SqlValue[]) => IterableIterator<Row>
}

/** The one writer. A function that takes `ReadDb` can be handed this one and still cannot write with it. */
export interface WriteDb extends ReadDb {
  readonly [writeMark]: true
  /** Runs a changing statement; returns the number of changed rows. */
  readonly run: (sql: string, ...values: SqlValue[]) => number
  /** Everything inside is committed together and durable when it returns, or nothing is. */
  readonly transaction: <T>(work: () => T) => T
  readonly exec: (sql: string) => void
}

export type Cipher = 'aegis' | 'chacha20' | 'sqlcipher' | 'none'

export interface SlowQuery {
  readonly sql: string
  readonly tookMs: number
  readonly plan: readonly string[]
}

export interface DatabaseOptions {
  readonly file: string
  readonly key: Uint8Array
  readonly mode: 'write' | 'read'
  readonly cacheKiB: number
  readonly cipher?: Cipher
  readonly pageBytes?: number
  readonly synchronous?: 'FULL' | 'NORMAL'
  /** Pages in the log before the writer itself copies them back; 0 = another connection does it. */
  readonly autoCheckpointPages?: number
  readonly onSlow?: (query: SlowQuery) => void
  /** A statement met a page that is not what was written. */
  readonly onDamaged?: (found: { readonly sql: string; readonly code: string }) => void
}

export interface OpenDatabase {
  readonly read: ReadDb
  readonly write: WriteDb
  /** For statements a wrapper cannot carry: attach, vacuum, checkpoints. */
  readonly raw: Database.Database
  /** What is read inside is of one moment, whatever the writer does meanwhile. */
  readonly atOneMoment: <T>(work: () => T) => T
  readonly close: () => void
}

/** Chosen by measurement: docs/decisions/0005-store-cipher.md. */
const storeCipher: Cipher = 'aegis'
const storePageBytes = 4096
/** A statement slower than this is logged with its plan. Source: issue C. */
export const slowMs = 40

const synchronousLevels = { NORMAL: 1, FULL: 2 } as const

/** Key as SQL text: the raw key itself, so that opening costs no key derivation. */
export const rawKeySql = (key: Uint8Array): string => `raw:${Buffer.from(key).toString('hex')}`

function pragma(db: Database.Database, name: string, value: string | number): void {
  db.pragma(`${name}=${value}`)
}

/** Drivers have been seen to reset FULL to NORMAL silently: what was asked for is read back. Source: sync.md. */
function demand(db: Database.Database, name: string, value: string | number): void {
  const found = db.pragma(name, { simple: true })
  if (String(found).toLowerCase() !== String(value).toLowerCase())
    throw new Error(`store: pragma ${name} is ${String(found)}, ${value} was asked for`)
}

function unlock(db: Database.Database, options: DatabaseOptions): void {
  const cipher = options.cipher ?? storeCipher
  if (cipher === 'none') return
  pragma(db, 'cipher', `'${cipher}'`)
  pragma(db, 'key', `'${rawKeySql(options.key)}'`)
}

function configure(db: Database.Database, options: DatabaseOptions): void {
  unlock(db, options)
  const isWriter = options.mode === 'write'
  if (isWriter) pragma(db, 'page_size', options.pageBytes ?? storePageBytes)
  // A file under another key shows itself here, before anything is believed.
  db.prepare('SELECT count(*) FROM sqlite_schema').get()
  const synchronous = options.synchronous ?? 'FULL'
  const settings: [string, string | number, string | number][] = [
    ['journal_mode', 'WAL', 'wal'],
    ['synchronous', synchronous, synchronousLevels[synchronous]],
    ['foreign_keys', 'ON', 1],
    ['temp_store', 'MEMORY', 2], // temporary files would be plain text
    ['mmap_size', 0, 0],
    ['cache_size', -options.cacheKiB, -options.cacheKiB],
    ['busy_timeout', 5000, 5000],
    ['trusted_schema', 'OFF', 0],
    ['wal_autocheckpoint', options.autoCheckpointPages ?? 1000, options.autoCheckpointPages ?? 1000],
  ]
  for (const [name, value, expected] of isWriter ? settings : settings.slice(2)) {
    pragma(db, name, value)
    demand(db, name, expected)
  }
  if (!isWriter) pragma(db, 'query_only', 'ON')
}

/** Opens one connection with every setting read back. Throws `StoreFaultError` for weather (full, locked, damaged …). */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const db = storeFault(() => {
    const opened = new Database(options.file, { readonly: options.mode === 'read' })
    try {
      configure(opened, options)
    } catch (error) {
      opened.close()
      throw error
    }
    return opened
  })
  const write = wrap(db, options)
  return { read: write, write, raw: db, atOneMoment: atOneMoment(db), close: () => void db.close() }
}

function atOneMoment(db: Database.Database): OpenDatabase['atOneMoment'] {
  const begin = db.prepare('BEGIN')
  const end = db.prepare('COMMIT')
  return (work) => {
    begin.run()
    try {
      return work()
    } finally {
      end.run()
    }
  }
}

type Told = Pick<DatabaseOptions, 'onSlow' | 'onDamaged'>

/** What is told of a statement that took long or failed. */
function tellerOf(db: Database.Database, { onSlow, onDamaged }: Told) {
  return {
    late: (sql: string, startedMs: number): void => {
      const tookMs = performance.now() - startedMs
      if (tookMs > slowMs && onSlow) onSlow({ sql, tookMs, plan: planOf(db, sql) })
    },
    failed: (sql: string, error: unknown): unknown => {
      const it = sinceOpened(tagged(error))
      if (it instanceof StoreFaultError && it.tag === 'store.damaged') onDamaged?.({ sql, code: it.code })
      return it
    },
  }
}

type Statements = (sql: string, mayWrite: boolean) => Database.Statement

/** Every statement is prepared once. */
function statementsOf(db: Database.Database): Statements {
  const prepared = new Map<string, Database.Statement>()
  return (sql, mayWrite) => {
    const known = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, known)
    if (!mayWrite && !known.readonly) throw new Error('store: a read was handed a statement that writes')
    return known
  }
}

function wrap(db: Database.Database, told: Told): WriteDb {
  const { late, failed } = tellerOf(db, told)
  const statement = statementsOf(db)
  // One try each, no closures: this is the inner loop of every save.
  const handle = {
    get: (sql: string, ...values: SqlValue[]) => {
      const startedMs = performance.now()
      try {
        return statement(sql, false).get(...values)
      } catch (error) {
        throw failed(sql, error)
      } finally {
        late(sql, startedMs)
      }
    },
    all: (sql: string, ...values: SqlValue[]) => {
      const startedMs = performance.now()
      try {
        return statement(sql, false).all(...values)
      } catch (error) {
        throw failed(sql, error)
      } finally {
        late(sql, startedMs)
      }
    },
    *each(sql: string, ...values: SqlValue[]) {
      try {
        yield* statement(sql, false).iterate(...values)
      } catch (error) {
        throw failed(sql, error)
      }
    },
    run: (sql: string, ...values: SqlValue[]) => {
      const startedMs = performance.now()
      try {
        return statement(sql, true).run(...values).changes
      } catch (error) {
        throw failed(sql, error)
      } finally {
        late(sql, startedMs)
      }
    },
    exec: (sql: string) => {
      try {
        db.exec(sql)
      } catch (error) {
        throw failed(sql, error)
      }
    },
    transaction: <T>(work: () => T): T => {
      try {
        return inTransaction(statement, db, work)
      } catch (error) {
        throw failed('COMMIT', error)
      }
    },
  }
  // The marks exist for the type checker only.
  return handle as unknown as WriteDb
}

/** The key opened the file: a page it does not open is damaged. */
const sinceOpened = (error: unknown): unknown =>
  error instanceof StoreFaultError && error.tag === 'store.wrong_key'
    ? new StoreFaultError('store.damaged', error.code, error)
    : error

function inTransaction<T>(statement: Statements, db: Database.Database, work: () => T): T {
  if (db.inTransaction) return work()
  statement('BEGIN IMMEDIATE', true).run()
  try {
    const value = work()
    statement('COMMIT', true).run()
    return value
  } catch (error) {
    if (db.inTransaction) statement('ROLLBACK', true).run()
    throw error
  }
}

function planOf(db: Database.Database, sql: string): string[] {
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...placeholders(sql)) as { detail: string }[]
  return rows.map((row) => row.detail)
}

const placeholders = (sql: string): null[] => (sql.match(/\?/g) ?? []).map(() => null)
