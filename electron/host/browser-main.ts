import { join } from 'node:path'
import { RPCHandler } from '@orpc/server/ws'
import { openNodeConsole } from '../core/node-ports.ts'
import { startBrowserHost } from './browser-host.ts'
import { findChromium, openWindow } from '../start/chromium.ts'
import { OptionError, readOptions } from '../start/options.ts'
import { stopOnSignals } from './stop-signals.ts'

/** The browser host as a process of its own: core, page server, and a window of the machine's Chromium. */
const pagesDir = join(import.meta.dirname, '..', '..', 'out', 'renderer')

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env)
  const opened = await openNodeConsole(options)
  if (!opened.ok) {
    process.stderr.write(`${JSON.stringify(opened.error)}\n`)
    return 1
  }
  const handler = new RPCHandler(opened.value.router)
  const onWindow = (socket: Parameters<typeof handler.upgrade>[0]) => void handler.upgrade(socket, { context: {} })
  const host = await startBrowserHost({ pagesDir, port: options.port, onWindow })
  stopOnSignals(async () => {
    await host.close()
    await opened.value.close()
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
