import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { migrations } from '../../../server/db/migrate.ts'
import { allStatements, type Statement } from '../../../server/db/statement.ts'
import '../../../server/start.ts'
import { demoStaff, demoTeams } from '../../../shared/contract/demo.ts'
import { onBothDatabases, onPostgres } from './tools/databases.ts'
import { namesOrgEverywhere, unportableIn } from './tools/portable-sql.ts'

const withoutOrg = new Set(['orgs', 'schema_versions'])
/** Reads of the list of organisations, where work for all of them begins. */
const acrossOrgs = new Set(['orgs.ids'])

function faultsOf({ name, text }: Statement<unknown>): readonly string[] {
  const isBound = acrossOrgs.has(name) || namesOrgEverywhere(text)
  return [...unportableIn(text), ...(isBound ? [] : ['a table without its organisation'])]
}

it('no statement uses what distributed engines lack; each holds every table to its organisation', () => {
  expect(allStatements().length).toBeGreaterThan(90)
  const faulty = allStatements().flatMap((it) => faultsOf(it).map((fault) => `${it.name}: ${fault}`))
  expect(faulty).toEqual([])
})

it.each([
  ["SELECT nextval('x') FROM orgs WHERE org = $1", 'function nextval'],
  ['SELECT n FROM events WHERE id = $1', 'a table without its organisation'],
  ['SELECT e.n FROM events e JOIN feed f ON f.seq = e.n WHERE e.org = $1', 'a table without its organisation'],
  ['UPDATE cases SET look_ms = now() WHERE org = $1', 'function now'],
  ['UPDATE cases SET look_ms = $2 FROM orgs o WHERE cases.org = $1', 'a table without its organisation'],
  ['WITH gone AS (DELETE FROM feed WHERE org = $1 RETURNING seq) SELECT seq FROM gone', 'WithClause'],
  ['SELECT pg_advisory_xact_lock(1) FROM orgs WHERE org = $1', 'function pg_advisory_xact_lock'],
  ['SELECT CURRENT_TIMESTAMP FROM orgs WHERE org = $1', 'SQLValueFunction'],
  ['SELECT xmin FROM orgs WHERE org = $1', 'a system column'],
  ['SELECT n FROM events WHERE org = $1 FOR UPDATE SKIP LOCKED', 'a lock that does not wait'],
  ['SELECT o.org FROM orgs o, LATERAL (SELECT 1) x WHERE o.org = $1', 'LATERAL'],
  ['INSERT INTO feed (scope, org) VALUES ($1, $2)', 'a table without its organisation'],
  ['INSERT INTO feed (org, scope) SELECT $1, scope FROM scopes', 'a table without its organisation'],
  ['SELECT n::jsonb FROM events WHERE org = $1', 'jsonb'],
  ['TRUNCATE feed', 'TruncateStmt'],
  ['SELECT 1 FROM orgs WHERE org = $1; SELECT 2', 'more than one statement'],
])('finds what they lack: %s', (text, fault) => {
  expect(faultsOf({ name: 'planted', text, writes: false })).toContain(fault)
})

it('every table has the organisation first in its key, and no migration makes what a distributed engine lacks', () => {
  const texts = migrations.flatMap((it) => it.statements)
  expect(texts.flatMap((text) => unportableIn(text).map((fault) => `${text.slice(0, 60)}: ${fault}`))).toEqual([])
  const tables = texts.filter((text) => text.startsWith('CREATE TABLE'))
  expect(tables.length).toBeGreaterThan(15)
  for (const text of tables) {
    const name = /CREATE TABLE (\w+)/.exec(text)?.[1] ?? ''
    expect([name, withoutOrg.has(name) || /PRIMARY KEY \(org,/.test(text)]).toEqual([name, true])
  }
  for (const text of texts.filter((it) => / INDEX /.test(it))) expect(text).toMatch(/ON \w+ \(org,/)
})

it('nothing else is said to PostgreSQL than what docs/OPERATIONS.md names: no text of SQL stands outside the statements', () => {
  const folder = join(import.meta.dirname, '../../../server')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.ts'))
  const sql =
    /['`]((?:SELECT|INSERT|UPDATE|DELETE|BEGIN|COMMIT|ROLLBACK|LISTEN|VACUUM|CHECKPOINT|CREATE|ALTER|DROP)\b[^'`$]*)/g
  const found = files
    .filter((it) => !it.includes('migrations'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8').replaceAll(
        /\b(reads|writes)(<[^(]*>)?\(\s*'[^']*',\s*('[^']*'|`[^`]*`)/g,
        '',
      )
      return [...text.matchAll(sql)].map((it) => `${file}: ${it[1]?.trim()}`)
    })
  const said = found.filter((it) => !/^db\/(pglite|migrate)/.test(it)).toSorted()
  expect(said).toEqual(
    [
      'BEGIN',
      'COMMIT',
      'COMMIT',
      'BEGIN',
      'LISTEN',
      'ROLLBACK',
      'ROLLBACK',
      'SELECT 1',
      'SELECT current_setting(',
      'SELECT pg_notify(',
      'VACUUM FULL customer_keys, tag_keys',
    ]
      .map((it) => `db/postgres.ts: ${it}`)
      .toSorted(),
  )
  const guide = readFileSync(join(folder, '../docs/OPERATIONS.md'), 'utf8')
  for (const word of ['current_setting', 'SET LOCAL', 'LISTEN', 'NOTIFY', 'VACUUM FULL'])
    expect(guide).toContain(`\`${word}\``)
})

onBothDatabases('statements', (bed) => {
  it('are all understood by the database, as prepared statements over the migrated tables', async () => {
    const home = await bed.home()
    const server = await bed.start(home)
    await server.close()
    const prepare = await bed.prepare(home)
    for (const { name, text } of allStatements()) {
      const outcome = await prepare(text)
      expect([name, outcome]).toEqual([name, 'understood'])
    }
    await prepare.end()
  })
})

it('the commands for a distributed engine place every table there is', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/OPERATIONS.md'), 'utf8')
  const made = migrations.flatMap((it) => it.statements).flatMap((text) => /CREATE TABLE (\w+)/.exec(text)?.[1] ?? [])
  const placed = [...guide.matchAll(/\('(\w+)'\)/g)].map((it) => it[1])
  expect(placed.toSorted()).toEqual(made.toSorted())
})

onPostgres('row-level security', (bed) => {
  it('TRU-2 is a second line: a transaction sees and writes rows of its own organisation only', async () => {
    const home = await bed.home()
    await bed.start(home)
    const client = new pg.Client({ connectionString: home.databaseUrl })
    await client.connect()
    try {
      const count = async (table: string) =>
        Number((await client.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n)
      await client.query("BEGIN; SELECT set_config('redress.org', 'demo', true)")
      expect([await count('people'), await count('teams'), await count('epochs')]).toEqual([
        demoStaff.length,
        demoTeams.length,
        1,
      ])
      await client.query("COMMIT; BEGIN; SELECT set_config('redress.org', 'other', true)")
      expect([await count('people'), await count('teams'), await count('epochs')]).toEqual([0, 0, 0])
      const stolen = client.query("INSERT INTO sites (org, site, name, code) VALUES ('demo', 'x', 'x', 'X')")
      await expect(stolen).rejects.toThrow(/row-level security/)
      await client.query('ROLLBACK')
      expect(await count('people')).toBe(0)
      const open = await client.query(
        `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind = 'r' AND n.nspname = 'public' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
      )
      expect(open.rows.map((row) => row.relname).toSorted()).toEqual([...withoutOrg].toSorted())
    } finally {
      await client.end()
    }
  })
})
