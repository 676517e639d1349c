import { hash } from 'node:crypto'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'
import type { Core } from './core.ts'
import type { ReadDb } from './database.ts'

/** One version of templates, policies, calendars, scripts …: never changed once stored. */
export interface ReferenceVersion {
  readonly kind: string
  readonly version: number
  readonly atMs: number
  /** SHA-256 of the canonical bytes, 64 hex digits. */
  readonly hash: string
  readonly body: Json
}

interface Row {
  readonly kind: string
  readonly version: number
  readonly hash: Uint8Array
  readonly at_ms: number
  readonly body: string
}

const versionOf = (row: Row): ReferenceVersion => ({
  kind: row.kind,
  version: row.version,
  atMs: row.at_ms,
  hash: Buffer.from(row.hash).toString('hex'),
  body: JSON.parse(row.body) as Json,
})

/** The newest version of a kind, or the one asked for: a case keeps the version it started under. */
export function findReference(db: ReadDb, kind: string, version?: number): ReferenceVersion | undefined {
  const sql = 'SELECT * FROM reference WHERE kind = ? AND version <= ? AND version >= ? ORDER BY version DESC LIMIT 1'
  const row = db.get<Row>(sql, kind, version ?? Number.MAX_SAFE_INTEGER, version ?? 0)
  return row === undefined ? undefined : versionOf(row)
}

export const referenceVersions = (db: ReadDb, kind: string): readonly number[] =>
  db
    .all<{ version: number }>('SELECT version FROM reference WHERE kind = ? ORDER BY version', kind)
    .map((row) => row.version)

/** Stores a version. The same again changes nothing; another content under the same number is refused: `reference.changed`. */
export function putReference(
  core: Core,
  it: { kind: string; version: number; body: Json },
  nowMs: number,
): Result<void> {
  const body = canonicalJson(it.body)
  const digest = hash('sha256', body, 'buffer')
  const known = core.db.get<Row>('SELECT * FROM reference WHERE kind = ? AND version = ?', it.kind, it.version)
  if (known !== undefined)
    return digest.equals(known.hash) ? ok(undefined) : refuse('reference.changed', 'version', { version: it.version })
  const sql = 'INSERT INTO reference (kind, version, hash, at_ms, body) VALUES (?, ?, ?, ?, ?)'
  core.commit(() => core.db.run(sql, it.kind, it.version, digest, nowMs, body))
  core.changed({ kind: 'reference', name: it.kind })
  return ok(undefined)
}
