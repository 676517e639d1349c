import { PGlite } from '@electric-sql/pglite'
import type { JournalEntry } from './journal.ts'
import type { PgliteFolder } from './pglite-folder.ts'

const byteaOid = 17
const int8Oid = 20
export const openEngine = (folder: PgliteFolder): Promise<PGlite> =>
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

export interface Opened {
  readonly db: PGlite
  readonly lsn: number
}

/** Opens what is there and brings it to the end of the journal; throws when it cannot be opened or does not fit. */
async function openAndReplay(folder: PgliteFolder, entries: readonly JournalEntry[]): Promise<Opened> {
  const db = await openEngine(folder)
  try {
    return { db, lsn: await replay(db, entries, await lsnOf(db)) }
  } catch (error) {
    await db.close().catch((fault: unknown) => {
      throw new AggregateError([error, fault], 'the database could be neither brought forward nor closed')
    })
    throw error
  }
}

/** Brings the database to the end of the journal: from what is there when that can be trusted, else from the synced copy. */
export async function recover(
  folder: PgliteFolder,
  entries: readonly JournalEntry[],
  onFault: (what: string, error: unknown) => void,
): Promise<Opened> {
  const isTrusted = folder.hasLive() && !(await folder.isDoubtful())
  await folder.markOpen()
  if (!folder.hasCopy()) return openAndReplay(folder, entries)
  if (isTrusted) {
    try {
      return await openAndReplay(folder, entries)
    } catch (error) {
      onFault('pglite.open', error)
    }
  }
  await folder.restoreCopy()
  return openAndReplay(folder, entries)
}
