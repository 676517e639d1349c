import pg from 'pg'
import { expect, it } from 'vitest'
import { migrations } from '../../../server/db/migrate.ts'
import { allStatements, type Statement } from '../../../server/db/statement.ts'
import '../../../server/start.ts'
import { demoStaff, demoTeams } from '../../../shared/contract/demo.ts'
import { onBothDatabases, onPostgres } from './tools/databases.ts'

/** Words and signs of SQL; text in quotes is one sign. */
const tokensOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/'(?:[^']|'')*'|"[^"]*"|[a-z_][a-z0-9_]*|\$\d+|::|[^\s]/g) ?? []

/**
 * What a distributed engine (Citus, CockroachDB, YugabyteDB) cannot run, or what gives another value when a journal is
 * replayed: locks and counters beyond rows, procedural code, system columns, the engine's own clock and chance.
 */
const denied = new Set(
  `advisory lock_table nextval currval setval serial bigserial sequence trigger function procedure plpgsql xmin xmax ctid
   now clock_timestamp statement_timestamp current_timestamp current_date random gen_random_uuid listen notify copy cursor
   declare truncate lateral recursive materialized tablesample temp temporary merge jsonb`.split(/\s+/),
)

const withoutOrg = new Set(['orgs', 'schema_versions'])
/** Reads of the list of organisations, where work for all of them begins. */
const acrossOrgs = new Set(['orgs.ids'])

function faultsOf(statement: Statement<unknown>): readonly string[] {
  const tokens = tokensOf(statement.text)
  const faults = tokens.filter((token) => denied.has(token) || token.startsWith('pg_'))
  if (tokens[0] === 'with' && tokens.some((token) => ['insert', 'update', 'delete'].includes(token)))
    faults.push('a common table that writes')
  if (tokens.includes(';')) faults.push('two statements')
  if (!acrossOrgs.has(statement.name) && !namesOrg(tokens)) faults.push('no organisation')
  return faults
}

/** Rows of a statement belong to the organisation that is its first parameter. */
function namesOrg(tokens: readonly string[]): boolean {
  const text = tokens.join(' ')
  if (tokens[0] === 'insert') return /\( org ,/.test(text) && /(values \( \$1|select \$1) [,:]/.test(text)
  return /(^|[ .])org = \$1( |$)/.test(text)
}

it('no statement uses what distributed engines lack; each names its organisation and replays to the same rows', () => {
  expect(allStatements().length).toBeGreaterThan(40)
  const faulty = allStatements().flatMap((it) => faultsOf(it).map((fault) => `${it.name}: ${fault}`))
  expect(faulty).toEqual([])
})

it('finds a statement that does not', () => {
  const texts = [
    "SELECT nextval('x')",
    'SELECT n FROM events WHERE id = $1',
    'UPDATE cases SET at = now() WHERE org = $1',
    'WITH gone AS (DELETE FROM feed WHERE org = $1 RETURNING seq) SELECT seq FROM gone',
    'SELECT pg_advisory_xact_lock(1) FROM orgs WHERE org = $1',
    'INSERT INTO feed (scope, org) VALUES ($1, $2)',
  ]
  const found = texts.map((text) => faultsOf({ name: 'planted', text, writes: false }).length > 0)
  expect(found).toEqual(texts.map(() => true))
})

it('every table has the organisation first in its key and nothing a distributed engine lacks', () => {
  const tables = migrations.flatMap((it) => it.statements).filter((text) => text.startsWith('CREATE TABLE'))
  expect(tables.length).toBeGreaterThan(15)
  for (const text of tables) {
    const name = /CREATE TABLE (\w+)/.exec(text)?.[1] ?? ''
    expect([name, withoutOrg.has(name) || /PRIMARY KEY \(org,/.test(text)]).toEqual([name, true])
    expect([name, tokensOf(text).filter((token) => denied.has(token) || token === 'references')]).toEqual([name, []])
  }
  const indexes = migrations.flatMap((it) => it.statements).filter((text) => / INDEX /.test(text))
  for (const text of indexes) expect(text).toMatch(/ON \w+ \(org,/)
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
