/** Stands for the indexing thread: asked to close while a round runs, it ends the round first and takes its time to close. */
import { parentPort } from 'node:worker_threads'
import type { IndexerReply, IndexerRequest } from '../../../../electron/core/store/search/indexer-protocol.ts'

const marks = { seq: 0, change: 0 }
const say = (reply: IndexerReply): void => parentPort?.postMessage(reply)
parentPort?.on('message', ({ kind }: IndexerRequest) => {
  if (kind !== 'close') return
  say({ kind: 'marks', marks, isBehind: false })
  setTimeout(() => say({ kind: 'closed' }), 300)
})
say({ kind: 'ready', marks })
