import { PGlite } from '@electric-sql/pglite'
import type { Database, Notice, Sql } from './database.ts'
import { type Journal, type JournalEntry, openJournal, readJournal } from './journal.ts'
import { takeLock } from './lock-file.ts'
import { migrate } from './migrate.ts'
import { createPgliteFolder, type PgliteFolder } from './pglite-folder.ts'
import type { Param, Statement } from './statement.ts'

const byteaOid = 17
const int8Oid = 20
/** Beyond this the journal is folded into a new copy, so that a restart stays quick. */
const journalLimitBytes = 256 * 1024 * 1024
/** At a graceful stop or a start, a journal longer than this is folded too. */
const journalIdleBytes = 16 * 1024 * 1024

export interface PgliteDeps {
  readonly dataDir: string
  readonly onFault: (what: string, error: unknown) => void
}

const openEngine = (folder: PgliteFolder): Promise<PGlite> =>
  PGlite.create(folder.live, {
    serializers: { [byteaOid]: (value: unknown) => value as string },
    // Old segments of the log go away instead of being used again: they may hold keys that were destroyed.
    startParams: [...PGlite.defaultStartParams, '-c', 'wal_recycle=off'],
    parsers: { [byteaOid]: (text) => Buffer.from(text.slice(2), 'hex'), [int8Oid]: Number },
  })

async function lsnOf(db: PGlite): Promise<number> {
  await db.exec('CREATE TABLE IF NOT EXISTS journal_state (id INT PRIMARY KEY, lsn BIGINT NOT NULL)')
  await db.exec('INSERT INTO journal_state (id, lsn) VALUES (1, 0) ON CONFLICT DO NOTHING')
  const result = await db.query<{ lsn: number }>('SELECT lsn FROM journal_state WHERE id = 1')
  return result.rows[0]?.lsn ?? 0
}

async function replay(db: PGlite, entries: readonly JournalEntry[], from: number): Promise<number> {
  let lsn = from
  for (const entry of entries) {
    if (entry.lsn <= lsn) continue
    if (entry.lsn !== lsn + 1) throw new Error(`journal goes on at ${entry.lsn}, the database stands at ${lsn}`)
    await db.exec('BEGIN')
    for (const [text, values] of entry.statements) await db.query(text, [...values])
    await db.query('UPDATE journal_state SET lsn = $1 WHERE id = 1', [entry.lsn])
    await db.exec('COMMIT')
    lsn = entry.lsn
  }
  return lsn
}

interface Opened {
  readonly db: PGlite
  readonly lsn: number
}

/** Opens what is there and brings it to the end of the journal; throws when it cannot be opened or does not fit. */
async function openAndReplay(folder: PgliteFolder, entries: readonly JournalEntry[]): Promise<Opened> {
  const db = await openEngine(folder)
  try {
    return { db, lsn: await replay(db, entries, await lsnOf(db)) }
  } catch (error) {
    await db.close().catch(() => undefined)
    throw error
  }
}

async function recover(folder: PgliteFolder, entries: readonly JournalEntry[], deps: PgliteDeps): Promise<Opened> {
  if (!folder.hasCopy()) return openAndReplay(folder, entries)
  const trusted = folder.hasLive() && !(await folder.isDoubtful())
  if (trusted) {
    try {
      return await openAndReplay(folder, entries)
    } catch (error) {
      deps.onFault('pglite.open', error)
    }
  }
  await folder.restoreCopy()
  return openAndReplay(folder, entries)
}

/** One at a time, in order of asking. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}

/**
 * The embedded database: PGlite in a folder of `dataDir`, for one process. PGlite never syncs its files, so every write
 * transaction is first appended to a synced journal; a start after a power cut goes back to the synced copy and
 * replays the journal. Source: sync.md "Durability of the embedded default".
 */
export async function openPglite(deps: PgliteDeps): Promise<Database> {
  const folder = await createPgliteFolder(deps.dataDir)
  const letGo = takeLock(folder.lock)
  try {
    const { entries, validBytes } = readJournal(folder.journal)
    const opened = await recover(folder, entries, deps)
    const journal = openJournal(folder.journal, validBytes)
    return await serve(folder, opened, journal, letGo)
  } catch (error) {
    letGo()
    throw error
  }
}

async function serve(folder: PgliteFolder, opened: Opened, journal: Journal, letGo: () => void): Promise<Database> {
  let { db, lsn } = opened
  const inTurn = createTurns()
  const listeners = new Set<(notice: Notice) => void>()

  async function foldJournal(): Promise<void> {
    await db.close()
    await folder.takeCopy()
    journal.empty()
    db = await openEngine(folder)
  }

  async function commit(statements: JournalEntry['statements']): Promise<void> {
    await db.query('UPDATE journal_state SET lsn = $1 WHERE id = 1', [lsn + 1])
    journal.append({ lsn: lsn + 1, statements })
    try {
      await db.exec('COMMIT')
      lsn += 1
    } catch (error) {
      journal.takeBack()
      throw error
    }
  }

  async function write<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    if (journal.bytes() > journalLimitBytes) await foldJournal()
    const statements: [string, readonly Param[]][] = []
    await db.exec('BEGIN')
    try {
      const value = await work(recording(db, statements))
      if (statements.length === 0) await db.exec('ROLLBACK')
      else await commit(statements)
      return value
    } catch (error) {
      await db.exec('ROLLBACK')
      throw error
    }
  }

  await migrate((script) =>
    db.transaction((tx) =>
      script(async (text) => {
        const results = await tx.exec(text)
        return results.at(-1)?.rows ?? []
      }),
    ),
  )
  if (!folder.hasCopy() || journal.bytes() > journalIdleBytes) await foldJournal()
  await folder.markOpen()

  return {
    kind: 'pglite',
    durable: 'journal',
    read: (_org, work) => inTurn(() => work(recording(db, null))),
    write: (_org, work) => inTurn(() => write(work)),
    tell: async (notice) => {
      for (const listener of listeners) listener(notice)
    },
    onTold: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    shred: () =>
      inTurn(async () => {
        await db.exec('VACUUM FULL customer_keys')
        await db.exec('SELECT pg_switch_wal()')
        await db.exec('CHECKPOINT')
        await foldJournal()
      }),
    ping: async () => {
      await db.query('SELECT 1')
    },
    close: () =>
      inTurn(async () => {
        await db.close()
        await folder.markClosed()
        if (journal.bytes() > journalIdleBytes) {
          await folder.takeCopy()
          journal.empty()
        }
        journal.close()
        letGo()
      }),
  }
}

/** Runs statements; those that write are noted for the journal. `null` = nothing may be written. */
function recording(db: PGlite, notes: [string, readonly Param[]][] | null): Sql {
  return {
    rows: async <Row>(statement: Statement<Row>, values: readonly Param[]) => {
      if (statement.writes && !notes) throw new Error(`${statement.name} writes inside a read`)
      if (statement.writes) notes?.push([statement.text, values])
      return (await db.query<Row>(statement.text, [...values])).rows
    },
  }
}
