import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildWhenStale } from './start/build.ts'
import { type Part, PartEnded, startPart } from './start/child.ts'
import { findChromium, hasDisplay } from './start/chromium.ts'
import { electronBinary, fetchElectron, startFetch } from './start/electron-binary.ts'
import { keepServer, serverStarter } from './start/embedded-server.ts'
import { keepPart } from './start/keep.ts'
import { makeDataDir, OptionError, readOptions, type StartOptions, sessionVariable } from './start/options.ts'

/** `npm start`: builds when stale, starts the embedded server and a console, and says so in one READY line. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (line: string) => process.stderr.write(`${line}\n`)

const consoleDied =
  '控制台意外停止，正在重新启动；已保存的都在。 The console ended; starting it again, nothing saved is lost.'

/** Lets the windows of a browser host that died go on with the next one of this start. */
const session = randomBytes(24).toString('base64url')

async function chooseHost(options: StartOptions): Promise<'electron' | 'browser'> {
  if (options.host === 'browser') return 'browser'
  if (!hasDisplay(process.env)) {
    if (options.host === 'electron') throw new OptionError('--host electron needs a display; none was found')
    return 'browser'
  }
  if (electronBinary(root)) return 'electron'
  say('Electron is not here yet; trying to fetch it.')
  const outcome = await fetchElectron({ start: () => startFetch(root), wait: (ms) => wait(ms) })
  if (outcome === 'here') return 'electron'
  if (options.host === 'electron') throw new OptionError('--host electron: the Electron program cannot be fetched here')
  say(
    outcome === 'later'
      ? 'Electron is still being fetched; this start uses the browser host, the next one Electron.'
      : 'Electron cannot be fetched here; using the browser host.',
  )
  return 'browser'
}

/** Whether this start can and should show a window by itself. */
const showsWindow = ({ open }: StartOptions, host: 'electron' | 'browser'): boolean =>
  open && (host === 'electron' || (hasDisplay(process.env) && findChromium(process.env) !== null))

async function startConsole(options: StartOptions, host: 'electron' | 'browser', server: string): Promise<Part> {
  const flags = [
    '--port',
    String(options.port),
    '--data-dir',
    options.dataDir,
    '--profile',
    options.profile,
    '--server',
    server,
  ]
  if (options.empty) flags.push('--empty')
  if (options.proxy) flags.push('--proxy', options.proxy)
  if (options.serverCa) flags.push('--server-ca', options.serverCa)
  if (!showsWindow(options, host)) flags.push('--no-open')
  const electron = electronBinary(root)
  if (host === 'electron' && electron) return startPart(electron, [root, ...flags], process.env)
  const env = { ...process.env, [sessionVariable]: session }
  return startPart(process.execPath, [join(root, 'electron', 'host', 'browser-main.ts'), ...flags], env)
}

/** The demonstration's cases, once per data folder. What goes wrong is said and keeps nobody from working. */
async function fillDemo(options: StartOptions, server: string): Promise<void> {
  const args = [join(root, 'electron', 'demo', 'main.ts'), '--data-dir', options.dataDir, '--server', server]
  await startPart(process.execPath, args, process.env).catch(() =>
    say('The demonstration is not filled yet; the next start goes on with it.'),
  )
}

async function launch(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  makeDataDir(options.dataDir)
  const host = await chooseHost(options)
  buildWhenStale(root)
  let stopping = false
  const parts: { readonly stop: () => Promise<void> }[] = []
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    for (const part of parts.reverse()) await part.stop()
    process.exit(code)
  }
  const start = serverStarter(root, options.dataDir)
  const server = options.server === 'embedded' ? await keepServer({ dataDir: options.dataDir, start, say }) : null
  if (server) parts.push(server)
  const address = server?.address ?? options.server
  const filled = server && !options.empty ? fillDemo(options, server.address) : null
  const part = await startConsole(options, host, address).catch(async (error) => {
    await stop(error instanceof PartEnded ? error.code : 1)
    throw error
  })
  const kept = keepPart(part, {
    // A browser's window is still open and goes on with the next one; Electron's went with the program.
    again: () => startConsole(host === 'browser' ? { ...options, open: false } : options, host, address),
    isDone: (code) => code === 0,
    mostDeaths: 5,
    line: consoleDied,
    say,
    onEnd: (code) => void stop(code ?? 1),
  })
  parts.push(kept)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0))
  await filled
  const ready = { console: part.ready['console'], server: address, host, dataDir: options.dataDir }
  process.stdout.write(`READY ${JSON.stringify(ready)}\n`)
  // The entry works once: the window that was opened has used it.
  if (host === 'browser' && !showsWindow(options, host))
    say(`Open ${part.ready['console']} in a browser on this machine.`)
}

launch().catch((error: unknown) => {
  if (!(error instanceof PartEnded)) say(error instanceof OptionError ? error.message : String(error))
  process.exitCode = error instanceof OptionError ? 2 : error instanceof PartEnded ? error.code : 1
})
