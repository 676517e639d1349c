import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../../../..')
const main = join(root, 'server/main.ts')
/** What `npm run server` tells Node. */
const nodeFlags = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { server: string } }
).scripts.server
  .split(' ')
  .filter((word) => word.startsWith('--'))

export interface ServerProcess {
  readonly url: string
  /** SIGKILL: nothing is flushed. */
  readonly kill: () => Promise<void>
  /** SIGTERM; gives the exit code. */
  readonly stop: () => Promise<number | null>
}

export interface Ended {
  readonly code: number | null
  readonly said: string
}

const environment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: undefined,
  REDRESS_DATA_DIR: undefined,
  REDRESS_LOG_LEVEL: 'error',
  ...env,
})

/** The server as a process of its own, ready. */
export async function spawnServer(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...nodeFlags, main, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const ended = once(child, 'exit')
  const ready = new Promise<string>((done, fail) => {
    ended.then(([code]) => fail(new Error(`server ended with ${code}: ${said}`)), fail)
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('READY ')) done(JSON.parse(line.slice(6)).server as string)
    })
  })
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    const [code] = await ended
    return code as number | null
  }
  const url = await ready
  return { url, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') }
}

/** Runs the server until it ends by itself. */
export async function runServer(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { env: environment(env), stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  const [code] = await once(child, 'exit')
  return { code: code as number | null, said }
}
