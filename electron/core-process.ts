import { runElectronCore } from './host/electron-core.ts'

/** Entry of Electron's utility process. */
runElectronCore({
  parent: process.parentPort,
  flags: process.argv.slice(2),
  threadsUrl: new URL('./', import.meta.url),
  exit: (code) => process.exit(code),
})
