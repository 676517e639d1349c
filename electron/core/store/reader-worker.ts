import { parentPort, workerData } from 'node:worker_threads'
import { countViews } from './counts.ts'
import { type OpenDatabase, openDatabase, rawKeySql } from './database.ts'
import { countEscalations, listEscalations } from './escalation-lists.ts'
import { faultOf } from './fault.ts'
import { judgedWords, toldWords } from './judged-words.ts'
import { listCases } from './lists.ts'
import type { ReaderReply, ReaderRequest, ReaderStart } from './reader-protocol.ts'
import { countTransfers, listTransfers } from './transfer-lists.ts'

type Answer = (ask: never) => unknown
type Answers = { readonly [call: string]: Answer | undefined }

const tell = (reply: ReaderReply): void => parentPort?.postMessage(reply)

/**
 * The second connection: read-only, in a thread of its own, so that nothing slow stands in front of a save. Lists are served at
 * once; the search, with its dictionaries, is loaded behind them.
 */
function serve(start: ReaderStart): void {
  const { file, key, cacheKiB } = start
  const opened = openDatabase({
    ...{ file, key, mode: 'read', cacheKiB },
    onSlow: (slow) => tell({ slow }),
    onDamaged: ({ sql, code }) => tell({ damaged: sql.includes('search.') ? 'search.db' : 'case.db', fault: code }),
  })
  const lists: Answers = {
    list: (ask) => listCases(opened.read, ask),
    counts: (ask) => countViews(opened.read, ask),
    judgedWords: (ask) => judgedWords(opened.read, ask),
    toldWords: (ask) => toldWords(opened.read, ask),
    escalations: (ask) => listEscalations(opened.read, ask),
    escalationCount: (ask) => countEscalations(opened.read, ask),
    transfers: (ask) => listTransfers(opened.read, ask),
    transferCounts: (ask) => countTransfers(opened.read, ask),
  }
  let searching: Promise<Answers> | undefined
  const search = (): Promise<Answers> => {
    searching ??= import('./search/answers.ts').then(({ searchAnswers }) => {
      opened.raw.exec(`ATTACH '${start.searchFile.replaceAll("'", "''")}' AS search KEY '${rawKeySql(key)}'`)
      return searchAnswers(opened.read)
    })
    return searching
  }
  parentPort?.on('message', (request: ReaderRequest) => {
    const answer = lists[request.call]
    if (answer !== undefined) tell(reply(request, answer, opened))
    else
      search().then(
        (answers) => tell(reply(request, answers[request.call], opened)),
        (error: unknown) => tell(failed(request.id, error)),
      )
  })
  tell({ up: true })
  search().catch((error: unknown) => tell({ damaged: 'search.db', fault: String(error) }))
}

function reply(
  { id, call, ask }: ReaderRequest,
  answer: Answer | undefined,
  { atOneMoment }: OpenDatabase,
): ReaderReply {
  try {
    if (answer === undefined) throw new Error(`store: the reading thread does not know ${call}`)
    return { id, answer: atOneMoment(() => answer(ask as never)) }
  } catch (error) {
    return failed(id, error)
  }
}

const failed = (id: number, error: unknown): ReaderReply => ({
  id,
  tag: faultOf(error),
  message: error instanceof Error ? error.message : String(error),
})

serve(workerData as ReaderStart)
