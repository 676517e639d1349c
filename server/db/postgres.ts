import pg from 'pg'
import { Problem } from '../problem.ts'
import type { Database, Notice, Sql } from './database.ts'
import { migrate } from './migrate.ts'
import type { Param, Statement } from './statement.ts'

const channel = 'redress_heads'
const maxAttempts = 8
/**
 * Serialization failure, deadlock, and a row that another transaction entered first: the whole transaction is run again and
 * finds it. Source: sync.md "Server order".
 */
const retried = new Set(['40001', '40P01', '23505'])

/**
 * A machine that vanishes says nothing: without these limits whoever asks it would wait for as long as its operating system
 * believes in the connection, a quarter of an hour and more.
 */
interface Patience {
  /** For a connection, also for one of the pool to come free. */
  readonly connectMs: number
  /** For one answer. Consoles wait no longer either. */
  readonly answerMs: number
  /** A process that stands still in the middle of a transaction loses it, so that others need not wait for its locks. */
  readonly idleMs: number
}
const usual: Patience = { connectMs: 10_000, answerMs: 30_000, idleMs: 15_000 }
/** Work on whole tables, which nobody waits for. */
const atLeisureMs = 2 ** 31 - 1

export interface PostgresDeps {
  readonly url: string
  readonly connections?: number
  readonly patience?: Patience
  readonly onFault: (what: string, error: unknown) => void
  readonly pauseMs: (attempt: number) => number
}

const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === 20 ? Number : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
}

const isOrg = /^[\w:.-]{0,80}$/

/** One statement begins the transaction and names the organisation for row-level security. */
function beginText(org: string, mode: 'READ WRITE' | 'READ ONLY', { idleMs }: Patience, durably: string): string {
  if (!isOrg.test(org)) throw new Error('organisation id is malformed')
  return `BEGIN ${mode}; SET LOCAL redress.org = '${org}'; SET LOCAL idle_in_transaction_session_timeout = ${idleMs}${durably}`
}

/**
 * What a transaction has to set so that its commit is on the disk before it is answered: nothing, unless the database's own
 * setting says otherwise. A database that never syncs cannot be helped from here; it is told of.
 */
async function durability(pool: pg.Pool, onFault: PostgresDeps['onFault']): Promise<string> {
  const setting = async (name: string): Promise<string | null | undefined> => {
    const { rows } = await pool.query<{ value: string | null }>('SELECT current_setting($1, true) AS value', [name])
    return rows[0]?.value
  }
  for (const name of ['fsync', 'full_page_writes'])
    if ((await setting(name)) === 'off') onFault(`postgres.${name}_off`, new Error('what is committed may be lost'))
  return (await setting('synchronous_commit')) === 'off' ? '; SET LOCAL synchronous_commit = on' : ''
}

/** Statements of one transaction, as long as `isOpen`: one that comes later would be run in somebody else's. */
const onClient = (client: pg.PoolClient, isOpen: () => boolean): Sql => ({
  rows: async <Row>(statement: Statement<Row>, params: readonly Param[]) => {
    if (!isOpen()) throw new Error(`${statement.name} comes after its transaction`)
    const values = params.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value))
    const result = await client.query({ name: statement.name, text: statement.text, values })
    return result.rows as Row[]
  },
})

const codeOf = (error: unknown): string =>
  error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : ''

