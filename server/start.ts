import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { uuidV7 } from '../shared/kernel/ids.ts'
import { buildServer, type Tls } from './app.ts'
import { createAccounts } from './auth/accounts.ts'
import { createReadCaller } from './auth/caller.ts'
import { createChoices } from './auth/choices.ts'
import { createDevices } from './auth/devices.ts'
import { createErasures } from './auth/erasures.ts'
import { createFork } from './auth/fork.ts'
import { foundDemo, hasDemoPeople } from './auth/found.ts'
import { openKeys, type ServerKeys } from './auth/keys.ts'
import { createPasswords, type PasswordCost } from './auth/password.ts'
import { createPeople } from './auth/people.ts'
import { createRecords } from './auth/records.ts'
import { createSetup } from './auth/setup.ts'
import { createTeams } from './auth/teams.ts'
import type { Database, StreamsNotice } from './db/database.ts'
import { openPglite } from './db/pglite.ts'
import { openPostgres } from './db/postgres.ts'
import { startHousekeeping } from './ops/housekeeping.ts'
import { createLog, type Log, type LogLevel } from './ops/log.ts'
import { createMetrics } from './ops/metrics.ts'
import type { Services } from './services.ts'
import { createAttachmentFiles } from './sync/attachment-files.ts'
import { createAttachments } from './sync/attachments.ts'
import { startEpochs } from './sync/epochs.ts'
import { createHeads } from './sync/heads.ts'
import { ingest } from './sync/ingest.ts'
import { createLive } from './sync/live.ts'
import { createNumbers } from './sync/numbers.ts'
import { createQueue } from './sync/queue.ts'
import { realTimers, type Timers } from './timers.ts'
import { shippedReference } from './watch/reference.ts'
import { createWatch } from './watch/watch.ts'

export interface ServerOptions {
  readonly port: number
  readonly dataDir: string
  /** Enters the demonstration organisation; loopback only. */
  readonly demo?: boolean
  /** PostgreSQL; without it the embedded database in `dataDir`. */
  readonly databaseUrl?: string
  /** Address to listen on; loopback unless told. */
  readonly listen?: string
  readonly tls?: Tls
  readonly version?: string
  /** A backup was restored: every organisation begins a new epoch. */
  readonly newEpoch?: boolean
  /** Another organisation is to be founded on this server. */
  readonly newOrg?: boolean
  /** Told where the word for founding an organisation stands. */
  readonly onSetup?: (file: string) => void
  readonly logLevel?: LogLevel
  readonly writeLog?: (line: string) => void
  readonly nowMs?: () => number
  /** Another price of a guess than the default; tests sign in often. */
  readonly passwordCost?: PasswordCost
}

export interface RunningServer {
  readonly url: string
  readonly database: Database['kind']
  readonly close: () => Promise<void>
}

/** An option or a state of the folder that forbids the start; the message names it. */
export class StartError extends Error {}

/** What is being answered may end; who sends slowly, or nothing, does not hold up the end. */
const graceMs = 3_000

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

function openDatabase(options: ServerOptions, log: Log): Promise<Database> {
  const onFault = (what: string, error: unknown) => log.fault(what, error)
  if (options.databaseUrl === undefined) return openPglite({ dataDir: options.dataDir, onFault })
  const pauseMs = (attempt: number) => Math.random() * 10 * 2 ** attempt
  return openPostgres({ url: options.databaseUrl, onFault, pauseMs })
}

/** What the parts of a server are given from outside besides their database; left out = this machine's own. */
export interface ServicePorts extends Pick<ServerOptions, 'dataDir' | 'version' | 'nowMs' | 'passwordCost'> {
  readonly newId?: () => string
  readonly timers?: Timers
}

export interface OpenServices {
  readonly services: Services
  readonly close: () => Promise<void>
}

interface Grounds {
  readonly db: Database
  readonly keys: ServerKeys
  readonly nowMs: () => number
  readonly newId: () => string
  readonly timers: Timers
  readonly onFault: (what: string, error: unknown) => void
}

const streamsCloser =
  ({ db, onFault }: Grounds) =>
  (notice: StreamsNotice): void => {
    db.tell(notice).catch((error: unknown) => onFault('streams.close', error))
  }

