import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { createCaseReader } from '../case-reader.ts'
import { openDatabase } from '../database.ts'
import { indexRound, readMarks } from './index-round.ts'
import type { IndexerReply, IndexerRequest, IndexerStart } from './indexer-protocol.ts'
import { openSearchWriter } from './search-db.ts'

const cacheKiB = 8 * 1024
/** The log is copied back by this thread once it is longer; the writer never stops for it. */
const checkpointBytes = 4 * 1024 * 1024

function serve(start: IndexerStart): void {
  const reading = openDatabase({ file: start.file, key: start.key, mode: 'read', cacheKiB })
  const keeper = openDatabase({
    file: start.file,
    key: start.key,
    mode: 'write',
    cacheKiB: 512,
    autoCheckpointPages: 0,
  })
  const search = openSearchWriter({ file: start.searchFile, key: start.key })
  const cases = createCaseReader(reading.read)
  const checkpoint = (): void => {
    const bytes = statSync(`${start.file}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (bytes > checkpointBytes) keeper.raw.pragma('wal_checkpoint(PASSIVE)')
  }
  const work = (): void => {
    const round = indexRound(reading.read, cases, search.write)
    checkpoint()
    parentPort?.postMessage({ kind: 'marks', marks: round.marks, isBehind: round.isBehind } satisfies IndexerReply)
  }
  parentPort?.postMessage({ kind: 'ready', marks: readMarks(search.read) } satisfies IndexerReply)
  let isOpen = true
  parentPort?.on('message', (request: IndexerRequest) => {
    if (!isOpen) return
    if (request.kind === 'go') work()
    else {
      isOpen = false
      for (const part of [search, keeper, reading]) part.close()
      parentPort?.postMessage({ kind: 'closed' } satisfies IndexerReply)
    }
  })
}

serve(workerData as IndexerStart)
