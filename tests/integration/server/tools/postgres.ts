import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { postgresFolder } from '../../../prerequisites.ts'

const run = promisify(execFile)
/** PostgreSQL refuses to run as root; the user `nobody` of every Unix does. */
const nobody = 65_534

export interface Cluster {
  readonly folder: string
  readonly port: number
  /** A fresh database owned by a role that is neither superuser nor above row-level security. */
  readonly newDatabase: () => Promise<string>
  /** Takes a backup by the commands of docs/OPERATIONS.md; answers how to put it back, into a database of its own. */
  readonly dump: (url: string) => Promise<() => Promise<string>>
  readonly kill: () => Promise<void>
  /** As an operator stops it: what runs is ended, what is committed is on the disk. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
  readonly remove: () => Promise<void>
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))))
    })
  })
}

async function query(url: string, ...texts: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const text of texts) await client.query(text)
  } finally {
    await client.end()
  }
}

async function isUp(url: string): Promise<boolean> {
  try {
    await query(url, 'SELECT 1')
    return true
  } catch {
    return false
  }
}

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((done) => child.once('exit', () => done()))

/** What initdb makes, made once on this machine and copied. */
async function freshData(bin: string, identity: { readonly uid?: number; readonly gid?: number }): Promise<string> {
  const version = (await run(join(bin, 'postgres'), ['--version'])).stdout.replace(/\D+/g, '-')
  const made = join(tmpdir(), `redress-initdb${version}${identity.uid ?? 'own'}`)
  if (existsSync(made)) return made
  const beside = mkdtempSync(join(tmpdir(), 'redress-initdb-'))
  if (identity.uid !== undefined) chownSync(beside, identity.uid, identity.uid)
  const init = ['-D', join(beside, 'data'), '-U', 'root', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']
  await run(join(bin, 'initdb'), init, { ...identity, cwd: beside, env: {} })
  if (!existsSync(made)) renameSync(join(beside, 'data'), made)
  rmSync(beside, { recursive: true, force: true })
  return made
}

interface Dumping {
  readonly bin: string
  /** Where the two files go: the beginning of their names. */
  readonly shelf: string
  readonly url: string
  readonly create: () => Promise<string>
}

async function dump({ bin, shelf, url, create }: Dumping): Promise<() => Promise<string>> {
  // Beside the server's programs, or where the client's lie.
  const tool = (name: string, ...args: string[]) => run(existsSync(join(bin, name)) ? join(bin, name) : name, args)
  const [long, keys] = [`${shelf}-long.dump`, `${shelf}-keys.dump`]
  const by = url.replace('redress@', 'redress_backup@')
  await tool('pg_dump', '-Fc', '--exclude-table-data=*_keys', '-f', long, by)
  await tool('pg_dump', '-Fc', '--data-only', '-t', '*_keys', '-f', keys, by)
  return async () => {
    const back = await create()
    const into = ['--exit-on-error', '-d', back.replace('redress@', 'root@')]
    await tool('pg_restore', ...into, long)
    await tool('pg_restore', ...into, '--data-only', keys)
    return back
  }
}

/** A PostgreSQL of one's own on loopback. `fsync` off unless the test is about durability or speed. */
export async function startCluster(options: { readonly fsync?: boolean } = {}): Promise<Cluster> {
  const bin = postgresFolder() ?? ''
  const isRoot = process.getuid?.() === 0
  const identity = isRoot ? { uid: nobody, gid: nobody } : {}
  const folder = mkdtempSync(join(tmpdir(), 'redress-pg-'))
  if (isRoot) chownSync(folder, nobody, nobody)
  const data = join(folder, 'data')
  await run('cp', ['-r', await freshData(bin, identity), data], identity)
  const port = await freePort()
  const admin = `postgres://root@127.0.0.1:${port}/postgres`
  let child: ChildProcess | null = null
  let made = 0

  async function start(): Promise<void> {
    const settings = [
      `fsync=${options.fsync ? 'on' : 'off'}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
    ]
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    child = spawn(join(bin, 'postgres'), args, { ...identity, cwd: folder, stdio: 'ignore' })
    for (let i = 0; i < 200 && !(await isUp(admin)); i++) await wait(50)
  }
  async function kill(): Promise<void> {
    if (!child) return
    child.kill('SIGKILL')
    await exited(child)
    await wait(200)
  }
  async function create(): Promise<string> {
    const name = `redress${++made}`
    await query(admin, `CREATE DATABASE ${name} OWNER redress`)
    return `postgres://redress@127.0.0.1:${port}/${name}`
  }
  await start()
  await query(
    admin,
    'CREATE ROLE redress LOGIN',
    'CREATE ROLE redress_backup LOGIN BYPASSRLS',
    'GRANT pg_read_all_data TO redress_backup',
  )
  return {
    dump: (url) => dump({ bin, shelf: join(folder, String(made)), url, create }),
    folder,
    port,
    newDatabase: create,
    kill,
    stop: async () => {
      child?.kill('SIGINT')
      if (child) await exited(child)
    },
    start,
    remove: async () => {
      child?.kill('SIGQUIT')
      if (child) await exited(child)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
