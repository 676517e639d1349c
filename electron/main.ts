import { homedir } from 'node:os'
import { join } from 'node:path'
import electron from 'electron'
import { startElectronHost } from './host/electron-host.ts'
import { withoutLink } from './host/electron-links.ts'
import { createHostMemory } from './host/electron-memory.ts'
import { OptionError, readOptions } from './start/options.ts'

/** The window's process: no case data, no network; the core lives in a process of its own (decision 0001). */
const outDir = join(import.meta.dirname, '..')
const args = process.argv.slice(electron.app.isPackaged ? 1 : 2)
const flags = withoutLink(args)
const sayError = (line: string): boolean => process.stderr.write(`${line}\n`)

try {
  const options = readOptions(flags, process.env)
  const folder = join(options.dataDir, 'electron', options.profile)
  startElectronHost({
    electron,
    options,
    args,
    flags,
    platform: process.platform,
    folder,
    coreFile: join(outDir, 'main', 'process.js'),
    preloadFile: join(outDir, 'preload', 'preload.cjs'),
    pagesDir: join(outDir, 'renderer'),
    iconFile: join(outDir, 'renderer', 'icon.png'),
    lateIconFile: join(outDir, 'renderer', 'late.png'),
    autostart: {
      configDir: process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'),
      // An AppImage runs from a place that is gone after it ends.
      program: process.env['APPIMAGE'] ?? process.execPath,
    },
    memory: createHostMemory(folder),
    monoMs: () => performance.now(),
    ready: (address) => process.stdout.write(`READY ${JSON.stringify({ console: address })}\n`),
    say: sayError,
    whenAsked: (quit) => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, quit)
      // Whoever started us is gone: nothing of us is left behind.
      process.once('disconnect', quit)
    },
    report: (error) => sayError(JSON.stringify({ atMs: Date.now(), code: 'host.bug', error: String(error) })),
  })
} catch (error) {
  sayError(error instanceof OptionError ? error.message : String(error))
  electron.app.exit(error instanceof OptionError ? 2 : 1)
}