/** The database is not there, or went away in the middle: an outcome nobody knows, asked again with the same batch. */
function asWeather(error: unknown): never {
  const isAway =
    /^(ECONN|ETIMEDOUT|EPIPE|EHOST|ENET|ENOTFOUND|EAI_|57P|25P03|08|53)/.test(codeOf(error)) ||
    /Connection terminated|not queryable|timeout/.test(String(error))
  throw isAway ? new Problem(503, 'database.away', { retryAfterMs: 1000 }) : error
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Transactions bound to one organisation; conflicts are run again. */
function createTransactions(pool: pg.Pool, deps: PostgresDeps, durably: string) {
  async function run<T>(org: string, mode: 'READ WRITE' | 'READ ONLY', work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch(asWeather)
    let broken: Error | undefined
    let isOpen = true
    try {
      // The first statements go out with it; when it fails they see no organisation, and the commit is not reached.
      const begun = client.query(beginText(org, mode, deps.patience ?? usual, durably))
      const [value] = await Promise.all([work(onClient(client, () => isOpen)), begun])
      isOpen = false
      await client.query('COMMIT')
      return value
    } catch (error) {
      isOpen = false
      await client.query('ROLLBACK').catch((fault: unknown) => {
        broken = fault instanceof Error ? fault : new Error('rollback failed')
      })
      return asWeather(error)
    } finally {
      client.release(broken)
    }
  }

  async function write<T>(org: string, work: (sql: Sql) => Promise<T>, attempt = 1): Promise<T> {
    try {
      return await run(org, 'READ WRITE', work)
    } catch (error) {
      if (!retried.has(codeOf(error)) || attempt >= maxAttempts) throw error
    }
    await pause(deps.pauseMs(attempt))
    return write(org, work, attempt + 1)
  }

  const read = <T>(org: string, work: (sql: Sql) => Promise<T>): Promise<T> => run(org, 'READ ONLY', work)
  return { read, write }
}

/** PostgreSQL 15 or newer, pooled; any number of server processes may share one. */
export async function openPostgres(deps: PostgresDeps): Promise<Database> {
  const { connectMs, answerMs } = deps.patience ?? usual
  const pool = new pg.Pool({
    ...connectionTo(deps.url, connectMs),
    max: deps.connections ?? 10,
    query_timeout: answerMs,
    types,
    pipeline: true,
  })
  pool.on('error', (error) => deps.onFault('postgres.idle_connection', error))
  // One that breaks while in use fails its query; without a listener it would also end the process.
  pool.on('connect', (client) => client.on('error', (error) => deps.onFault('postgres.connection', error)))
  const durably = await migrate(migrationRunner(pool, deps.onFault))
    .then(() => durability(pool, deps.onFault))
    .catch(async (error: unknown) => {
      await pool.end()
      throw error
    })
  const listeners = new Set<(notice: Notice) => void>()
  const ear = createEar(deps, (notice) => {
    for (const listener of listeners) listener(notice)
  })

  const { read, write } = createTransactions(pool, deps, durably)
  return {
    kind: 'postgres',
    durable: 'wal',
    read,
    write: (org, work) => write(org, work),
    tell: async (notice) => {
      for (const payload of payloadsOf(notice)) await pool.query('SELECT pg_notify($1, $2)', [channel, payload])
    },
    onTold: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    // Rewrites the tables of keys; the write-ahead log and backups are the operator's (docs/OPERATIONS.md).
    shred: async () => {
      await pool.query(atLeisure('VACUUM FULL customer_keys, tag_keys'))
    },
    ping: async () => {
      await pool.query('SELECT 1')
    },
    close: () => Promise.race([Promise.all([ear.close(), pool.end()]).then(() => undefined), pause(connectMs)]),
  }
}

const connectionTo = (url: string, connectMs: number) => ({
  connectionString: url,
  connectionTimeoutMillis: connectMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
})

const atLeisure = (text: string) => ({ text, query_timeout: atLeisureMs })

/** PostgreSQL takes no notice of 8,000 bytes or more. */
const maxNoticeBytes = 7_000

/** A notice in pieces that can be sent: many teams may move at once. */
function payloadsOf(notice: Notice): readonly string[] {
  const whole = JSON.stringify(notice)
  if (!('heads' in notice) || Buffer.byteLength(whole) <= maxNoticeBytes) return [whole]
  const heads = Object.entries(notice.heads)
  const halves = [heads.slice(0, heads.length / 2), heads.slice(heads.length / 2)]
  return halves.flatMap((half) => payloadsOf({ org: notice.org, heads: Object.fromEntries(half) }))
}

/** Several processes may start at once: the migration transaction takes the lock of the version table's only row. */
const migrationRunner =
  (pool: pg.Pool, onFault: PostgresDeps['onFault']) =>
  async (script: (exec: (text: string) => Promise<unknown[]>) => Promise<void>) => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      await script(async (text) => {
        const result = await client.query(atLeisure(text))
        return (result as unknown as { rows?: unknown[] }).rows ?? []
      })
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch((fault: unknown) => onFault('postgres.rollback', fault))
      throw error
    } finally {
      client.release()
    }
  }

/** One connection of its own that listens; it comes back by itself, and notices lost meanwhile are healed by heartbeats. */
function createEar(deps: PostgresDeps, onNotice: (notice: Notice) => void) {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let closed = false
  const connect = async () => {
    const next = new pg.Client(connectionTo(deps.url, (deps.patience ?? usual).connectMs))
    client = next
    next.on('notification', (message) => onNotice(JSON.parse(message.payload ?? '{}') as Notice))
    next.on('error', (error) => again(next, error))
    next.on('end', () => again(next, new Error('listening connection ended')))
    await next.connect()
    await next.query(`LISTEN ${channel}`)
  }
  const again = (from: pg.Client, error: unknown) => {
    if (closed || from !== client || timer) return
    deps.onFault('postgres.listen', error)
    from.end().catch((fault: unknown) => deps.onFault('postgres.listen_end', fault))
    timer = setTimeout(() => {
      timer = null
      connect().catch((fault: unknown) => client && again(client, fault))
    }, 1000)
  }
  connect().catch((fault: unknown) => client && again(client, fault))
  return {
    close: async () => {
      closed = true
      if (timer) clearTimeout(timer)
      await client?.end()
    },
  }
}
