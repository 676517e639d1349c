import { type CountQuery, countViews } from '../../../../electron/core/store/counts.ts'
import type { ReadDb } from '../../../../electron/core/store/database.ts'
import {
  countEscalations,
  type EscalationQuery,
  listEscalations,
} from '../../../../electron/core/store/escalation-lists.ts'
import { judgedWords, toldWords } from '../../../../electron/core/store/judged-words.ts'
import { type ListQuery, listCases } from '../../../../electron/core/store/lists.ts'
import type { StoreMakers } from '../../../../electron/core/store/store-deps.ts'
import {
  countTransfers,
  listTransfers,
  type TransferAsker,
  type TransferQuery,
} from '../../../../electron/core/store/transfer-lists.ts'

/** Lists as the reading thread answers them, without a thread: most tests are about something else, and many. */
export const noThreads: StoreMakers['startThreads'] = (_deps, db) => ({
  reader: {
    ask: (call, query) => Promise.resolve().then(() => answerOnTheSpot(call, db, query) as never),
    close: () => Promise.resolve(),
  },
  indexer: {
    kick: () => undefined,
    caughtUp: () => Promise.resolve(),
    marks: () => ({ seq: 0, change: 0 }),
    close: () => Promise.resolve(),
  },
  close: () => Promise.resolve(),
})

function answerOnTheSpot(call: string, db: ReadDb, query: unknown): unknown {
  if (call === 'list') return listCases(db, query as ListQuery)
  if (call === 'counts') return countViews(db, query as CountQuery)
  if (call === 'transfers') return listTransfers(db, query as TransferQuery)
  if (call === 'transferCounts') return countTransfers(db, query as TransferAsker)
  if (call === 'escalations') return listEscalations(db, query as EscalationQuery)
  if (call === 'escalationCount') return countEscalations(db, query as EscalationQuery)
  if (call === 'judgedWords') return judgedWords(db, query as Parameters<typeof judgedWords>[1])
  if (call === 'toldWords') return toldWords(db, query as Parameters<typeof toldWords>[1])
  throw new Error(`${call} needs the threads`)
}
