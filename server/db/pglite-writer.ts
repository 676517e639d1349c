import type { Sql } from './database.ts'
import type { Journal, JournalEntry } from './journal.ts'
import type { PgliteFolder } from './pglite-folder.ts'
import { type Opened, openEngine } from './pglite-recover.ts'
import type { Param, Statement } from './statement.ts'

/** The one connection to the embedded database, and its journal. Calls come one at a time. */
export interface PgliteWriter {
  readonly read: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>
  readonly write: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>
  /** Runs text outside the journal: the schema, and what only concerns files. Gives the last rows. */
  readonly exec: (text: string) => Promise<readonly unknown[]>
  /** Makes a new synced copy and forgets the journal. The database is open again afterwards, whatever happens. */
  readonly fold: () => Promise<void>
  readonly close: () => Promise<void>
}

type Db = Opened['db']

/**
 * Runs statements as long as `isOpen`: one that comes after its transaction would be written without it, and without the journal.
 * Those that write are noted for it; `null` = nothing may be written.
 */
function recording(db: Db, notes: [string, readonly Param[]][] | null, isOpen = () => true): Sql {
  return {
    rows: async <Row>(statement: Statement<Row>, values: readonly Param[]) => {
      if (!isOpen()) throw new Error(`${statement.name} comes after its transaction`)
      if (statement.writes && !notes) throw new Error(`${statement.name} writes inside a read`)
      if (statement.writes) notes?.push([statement.text, values])
      return (await db.query<Row>(statement.text, [...values])).rows
    },
  }
}

/** A write is on the disk in the journal before it is committed, and committed before it is answered. */
export function createWriter(folder: PgliteFolder, opened: Opened, journal: Journal): PgliteWriter {
  let { db, lsn } = opened

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
    const statements: [string, readonly Param[]][] = []
    let isOpen = true
    await db.exec('BEGIN')
    try {
      const value = await work(recording(db, statements, () => isOpen))
      isOpen = false
      if (statements.length === 0) await db.exec('ROLLBACK')
      else await commit(statements)
      return value
    } catch (error) {
      isOpen = false
      await db.exec('ROLLBACK')
      throw error
    }
  }

  async function fold(): Promise<void> {
    await db.close()
    try {
      await folder.takeCopy()
      journal.empty()
    } finally {
      db = await openEngine(folder)
    }
  }

  return {
    read: (work) => work(recording(db, null)),
    write,
    exec: async (text) => (await db.exec(text)).at(-1)?.rows ?? [],
    fold,
    close: () => db.close(),
  }
}
