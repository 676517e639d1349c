import { join } from 'node:path'
import { findChromium, openWindow } from '../start/chromium.ts'
import { OptionError, readOptions } from '../start/options.ts'
import { startBrowserHost } from './browser-host.ts'
import { openHostedCore } from './core-for-hosts.ts'
import { stopOnSignals } from './stop-signals.ts'

/** The browser host as a process of its own: core, page server, and a window of the machine's Chromium. */
const pagesDir = join(import.meta.dirname, '..', '..', 'out', 'renderer')

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env)
  const core = await openHostedCore(options)
  if (!core) return 1
  const host = await startBrowserHost({ pagesDir, port: options.port, onWindow: core.serve })
  stopOnSignals(async () => {
    await host.close()
    await core.close()
  })
  process.stdout.write(`READY ${JSON.stringify({ console: host.enterUrl })}\n`)
  const chromium = options.open ? findChromium(process.env) : null
  if (chromium) openWindow(chromium, host.enterUrl, join(options.dataDir, 'browser', options.profile))
  return 0
}

main().then(
  (code) => {
    if (code !== 0) process.exit(code)
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof OptionError ? error.message : String(error)}\n`)
    process.exit(error instanceof OptionError ? 2 : 1)
  },
)
