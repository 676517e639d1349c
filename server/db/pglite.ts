import { statfsSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { Problem } from '../problem.ts'
import type { Database, Notice } from './database.ts'
import { type Journal, openJournal, readJournal } from './journal.ts'
import { takeLock } from './lock-file.ts'
import { migrate } from './migrate.ts'
import { createPgliteFolder, type PgliteFolder } from './pglite-folder.ts'
import { recover } from './pglite-recover.ts'
import { createWriter, type PgliteWriter } from './pglite-writer.ts'

/** Beyond this the journal is folded into a new copy, so that a restart stays quick. */
const journalLimitBytes = 256 * 1024 * 1024
/** At a graceful stop or a start, a journal longer than this is folded too. */
const journalIdleBytes = 16 * 1024 * 1024

/**
 * With less room nothing is written: where PostgreSQL finds none for the next piece of its log it gives up, and PGlite then never
 * answers again. Room for that piece, for one more, and for what a transaction adds.
 */
const leastFreeBytes = 64 * 1024 * 1024
const fullAgainMs = 10_000
/** A copy that could not be made is tried again when the journal has grown by as much. */
const foldAgainBytes = 32 * 1024 * 1024

export interface PgliteDeps {
  readonly dataDir: string
  readonly onFault: (what: string, error: unknown) => void
  /** Room on the disk of `dataDir`. */
  readonly freeBytes?: () => number
  /** Another length than 16 MB beyond which the journal is folded at a start or stop. */
  readonly idleBytes?: number
}

const diskFull = () => new Problem(503, 'disk.full', { retryAfterMs: fullAgainMs })

function asFull(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  throw code === 'ENOSPC' || code === 'EDQUOT' || code === '53100' ? diskFull() : error
}

function roomOf(dataDir: string): number {
  const { bavail, bsize } = statfsSync(dataDir)
  return bavail * bsize
}

/** One at a time, in order of asking; a failure is its caller's and holds up nobody. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next
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
    const { entries, validBytes, isDamaged } = readJournal(folder.journal)
    if (isDamaged) {
      await copyFile(folder.journal, `${folder.journal}.damaged-${Date.now()}`)
      deps.onFault('journal.damaged', new Error('the disk lost entries that had been answered'))
    }
    const opened = await recover(folder, entries, deps.onFault)
    const journal = openJournal(folder.journal, validBytes)
    const writer = createWriter(folder, opened, journal)
    // What is appended now would not follow on what is left of it.
    if (isDamaged) await writer.fold()
    return await serve(folder, writer, journal, letGo, deps)
  } catch (error) {
    letGo()
    throw error
  }
}

/** Brings the schema forward; a copy under the older one would not take the journal that follows. */
async function bringForward(folder: PgliteFolder, writer: PgliteWriter): Promise<void> {
  const isNewer = await migrate(async (script) => {
    await writer.exec('BEGIN')
    try {
      await script(async (text) => [...(await writer.exec(text))])
      await writer.exec('COMMIT')
    } catch (error) {
      await writer.exec('ROLLBACK')
      throw error
    }
  })
  if (isNewer || !folder.hasCopy()) await writer.fold()
}

/** A disk too full for a copy is no reason to refuse what the journal can still take, nor to stay up or down. */
function createFolding(writer: PgliteWriter, journal: Journal, onFault: PgliteDeps['onFault']) {
  let notBefore = 0
  return async (limitBytes: number): Promise<void> => {
    if (journal.bytes() <= Math.max(limitBytes, notBefore)) return
    try {
      await writer.fold()
      notBefore = 0
    } catch (error) {
      notBefore = journal.bytes() + foldAgainBytes
      onFault('pglite.fold', error)
    }
  }
}

async function serve(
  folder: PgliteFolder,
  writer: PgliteWriter,
  journal: Journal,
  letGo: () => void,
  deps: PgliteDeps,
): Promise<Database> {
  const { freeBytes = () => roomOf(deps.dataDir), idleBytes = journalIdleBytes } = deps
  await bringForward(folder, writer)
  const foldBeyond = createFolding(writer, journal, deps.onFault)
  await foldBeyond(idleBytes)
  const inTurn = createTurns()
  const listeners = new Set<(notice: Notice) => void>()

  async function withRoom<T>(work: () => Promise<T>): Promise<T> {
    if (freeBytes() < leastFreeBytes) throw diskFull()
    return work().catch(asFull)
  }

  async function shred(): Promise<void> {
    const texts = ['VACUUM FULL customer_keys, tag_keys', 'SELECT pg_switch_wal()', 'CHECKPOINT']
    for (const text of texts) await writer.exec(text)
    await writer.fold()
  }

  async function close(): Promise<void> {
    await foldBeyond(idleBytes)
    await writer.close()
    await folder.markClosed()
    journal.close()
    letGo()
  }

  return {
    kind: 'pglite',
    durable: 'journal',
    read: (_org, work) => inTurn(() => writer.read(work)),
    write: (_org, work) =>
      inTurn(async () => {
        await foldBeyond(journalLimitBytes)
        return withRoom(() => writer.write(work))
      }),
    tell: async (notice) => {
      for (const listener of listeners) listener(notice)
    },
    onTold: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    shred: () => inTurn(() => withRoom(shred)),
    ping: () =>
      inTurn(async () => {
        await writer.exec('SELECT 1')
      }),
    close: () => inTurn(close),
  }
}
