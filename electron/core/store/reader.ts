import { Worker } from 'node:worker_threads'
import { type StoreFault, StoreFaultError } from './fault.ts'
import type { ReaderCall, ReaderCalls, ReaderReply, ReaderStart } from './reader-protocol.ts'

export interface Reader {
  readonly ask: <C extends ReaderCall>(call: C, ask: ReaderCalls[C]['ask']) => Promise<ReaderCalls[C]['answer']>
  readonly close: () => Promise<void>
}

type Log = (entry: { readonly code: string; readonly [key: string]: unknown }) => void

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

/** Starts the reading thread. Every question gets an answer: when the thread dies, all who wait are told. */
export function startReader(workerUrl: URL, start: ReaderStart, log: Log): Reader {
  const worker = new Worker(workerUrl, { workerData: start })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended: Error | null = null
  const fail = (error: Error): void => {
    ended = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('message', (reply: ReaderReply) => {
    if ('slow' in reply) return log({ code: 'store.slow', ...reply.slow })
    const asker = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (waiting.size === 0) worker.unref()
    if ('answer' in reply) asker?.resolve(reply.answer)
    else asker?.reject(errorOf(reply))
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(ended ?? new StoreFaultError('store.unreadable', 'reader_ended')))
  worker.unref()
  return {
    ask: (call, ask) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended)
        const id = ++lastId
        worker.ref() // an open question keeps the process alive, an idle thread does not
        waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject })
        worker.postMessage({ id, call, ask })
      }),
    close: async () => {
      await worker.terminate()
    },
  }
}

const errorOf = (reply: { tag: string | undefined; message: string }): Error =>
  reply.tag === undefined ? new Error(reply.message) : new StoreFaultError(reply.tag as StoreFault, reply.message)
