import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FolderInUse } from './db/lock-file.ts'
import { type LogLevel, logLevels } from './ops/log.ts'
import { type ServerOptions, StartError, startServer } from './start.ts'

/** `npm run server`: the central server alone. Source: surfaces.md "Commands". */
const flags = {
  port: { type: 'string', default: '0' },
  'data-dir': { type: 'string' },
  listen: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  demo: { type: 'boolean', default: false },
  'new-org': { type: 'boolean', default: false },
  'new-epoch': { type: 'boolean', default: false },
} as const

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new StartError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown flag')
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new StartError('--port: a number from 0 to 65535 is needed')
  return port
}

function readFlagFile(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new StartError(`--${flag}: the file cannot be read`)
  }
}

function readTls(values: ReturnType<typeof readFlags>): ServerOptions['tls'] {
  const [cert, key] = [values['tls-cert'], values['tls-key']]
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined) throw new StartError('--tls-cert: needed together with --tls-key')
  if (key === undefined) throw new StartError('--tls-key: needed together with --tls-cert')
  return { cert: readFlagFile('tls-cert', cert), key: readFlagFile('tls-key', key) }
}

function readDatabaseUrl(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text))
    throw new StartError('DATABASE_URL: a postgres:// address is needed')
  return text
}

function readLogLevel(text: string | undefined): LogLevel {
  const found = logLevels.find((level) => level === (text ?? 'info'))
  if (!found) throw new StartError(`REDRESS_LOG_LEVEL: one of ${logLevels.join(', ')} is needed`)
  return found
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** Flags first, then the environment; throws `StartError` naming what is wrong. */
export function readServerOptions(args: readonly string[], env: NodeJS.ProcessEnv): ServerOptions {
  const values = readFlags(args)
  const dataDir = values['data-dir'] ?? env['REDRESS_DATA_DIR']
  if (dataDir === undefined || dataDir === '') throw new StartError('--data-dir: a folder is needed')
  const databaseUrl = readDatabaseUrl(env['DATABASE_URL'])
  const tls = readTls(values)
  return {
    port: readPort(values.port),
    dataDir,
    demo: values.demo,
    newOrg: values['new-org'],
    newEpoch: values['new-epoch'],
    version: readVersion(),
    logLevel: readLogLevel(env['REDRESS_LOG_LEVEL']),
    ...(values.listen === undefined ? {} : { listen: values.listen }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(tls === undefined ? {} : { tls }),
  }
}

async function run(): Promise<void> {
  const hasParent = process.connected
  const options = readServerOptions(process.argv.slice(2), process.env)
  const onSetup = (file: string) => {
    process.stderr.write(`To found an organisation: the word for POST /v1/setup stands in ${file}\n`)
  }
  const server = await startServer({ ...options, onSetup })
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await server.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
  // A start command that brought this server along and is gone, however it went, must not leave it behind with its folder locked.
  process.on('disconnect', () => void stop())
  if (hasParent && !process.connected) await stop()
  const ready = { server: server.url, database: server.database, dataDir: options.dataDir }
  process.stdout.write(`READY ${JSON.stringify(ready)}\n`)
}

if (import.meta.main)
  run().catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      process.stderr.write(`--port: ${(error as { port?: number }).port} is taken\n`)
      process.exitCode = 1
      return
    }
    const isPlain = error instanceof StartError || error instanceof FolderInUse
    process.stderr.write(`${isPlain ? error.message : String(error instanceof Error ? error.stack : error)}\n`)
    process.exitCode = isPlain ? 2 : 1
  })
