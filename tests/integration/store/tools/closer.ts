/** Closes the index while it is at work, with nothing else that keeps this process alive, and says so. */
import { startIndexer } from '../../../../electron/core/store/search/indexer.ts'

const indexer = startIndexer({
  ...{ file: '', searchFile: '', key: new Uint8Array(32) },
  workerUrl: new URL('slow-indexer.ts', import.meta.url),
  log: () => undefined,
  monoMs: () => performance.now(),
  setTimer: () => undefined,
  damaged: () => undefined,
})
const working = setTimeout(() => undefined, 10_000)
setTimeout(() => {
  clearTimeout(working)
  indexer.close().then(() => process.stdout.write('closed\n'), process.exit)
}, 1_000)
