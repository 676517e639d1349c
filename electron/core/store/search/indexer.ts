import { Worker } from 'node:worker_threads'
import type { DamageWatch } from '../care/damage.ts'
import type { StoreFault } from '../fault.ts'
import { threadLimits } from '../thread-limits.ts'
import { afterMerge, afterSave, gatherMs, type IndexPace, letsSyncFinish, nothingWaits } from './index-pace.ts'
import type { Marks } from './index-round.ts'
import type { IndexerReply, IndexerRequest, IndexerStart } from './indexer-protocol.ts'

export interface Indexer {
  /** Something was saved: the index follows within a second. `merged`: by sync, which it lets finish first. */
  readonly kick: (by: 'saved' | 'merged') => void
  /** Resolves when everything saved before the call is in the index. */
  readonly caughtUp: () => Promise<void>
  readonly marks: () => Marks
  readonly close: () => Promise<void>
}

export interface IndexerDeps extends IndexerStart {
  readonly workerUrl: URL
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
  readonly setTimer: (work: () => void, afterMs: number) => void
  readonly monoMs: () => number
  readonly damaged: DamageWatch
}

/** After so long without a save the log is copied back. */
const quietMs = 1_000

/** Where the indexing thread stands, and who waits for it. */
interface Indexing {
  readonly worker: Worker
  marks: Marks
  state: 'starting' | 'idle' | 'gathering' | 'working' | 'closing' | 'ended'
  isWanted: boolean
  /** Saves seen. */
  kicks: number
  pace: IndexPace
  /** What keeps the index back, until a round succeeds again. */
  heldBy: StoreFault | null
  rest: (() => void)[]
  closed: () => void
}

/** Runs the indexing thread: one round at a time, again while there is more. */
export function startIndexer(deps: IndexerDeps): Indexer {
  const { file, searchFile, key } = deps
  const worker = new Worker(deps.workerUrl, {
    workerData: { file, searchFile, key } satisfies IndexerStart,
    resourceLimits: threadLimits,
  })
  const indexing: Indexing = {
    worker,
    marks: { seq: 0, change: 0 },
    state: 'starting',
    isWanted: true,
    kicks: 0,
    pace: nothingWaits,
    heldBy: null,
    rest: [],
    closed: () => undefined,
  }
  listen(indexing, deps)
  worker.unref()
  return {
    kick: (by) => {
      const before = indexing.isWanted ? indexing.pace : nothingWaits
      indexing.pace = by === 'saved' ? afterSave(before) : afterMerge(before, deps.monoMs())
      indexing.isWanted = true
      indexing.kicks += 1
      if (indexing.state === 'idle') gather(indexing, deps)
    },
    caughtUp: () => new Promise((resolve) => awaitRest(indexing, resolve)),
    marks: () => indexing.marks,
    close: () => close(indexing),
  }
}

/** A round begins when what comes together is gathered. */
function gather(indexing: Indexing, deps: Pick<IndexerDeps, 'setTimer' | 'monoMs'>): void {
  indexing.state = 'gathering'
  deps.setTimer(() => {
    if (indexing.state !== 'gathering') return
    if (letsSyncFinish(indexing.pace, deps.monoMs())) gather(indexing, deps)
    else go(indexing)
  }, gatherMs)
}

type Told = Pick<IndexerDeps, 'log' | 'damaged' | 'setTimer'>

function listen(indexing: Indexing, { log, damaged, setTimer }: Told): void {
  const { worker } = indexing
  worker.on('message', (reply: IndexerReply) => {
    if (reply.kind === 'closed') return indexing.closed()
    if (reply.kind === 'damaged') return damaged(reply.file, reply.fault)
    if (reply.kind === 'held') return hold(indexing, reply.fault, log)
    indexing.heldBy = null
    indexing.marks = reply.marks
    done(indexing, reply.kind === 'ready' || reply.isBehind)
    if (indexing.state === 'idle') tidyWhenQuiet(indexing, setTimer)
  })
  worker.on('error', (error) => log({ code: 'store.indexer_bug', error: error.message }))
  worker.on('exit', () => {
    indexing.state = 'ended'
    settle(indexing)
    indexing.closed()
  })
}

function tidyWhenQuiet(indexing: Indexing, setTimer: IndexerDeps['setTimer']): void {
  const { kicks } = indexing
  setTimer(() => {
    if (indexing.state === 'idle' && indexing.kicks === kicks) send(indexing, { kind: 'tidy' })
  }, quietMs)
}

const send = ({ worker }: Indexing, request: IndexerRequest): void => worker.postMessage(request)

function go(indexing: Indexing): void {
  if (indexing.state !== 'idle' && indexing.state !== 'gathering') return
  indexing.state = 'working'
  indexing.isWanted = false
  send(indexing, { kind: 'go' })
}

function done(indexing: Indexing, isBehind: boolean): void {
  if (indexing.state === 'closing') return
  indexing.state = 'idle'
  if (isBehind || indexing.isWanted) go(indexing)
  else settle(indexing)
}

/** The next save tries again: search looks through what is not indexed meanwhile. */
function hold(indexing: Indexing, fault: StoreFault, log: IndexerDeps['log']): void {
  if (indexing.heldBy !== fault) log({ code: 'store.index_held', fault })
  indexing.heldBy = fault
  if (indexing.state === 'closing') return
  indexing.state = 'idle'
  settle(indexing)
}

function settle(indexing: Indexing): void {
  indexing.worker.unref()
  for (const resolve of indexing.rest) resolve()
  indexing.rest = []
}

function awaitRest(indexing: Indexing, resolve: () => void): void {
  if (indexing.state === 'ended') {
    resolve()
    return
  }
  indexing.worker.ref() // somebody waits: the process must not end before the answer
  indexing.rest.push(resolve)
  indexing.isWanted = true
  if (indexing.state === 'idle' || indexing.state === 'gathering') go(indexing)
}

async function close(indexing: Indexing): Promise<void> {
  if (indexing.state === 'ended') return
  // A thread that is not up yet has nothing to finish.
  if (indexing.state !== 'starting')
    await new Promise<void>((resolve) => {
      // Whoever closes waits for the thread: a round that ends meanwhile must not let the process go.
      indexing.state = 'closing'
      indexing.closed = resolve
      indexing.worker.ref()
      send(indexing, { kind: 'close' })
    })
  await indexing.worker.terminate()
}
