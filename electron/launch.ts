import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildWhenStale } from './start/build.ts'
import { type Part, PartEnded, startPart, stopPart } from './start/child.ts'
import { findChromium, hasDisplay } from './start/chromium.ts'
import { electronBinary, fetchElectron, startInstaller } from './start/electron-binary.ts'
import { OptionError, readOptions, type StartOptions } from './start/options.ts'

/** `npm start`: builds when stale, starts the embedded server and a console, and says so in one READY line. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (line: string) => process.stderr.write(`${line}\n`)

async function chooseHost(options: StartOptions): Promise<'electron' | 'browser'> {
  if (options.host === 'browser') return 'browser'
  if (!hasDisplay(process.env)) {
    if (options.host === 'electron') throw new OptionError('--host electron needs a display; none was found')
    return 'browser'
  }
  if (electronBinary(root)) return 'electron'
  say('Electron is not here yet; trying to fetch it.')
  const outcome = await fetchElectron({ start: () => startInstaller(root), wait: (ms) => wait(ms) })
  if (outcome === 'here') return 'electron'
  if (options.host === 'electron') throw new OptionError('--host electron: the Electron program cannot be fetched here')
  say(
    outcome === 'later'
      ? 'Electron is still being fetched; this start uses the browser host, the next one Electron.'
      : 'Electron cannot be fetched here; using the browser host.',
  )
  return 'browser'
}

async function startServer(options: StartOptions, port: string): Promise<Part> {
  const args = [
    join(root, 'server', 'main.ts'),
    '--port',
    port,
    '--data-dir',
    join(options.dataDir, 'server'),
    '--demo',
  ]
  return startPart(process.execPath, args, process.env)
}

/** Keeps the embedded server up: when it dies by itself, it comes back on the same port and the console reconnects. */
function keepServer(
  options: StartOptions,
  first: Part,
  isStopping: () => boolean,
): { readonly stop: () => Promise<void> } {
  let current = first
  const port = new URL(first.ready['server'] ?? '').port
  const watch = (part: Part) => {
    part.process.once('exit', async () => {
      while (!isStopping()) {
        await wait(1_000)
        say('The embedded server ended; starting it again.')
        const next = await startServer(options, port).catch((error: Error) => {
          say(error.message)
          return null
        })
        if (!next) continue
        current = next
        watch(next)
        if (isStopping()) await stopPart(next)
        return
      }
    })
  }
  watch(first)
  return { stop: () => stopPart(current) }
}

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
  if (!options.open || (host === 'browser' && !(hasDisplay(process.env) && findChromium(process.env))))
    flags.push('--no-open')
  const electron = electronBinary(root)
  if (host === 'electron' && electron) return startPart(electron, [root, ...flags], process.env)
  return startPart(process.execPath, [join(root, 'electron', 'host', 'browser-main.ts'), ...flags], process.env)
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
  mkdirSync(options.dataDir, { recursive: true })
  const host = await chooseHost(options)
  buildWhenStale(root)
  let stopping = false
  const server = options.server === 'embedded' ? await startServer(options, '0') : null
  const kept = server && keepServer(options, server, () => stopping)
  const stop = async (code: number, console?: Part) => {
    if (stopping) return
    stopping = true
    if (console) await stopPart(console)
    if (kept) await kept.stop()
    process.exit(code)
  }
  const address = server?.ready['server'] ?? options.server
  const filled = server && !options.empty ? fillDemo(options, address) : null
  const part = await startConsole(options, host, address).catch(async (error) => {
    await stop(error instanceof PartEnded ? error.code : 1)
    throw error
  })
  part.process.once('exit', (code) => void stop(code ?? 1))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0, part))
  await filled
  const ready = { console: part.ready['console'], server: address, host, dataDir: options.dataDir }
  process.stdout.write(`READY ${JSON.stringify(ready)}\n`)
  if (!options.open || host === 'browser') say(`Open ${part.ready['console']} in a browser on this machine.`)
}

launch().catch((error: unknown) => {
  if (!(error instanceof PartEnded)) say(error instanceof OptionError ? error.message : String(error))
  process.exitCode = error instanceof OptionError ? 2 : error instanceof PartEnded ? error.code : 1
})
