import { parentPort, workerData } from 'node:worker_threads'
import { createCaseReader } from './case-reader.ts'
import { countViews } from './counts.ts'
import { customerHistory } from './customer-view.ts'
import { openDatabase, rawKeySql } from './database.ts'
import { faultOf } from './fault.ts'
import { listCases } from './lists.ts'
import type { ReaderCall, ReaderCalls, ReaderReply, ReaderRequest, ReaderStart } from './reader-protocol.ts'
import { countHits, type SearchSide, searchCases } from './search/search.ts'

type Answers = {
  readonly [C in ReaderCall]: (side: SearchSide, ask: ReaderCalls[C]['ask']) => ReaderCalls[C]['answer']
}

const answers: Answers = {
  list: ({ db }, ask) => listCases(db, ask),
  counts: ({ db }, ask) => countViews(db, ask),
  search: searchCases,
  countHits,
  customer: customerHistory,
}

const tell = (reply: ReaderReply): void => parentPort?.postMessage(reply)

/** The second connection: read-only, in a thread of its own, so that nothing slow stands in front of a save. */
function serve(start: ReaderStart): void {
  const { file, key, cacheKiB, searchFile } = start
  const opened = openDatabase({ file, key, mode: 'read', cacheKiB, onSlow: (slow) => tell({ slow }) })
  opened.raw.exec(`ATTACH '${searchFile.replaceAll("'", "''")}' AS search KEY '${rawKeySql(key)}'`)
  const side: SearchSide = { db: opened.read, cases: createCaseReader(opened.read) }
  parentPort?.on('message', (request: ReaderRequest) => tell(reply(side, request)))
}

function reply(side: SearchSide, { id, call, ask }: ReaderRequest): ReaderReply {
  try {
    const answer = answers[call] as (side: SearchSide, ask: unknown) => unknown
    return { id, answer: answer(side, ask) }
  } catch (error) {
    return { id, tag: faultOf(error), message: error instanceof Error ? error.message : String(error) }
  }
}

serve(workerData as ReaderStart)