function openAccounts(grounds: Grounds, options: ServicePorts) {
  const { db, nowMs } = grounds
  const passwords = createPasswords(options.passwordCost)
  const closeStreams = streamsCloser(grounds)
  const who = { ...grounds, passwords }
  return {
    passwords,
    accounts: createAccounts(who),
    teams: createTeams(grounds),
    people: createPeople({ ...who, onRightsChanged: (org, actor) => closeStreams({ org, actor }) }),
    fork: createFork(grounds),
    choices: createChoices({ db, nowMs }),
    devices: createDevices({ db, nowMs, onDeviceRevoked: (org, device) => closeStreams({ org, device }) }),
    records: createRecords(db),
    setup: createSetup({ ...who, dataDir: options.dataDir }),
    readCaller: createReadCaller(grounds),
  }
}

function openSync(grounds: Grounds) {
  const { db, nowMs, keys, onFault } = grounds
  const numbers = createNumbers(grounds)
  const heads = createHeads(grounds)
  const live = createLive(grounds)
  const queue = createQueue({
    ingest: (org, deliveries) => ingest({ db, numbers, nowMs, keys }, org, deliveries),
    onHeads: heads.moved,
    onFault,
    nowMs,
  })
  return { heads, live, queue }
}

/** Makes every part of the server over one database. */
export function openServices(db: Database, options: ServicePorts, log: Log): OpenServices {
  const nowMs = options.nowMs ?? Date.now
  const grounds: Grounds = {
    db,
    keys: openKeys(options.dataDir),
    nowMs,
    newId: options.newId ?? (() => uuidV7(nowMs(), randomBytes(10))),
    timers: options.timers ?? realTimers,
    onFault: (what, error) => log.fault(what, error),
  }
  const { heads, live, queue } = openSync(grounds)
  const isBusy = () => queue.waiting() > 0 || queue.expectsMore()
  const watch = createWatch({ ...grounds, reference: shippedReference, isBusy, onHeads: heads.moved })
  const metrics = createMetrics()
  metrics.gauge('redress_live_streams', live.count)
  metrics.gauge('redress_push_waiting', queue.waiting)
  metrics.gauge('process_resident_memory_bytes', () => process.memoryUsage.rss())
  const housekeeping = startHousekeeping(grounds)
  const version = options.version ?? '0'
  const files = createAttachmentFiles(options.dataDir)
  const attachments = createAttachments({ ...grounds, files })
  const erasures = createErasures({
    ...grounds,
    files,
    onErased: (org) => streamsCloser(grounds)({ org, everybody: true }),
  })
  const services = {
    ...grounds,
    attachments,
    erasures,
    ...openAccounts(grounds, options),
    queue,
    live,
    log,
    metrics,
    version,
  }
  const close = async () => {
    housekeeping.stop()
    await watch.close()
    live.close()
    await queue.drain()
    heads.close()
    await db.close()
  }
  return { services, close }
}

const isLoopback = (options: ServerOptions): boolean => loopback.has(options.listen ?? '127.0.0.1')

function checkAddress(options: ServerOptions): void {
  if (isLoopback(options)) return
  if (!options.tls) throw new StartError('--listen: an address beyond this machine needs --tls-cert and --tls-key')
  if (options.demo) throw new StartError('--listen: a server with --demo serves this machine only')
}

async function checkPeople(options: ServerOptions, db: Database): Promise<void> {
  if (!isLoopback(options) && (await hasDemoPeople(db)))
    throw new StartError('--listen: this database holds demonstration people and serves this machine only')
}

/** Starts the central server and answers once it takes requests. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const log = createLog(options.logLevel ?? 'info', options.writeLog ?? ((line) => process.stderr.write(line)))
  checkAddress(options)
  const db = await openDatabase(options, log)
  let close = db.close
  try {
    await checkPeople(options, db)
    const opened = openServices(db, options, log)
    close = opened.close
    return await serve(opened, options)
  } catch (error) {
    await close()
    throw error
  }
}

async function serve({ services, close }: OpenServices, options: ServerOptions): Promise<RunningServer> {
  if (options.demo) await foundDemo(services)
  const setupFile = await services.setup.offer(options.newOrg === true)
  if (setupFile !== null) options.onSetup?.(setupFile)
  if (options.newEpoch) await startEpochs(services)
  const app = buildServer(services, options.tls)
  await app.listen({ port: options.port, host: options.listen ?? '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const host = options.listen ?? '127.0.0.1'
  const url = `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  services.log.info('listening', { port, kind: services.db.kind })
  const end = async () => {
    services.live.close()
    const impatient = setTimeout(() => app.server.closeAllConnections(), graceMs)
    await app.close()
    clearTimeout(impatient)
    await close()
  }
  let ending: Promise<void> | null = null
  return { url, database: services.db.kind, close: () => (ending ??= end()) }
}
