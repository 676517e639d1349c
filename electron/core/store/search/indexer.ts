import { Worker } from 'node:worker_threads'
import type { Marks } from './index-round.ts'
import type { IndexerReply, IndexerRequest, IndexerStart } from './indexer-protocol.ts'

export interface Indexer {
  /** Something was saved: the index follows within a second. */
  readonly kick: () => void
  /** Resolves when everything saved before the call is in the index. */
  readonly caughtUp: () => Promise<void>
  readonly marks: () => Marks
  readonly close: () => Promise<void>
}

export interface IndexerDeps extends IndexerStart {
  readonly workerUrl: URL
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
  readonly setTimer: (work: () => void, afterMs: number) => void
}

/** Saves are gathered this long before they are indexed together: half of the second the index may trail. */
const gatherMs = 300

/** Runs the indexing thread: one round at a time, again while there is more. */
export function startIndexer(deps: IndexerDeps): Indexer {
  const { file, searchFile, key } = deps
  const worker = new Worker(deps.workerUrl, { workerData: { file, searchFile, key } satisfies IndexerStart })
  const send = (request: IndexerRequest): void => worker.postMessage(request)
  let marks: Marks = { seq: 0, change: 0 }
  let state: 'starting' | 'idle' | 'gathering' | 'working' | 'ended' = 'starting'
  let isWanted = true
  let rest: (() => void)[] = []
  let closed: () => void = () => undefined

  const go = (): void => {
    if (state !== 'idle' && state !== 'gathering') return
    state = 'working'
    isWanted = false
    send({ kind: 'go' })
  }
  const settle = (): void => {
    worker.unref()
    for (const resolve of rest) resolve()
    rest = []
  }
  const done = (isBehind: boolean): void => {
    state = 'idle'
    if (isBehind || isWanted) go()
    else settle()
  }
  worker.on('message', (reply: IndexerReply) => {
    if (reply.kind === 'closed') return closed()
    marks = reply.marks
    done(reply.kind === 'ready' || reply.isBehind)
  })
  worker.on('error', (error) => deps.log({ code: 'store.indexer_bug', error: error.message }))
  worker.on('exit', () => {
    state = 'ended'
    settle()
    closed()
  })
  worker.unref()
  return {
    kick: () => {
      isWanted = true
      if (state !== 'idle') return
      state = 'gathering'
      deps.setTimer(go, gatherMs)
    },
    caughtUp: () =>
      new Promise((resolve) => {
        if (state === 'ended') return resolve()
        worker.ref() // somebody waits: the process must not end before the answer
        rest.push(resolve)
        isWanted = true
        if (state === 'idle' || state === 'gathering') go()
      }),
    marks: () => marks,
    close: async () => {
      if (state === 'ended') return
      // A thread that is not up yet has nothing to finish.
      if (state !== 'starting')
        await new Promise<void>((resolve) => {
          closed = resolve
          worker.ref()
          send({ kind: 'close' })
        })
      await worker.terminate()
    },
  }
}
