import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { MendableFile } from '../care/damage.ts'
import { createCaseReader } from '../case-reader.ts'
import { openDatabase } from '../database.ts'
import { faultOf, storeFault } from '../fault.ts'
import { indexRound, readMarks } from './index-round.ts'
import type { IndexerReply, IndexerRequest, IndexerStart } from './indexer-protocol.ts'
import { openSearchWriter } from './search-db.ts'

const cacheKiB = 8 * 1024
/** A log that is longer is copied back by this thread, so that the writer does not stop for it. */
const checkpointBytes = 4 * 1024 * 1024

const tell = (reply: IndexerReply): void => parentPort?.postMessage(reply)
const damageIn = (file: MendableFile) => (found: { readonly code: string }) =>
  tell({ kind: 'damaged', file, fault: found.code })

function serve(start: IndexerStart): void {
  const onDamaged = damageIn('case.db')
  const reading = openDatabase({ file: start.file, key: start.key, mode: 'read', cacheKiB, onDamaged })
  const keeper = openDatabase({
    file: start.file,
    key: start.key,
    mode: 'write',
    cacheKiB: 512,
    autoCheckpointPages: 0,
  })
  const search = openSearchWriter({ file: start.searchFile, key: start.key, onDamaged: damageIn('search.db') })
  const cases = createCaseReader(reading.read)
  const checkpoint = (): void => {
    const bytes = statSync(`${start.file}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (bytes > checkpointBytes) storeFault(() => keeper.raw.pragma('wal_checkpoint(PASSIVE)'))
  }
  const index = (): void => {
    const round = indexRound(reading.read, cases, search.write)
    tell({ kind: 'marks', marks: round.marks, isBehind: round.isBehind })
  }
  const unlessHeld = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      tell({ kind: 'held', fault })
    }
  }
  tell({ kind: 'ready', marks: readMarks(search.read) })
  let isOpen = true
  parentPort?.on('message', (request: IndexerRequest) => {
    if (!isOpen) return
    if (request.kind === 'go') unlessHeld(index)
    else if (request.kind === 'tidy') unlessHeld(checkpoint)
    else {
      isOpen = false
      for (const part of [search, keeper, reading]) part.close()
      tell({ kind: 'closed' })
    }
  })
}

serve(workerData as IndexerStart)
