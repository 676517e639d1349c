import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DamageWatch, forgetDamage, isMarkedDamaged } from './care/damage.ts'
import type { ReadDb } from './database.ts'
import { faultOf, StoreFaultError } from './fault.ts'
import { type Reader, startReader } from './reader.ts'
import { type Indexer, startIndexer } from './search/indexer.ts'
import { openSearchWriter } from './search/search-db.ts'

/** The reading and the indexing thread of an open store. */
export interface Threads {
  readonly reader: Reader
  readonly indexer: Indexer
  readonly close: () => Promise<void>
}

export interface ThreadsDeps {
  readonly file: string
  readonly searchFile: string
  readonly key: Uint8Array
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
  /** Told of what a thread found broken. */
  readonly damaged: DamageWatch
  readonly threadsUrl?: URL
}

const readerCacheKiB = 32 * 1024

/** In sources the threads are TypeScript below this folder; in a build JavaScript in the folder the build names. */
export function threadFile(folder: URL | undefined, source: string, built: string): URL {
  if (folder !== undefined) return new URL(built, folder)
  return new URL(import.meta.url.endsWith('.ts') ? source : `./${built}`, import.meta.url)
}

/** `db` answers lists until the reading thread is up: the console is usable at once. */
export function startThreads(deps: ThreadsDeps, db: ReadDb): Threads {
  const { file, searchFile, key, log, damaged, threadsUrl } = deps
  makeSearchFile(deps)
  const readerUrl = threadFile(threadsUrl, './reader-worker.ts', 'reader-worker.js')
  const indexerUrl = threadFile(threadsUrl, './search/indexer-worker.ts', 'indexer-worker.js')
  const setTimer = (work: () => void, afterMs: number): void => void setTimeout(work, afterMs).unref()
  const shared = { file, searchFile, key, log, damaged }
  const reader = startReader({ ...shared, workerUrl: readerUrl, cacheKiB: readerCacheKiB }, db)
  const indexer = startIndexer({ ...shared, workerUrl: indexerUrl, setTimer, monoMs: () => performance.now() })
  return {
    reader,
    indexer,
    close: async () => {
      await Promise.all([reader.close(), indexer.close()])
    },
  }
}

/** The search file follows from the store: one that is missing, broken or of another version is made anew. */
function makeSearchFile(deps: ThreadsDeps): void {
  const { searchFile, key, log } = deps
  try {
    if (isMarkedDamaged(dirname(searchFile), 'search.db')) throw new StoreFaultError('store.damaged', 'marked')
    openSearchWriter({ file: searchFile, key }).close()
  } catch (error) {
    const fault = faultOf(error)
    log({ code: 'store.search_anew', fault: fault ?? 'version' })
    if (fault === 'store.disk_full') return // lists work; the search comes with the next start
    if (fault === 'store.read_only') throw error
    for (const end of ['', '-wal', '-shm']) rmSync(searchFile + end, { force: true })
    openSearchWriter({ file: searchFile, key }).close()
    forgetDamage(dirname(searchFile), 'search.db')
  }
}
