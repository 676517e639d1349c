import { runElectronCore } from './host/electron-core.ts'

/** Entry of Electron's utility process. */
await runElectronCore(process.parentPort, process.argv.slice(2), new URL('./', import.meta.url))
