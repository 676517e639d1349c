import pg from 'pg'
import { plainList, textList } from '../../../server/db/statement.ts'
import { insertEvents, insertFeed, upsertCases } from '../../../server/sync/ingest-rows.ts'
import { pack } from '../../../server/sync/ingest-write.ts'

type Value = string | number | boolean | null | Buffer
type Row = Readonly<Record<string, Value>>

const copies = ['events', 'feed', 'cases'] as const
const onCopies = (text: string): string =>
  copies.reduce((sql, name) => sql.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `raw_${name}`), text)

const hex = (value: Value): string => (value as Buffer).toString('hex')
const column = (rows: readonly Row[], name: string) =>
  plainList(rows.map((row) => row[name] as string | number | boolean | null))
const texts = (rows: readonly Row[], name: string) => textList(rows.map((row) => String(row[name])))

function eventValues(org: string, rows: readonly Row[]): unknown[] {
  const packed = pack(rows.map((row) => String(row['bytes'])))
  const hashes = (name: string) => plainList(rows.map((row) => hex(row[name] ?? null)))
  const plain = ['server_ms', 'at_ms', 'clock_suspect'].map((name) => column(rows, name))
  const ids = [
    column(rows, 'case_id'),
    column(rows, 'case_v'),
    column(rows, 'id'),
    texts(rows, 'device'),
    column(rows, 'n'),
  ]
  const rest = [texts(rows, 'type'), column(rows, 'customer'), ...plain, hashes('body_hash'), hashes('case_hash')]
  return [org, packed.bytes, ...ids, ...rest, plainList(packed.starts), plainList(packed.sizes)]
}

function feedValues(org: string, rows: readonly Row[]): unknown[] {
  const digests = plainList(rows.map((row) => hex(row['digest'] ?? null)))
  return [org, texts(rows, 'scope'), column(rows, 'seq'), column(rows, 'case_id'), column(rows, 'case_v'), digests]
}

function caseValues(org: string, rows: readonly Row[]): unknown[] {
  const packed = pack(rows.map((row) => String(row['state'])))
  const hashes = plainList(rows.map((row) => hex(row['case_hash'] ?? null)))
  const named = [
    column(rows, 'case_id'),
    column(rows, 'case_v'),
    hashes,
    column(rows, 'server_ms'),
    texts(rows, 'scopes'),
  ]
  return [org, packed.bytes, ...named, column(rows, 'numbered'), plainList(packed.starts), plainList(packed.sizes)]
}

/**
 * The raw limit: the rows the server has stored, written again by nothing but the inserts, in transactions of 500 events,
 * into tables with the same columns and indexes. Gives the milliseconds of `events` such rows.
 */
export async function rawInsertMs(databaseUrl: string, org: string): Promise<{ ms: number; events: number }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`BEGIN; SELECT set_config('redress.org', '${org}', false); COMMIT`)
    for (const name of copies) await client.query(`CREATE TABLE raw_${name} (LIKE ${name} INCLUDING ALL)`)
    const read = async (text: string) => (await client.query(text, [org])).rows as Row[]
    const events = await read(
      `SELECT e.*, f.scope, f.seq, f.digest FROM feed f JOIN events e USING (org, case_id, case_v) WHERE f.org = $1 ORDER BY f.seq`,
    )
    const cases = new Map<Value, Row>(
      (await read('SELECT * FROM cases WHERE org = $1')).map((row) => [row['case_id'] ?? null, row]),
    )
    let ms = 0
    for (let at = 0; at < events.length; at += 500) {
      const rows = events.slice(at, at + 500)
      const ids = [...new Set(rows.map((row) => row['case_id'] ?? null))]
      const touched = ids.map((id) => cases.get(id)).filter((row) => row !== undefined)
      const values = [eventValues(org, rows), feedValues(org, rows), caseValues(org, touched)]
      const texts = [insertEvents, insertFeed, upsertCases].map((it) => onCopies(it.text))
      const started = performance.now()
      await client.query('BEGIN')
      for (const [i, text] of texts.entries()) await client.query({ name: `raw ${i}`, text, values: values[i] ?? [] })
      await client.query('COMMIT')
      ms += performance.now() - started
    }
    return { ms, events: events.length }
  } finally {
    await client.end()
  }
}
