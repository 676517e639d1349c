import { join } from 'node:path'
import { consoleDir } from '../core/console.ts'
import { findChromium, openWindow } from '../start/chromium.ts'
import { OptionError, readOptions, sessionVariable } from '../start/options.ts'
import { startBrowserHost } from './browser-host.ts'
import { openHostedCore } from './core-for-hosts.ts'
import { keepPort, listenNear, readKeptPort } from './kept-port.ts'
import { startRefusalLine } from './start-refusal.ts'
import { stopOnSignals } from './stop-signals.ts'

/** The browser host as a process of its own: core, page server, and a window of the machine's Chromium. */
const pagesDir = join(import.meta.dirname, '..', '..', 'out', 'renderer')

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env)
  const opened = await openHostedCore(options)
  if (!opened.ok) {
    process.stderr.write(`${startRefusalLine(opened.error)}\n`)
    return 1
  }
  const core = opened.value
  const folder = consoleDir(options.dataDir, options.profile)
  const session = process.env[sessionVariable]
  // Not for the browser, which inherits the rest.
  delete process.env[sessionVariable]
  const listen = (port: number) =>
    startBrowserHost({ pagesDir, port, onWindow: core.serve, ...(session === undefined ? {} : { session }) })
  const host = await (options.port === 0 ? listenNear(readKeptPort(folder), listen) : listen(options.port))
  keepPort(folder, Number(new URL(host.origin).port))
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
