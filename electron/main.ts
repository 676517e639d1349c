import { join } from 'node:path'
import electron from 'electron'
import { startElectronHost } from './host/electron-host.ts'
import { createWindowMemory } from './host/electron-memory.ts'
import { OptionError, readOptions } from './start/options.ts'

/** The window's process: no case data, no network; the core lives in a process of its own (decision 0001). */
const outDir = join(import.meta.dirname, '..')
const flags = process.argv.slice(electron.app.isPackaged ? 1 : 2)

try {
  const options = readOptions(flags, process.env)
  startElectronHost({
    electron,
    options,
    flags,
    coreFile: join(outDir, 'main', 'process.js'),
    preloadFile: join(outDir, 'preload', 'preload.cjs'),
    pagesDir: join(outDir, 'renderer'),
    memory: createWindowMemory(options.dataDir),
    ready: (address) => process.stdout.write(`READY ${JSON.stringify({ console: address })}\n`),
  })
} catch (error) {
  process.stderr.write(`${error instanceof OptionError ? error.message : String(error)}\n`)
  electron.app.exit(error instanceof OptionError ? 2 : 1)
}
