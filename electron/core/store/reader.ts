import { Worker } from 'node:worker_threads'
import type { DamageWatch } from './care/damage.ts'
import { countViews } from './counts.ts'
import type { ReadDb } from './database.ts'
import { countEscalations, listEscalations } from './escalation-lists.ts'
import { type StoreFault, StoreFaultError } from './fault.ts'
import { listCases } from './lists.ts'
import type { ReaderCall, ReaderCalls, ReaderReply, ReaderStart } from './reader-protocol.ts'
import { threadLimits } from './thread-limits.ts'
import { countTransfers, listTransfers } from './transfer-lists.ts'

export interface Reader {
  readonly ask: <C extends ReaderCall>(call: C, ask: ReaderCalls[C]['ask']) => Promise<ReaderCalls[C]['answer']>
  readonly close: () => Promise<void>
}

type Log = (entry: { readonly code: string; readonly [key: string]: unknown }) => void

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

export interface ReaderDeps {
  readonly workerUrl: URL
  readonly log: Log
  readonly damaged: DamageWatch
}

/**
 * Starts the reading thread. Every question gets an answer: when the thread dies, all who wait are told. Lists and counts are
 * answered on the spot until the thread is up.
 */
export function startReader({ workerUrl, log, damaged, ...start }: ReaderStart & ReaderDeps, db: ReadDb): Reader {
  const worker = new Worker(workerUrl, { workerData: start, resourceLimits: threadLimits })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let isUp = false
  let ended: Error | null = null
  const fail = (error: Error): void => {
    ended = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('message', (reply: ReaderReply) => {
    if ('up' in reply) isUp = true
    else if ('damaged' in reply) damaged(reply.damaged, reply.fault)
    else if ('slow' in reply) log({ code: 'store.slow', ...reply.slow })
    else {
      const asker = waiting.get(reply.id)
      waiting.delete(reply.id)
      if (waiting.size === 0) worker.unref()
      if ('answer' in reply) asker?.resolve(reply.answer)
      else asker?.reject(errorOf(reply))
    }
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(ended ?? new StoreFaultError('store.unreadable', 'reader_ended')))
  worker.unref()
  const post = (call: ReaderCall, ask: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended)
      const id = ++lastId
      waiting.set(id, { resolve, reject })
      worker.ref() // an open question keeps the process alive, an idle thread does not
      worker.postMessage({ id, call, ask })
    })
  return {
    ask: <C extends ReaderCall>(call: C, ask: ReaderCalls[C]['ask']) => {
      const early = isUp ? undefined : onTheSpot[call]
      const answer = early === undefined ? post(call, ask) : Promise.resolve().then(() => early(db, ask))
      return answer as Promise<ReaderCalls[C]['answer']>
    },
    close: async () => {
      await worker.terminate()
    },
  }
}

const onTheSpot: { readonly [call: string]: ((db: ReadDb, ask: unknown) => unknown) | undefined } = {
  list: (db, ask) => listCases(db, ask as ReaderCalls['list']['ask']),
  counts: (db, ask) => countViews(db, ask as ReaderCalls['counts']['ask']),
  escalations: (db, ask) => listEscalations(db, ask as ReaderCalls['escalations']['ask']),
  escalationCount: (db, ask) => countEscalations(db, ask as ReaderCalls['escalationCount']['ask']),
  transfers: (db, ask) => listTransfers(db, ask as ReaderCalls['transfers']['ask']),
  transferCounts: (db, ask) => countTransfers(db, ask as ReaderCalls['transferCounts']['ask']),
}

const errorOf = (reply: { readonly tag: string | undefined; readonly message: string }): Error =>
  reply.tag === undefined ? new Error(reply.message) : new StoreFaultError(reply.tag as StoreFault, reply.message)
