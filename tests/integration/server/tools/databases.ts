import { cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { schemaHash } from '../../../../server/db/migrate.ts'
import { type RunningServer, type ServerOptions, startServer } from '../../../../server/start.ts'
import { describeWith } from '../../../skip.ts'
import { type Cluster, startCluster } from './postgres.ts'

/** Where a server of one test keeps its things, on one of the two databases. */
export interface Home {
  readonly kind: 'pglite' | 'postgres'
  readonly dataDir: string
  readonly databaseUrl?: string
}

export interface Bed {
  /** A fresh home with the demonstration organisation in it. */
  readonly home: () => Promise<Home>
  readonly start: (home: Home, more?: Partial<ServerOptions>) => Promise<RunningServer>
  readonly cluster: () => Cluster
  /** Where the files of a home's database stand. */
  readonly files: (home: Home) => string
  /** PostgreSQL's write-ahead log, which is the operator's; the embedded database has none that counts as such. */
  readonly isLog: (file: string) => boolean
  /** A fresh place without anything in it, not even tables. */
  readonly bare: () => Promise<Home>
  /** Runs SQL at the database of a home whose server is closed; and how to end that. */
  readonly query: typeof openQuery
  /** Lets the database of a home whose server is closed read statements without running them. */
  readonly prepare: (home: Home) => Promise<Prepare>
}

export interface Prepare {
  (text: string): Promise<string>
  readonly end: () => Promise<void>
}

/** Signing in is not what these tests are about. */
const passwordCost = { memory: 64, passes: 1, parallelism: 1 }

/** First start of the embedded database takes seconds: it is done once per schema and copied. */
async function pgliteTemplate(): Promise<string> {
  const template = join(tmpdir(), `redress-pglite-${schemaHash()}`)
  if (existsSync(template)) return template
  const beside = mkdtempSync(join(tmpdir(), 'redress-pglite-'))
  const server = await startServer({ port: 0, dataDir: beside, demo: true, logLevel: 'silent', passwordCost })
  await server.close()
  if (existsSync(template)) rmSync(beside, { recursive: true })
  else renameSync(beside, template)
  return template
}

async function openPrepare(home: Home): Promise<Prepare> {
  const [query, end] = await openQuery(home)
  const prepare = async (text: string) => {
    try {
      await query(`PREPARE one AS ${text}`)
      await query('DEALLOCATE one')
      return 'understood'
    } catch (error) {
      return String(error)
    }
  }
  return Object.assign(prepare, { end })
}

async function openQuery(home: Home): Promise<[(text: string) => Promise<unknown>, () => Promise<void>]> {
  if (home.databaseUrl === undefined) {
    const db = await PGlite.create(join(home.dataDir, 'pg'))
    return [(text) => db.exec(text), () => db.close()]
  }
  const client = new pg.Client({ connectionString: home.databaseUrl })
  await client.connect()
  return [(text) => client.query(text), () => client.end()]
}

/** The synced copy is never written in place, so its files can be shared; the rest is copied. */
function copyTemplate(template: string, dataDir: string): void {
  cpSync(template, dataDir, { recursive: true, filter: (path) => basename(path) !== 'pg-copy' })
  linkTree(join(template, 'pg-copy'), join(dataDir, 'pg-copy'))
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else linkSync(source, target)
  }
}

function createBed(kind: Home['kind']): Bed & { open: () => Promise<void>; close: () => Promise<void> } {
  let cluster: Cluster | null = null
  const folders: string[] = []
  const running: RunningServer[] = []
  return {
    cluster: () => {
      if (!cluster) throw new Error('no PostgreSQL in this bed')
      return cluster
    },
    open: async () => {
      if (kind === 'postgres') cluster = await startCluster()
    },
    home: async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'redress-server-'))
      folders.push(dataDir)
      if (kind === 'pglite') copyTemplate(await pgliteTemplate(), dataDir)
      return { kind, dataDir, ...(cluster ? { databaseUrl: await cluster.newDatabase() } : {}) }
    },
    start: async (home, more = {}) => {
      const { dataDir, databaseUrl } = home
      const url = databaseUrl === undefined ? {} : { databaseUrl }
      const server = await startServer({
        port: 0,
        dataDir,
        demo: true,
        logLevel: 'error',
        // The cluster of the tests never syncs, as the server rightly says each time.
        writeLog: (line) => void (line.includes('postgres.fsync_off') || process.stderr.write(line)),
        passwordCost,
        ...url,
        ...more,
      })
      running.push(server)
      return server
    },
    bare: async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'redress-server-'))
      folders.push(dataDir)
      return { kind, dataDir, ...(cluster ? { databaseUrl: await cluster.newDatabase() } : {}) }
    },
    query: openQuery,
    prepare: openPrepare,
    files: (home) => cluster?.folder ?? home.dataDir,
    isLog: (file) => kind === 'postgres' && file.includes('pg_wal'),
    close: async () => {
      for (const server of running) await server.close()
      await cluster?.remove()
      for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The same tests on the embedded database and on PostgreSQL. */
export function onBothDatabases(title: string, tests: (bed: Bed) => void): void {
  const on = (kind: Home['kind']) => () => {
    const bed = createBed(kind)
    beforeAll(bed.open)
    afterAll(bed.close)
    tests(bed)
  }
  describe(`${title} on PGlite`, on('pglite'))
  describeWith('postgres', `${title} on PostgreSQL`, on('postgres'))
}

/** Tests of what only the embedded database does. */
export function onPglite(title: string, tests: (bed: Bed) => void): void {
  describe(title, () => {
    const bed = createBed('pglite')
    afterAll(bed.close)
    tests(bed)
  })
}

/** Tests of what only PostgreSQL does. */
export function onPostgres(title: string, tests: (bed: Bed) => void): void {
  describeWith('postgres', title, () => {
    const bed = createBed('postgres')
    beforeAll(bed.open)
    afterAll(bed.close)
    tests(bed)
  })
}
