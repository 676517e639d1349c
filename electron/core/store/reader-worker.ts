import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase, type ReadDb } from './database.ts'
import { faultOf } from './fault.ts'
import { countViews, listCases } from './lists.ts'
import type { ReaderCall, ReaderCalls, ReaderReply, ReaderRequest, ReaderStart } from './reader-protocol.ts'

type Answers = { readonly [C in ReaderCall]: (db: ReadDb, ask: ReaderCalls[C]['ask']) => ReaderCalls[C]['answer'] }

const answers: Answers = { list: listCases, counts: countViews }

/** The second connection: read-only, in a thread of its own, so that nothing slow stands in front of a save. */
function serve(start: ReaderStart): void {
  const { read } = openDatabase({ file: start.file, key: start.key, mode: 'read', cacheKiB: start.cacheKiB })
  parentPort?.on('message', (request: ReaderRequest) => parentPort?.postMessage(reply(read, request)))
}

function reply(db: ReadDb, { id, call, ask }: ReaderRequest): ReaderReply {
  try {
    const answer = answers[call] as (db: ReadDb, ask: unknown) => unknown
    return { id, answer: answer(db, ask) }
  } catch (error) {
    return { id, tag: faultOf(error), message: error instanceof Error ? error.message : String(error) }
  }
}

serve(workerData as ReaderStart)
