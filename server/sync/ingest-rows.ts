import { reads, writes } from '../db/statement.ts'

export interface PushingDevice {
  readonly device: string
  readonly state: string
  readonly publicKey: Uint8Array | null
  readonly lastN: number
  readonly lastHash: string
  /** JSON of `Contact[]`. */
  readonly contacts: string
}

export const lockDevices = reads<PushingDevice>(
  'ingest.lock_devices',
  `SELECT device, state, public_key AS "publicKey", last_n AS "lastN", encode(last_hash, 'hex') AS "lastHash", contacts
   FROM devices WHERE org = $1 AND device = ANY($2::text[]) ORDER BY device FOR UPDATE`,
)
export const updateDevices = writes(
  'ingest.update_devices',
  `UPDATE devices SET last_n = t.last_n, last_hash = decode(t.last_hash, 'hex'), contacts = t.contacts,
     last_seen_ms = t.seen_ms, clock_suspect = t.suspect
   FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::boolean[])
     AS t(device, last_n, last_hash, contacts, seen_ms, suspect)
   WHERE devices.org = $1 AND devices.device = t.device`,
)
export const insertServerDevice = writes(
  'ingest.insert_server_device',
  `INSERT INTO devices (org, device, prefix, state, registered_by, registered_ms, last_n, last_hash, contacts, last_seen_ms,
     clock_suspect, app_v, erased_n)
   VALUES ($1, $2, '', 'active', 'server', $3, 0, decode($4, 'hex'), '[]', $3, FALSE, '', 0)
   ON CONFLICT (org, device) DO NOTHING`,
)

export interface SignerRow {
  readonly session: string
  readonly device: string
  readonly actor: string
  readonly state: string
  readonly role: string
  readonly team: string
  readonly scopes: string
  readonly active: boolean
}
export const selectSigners = reads<SignerRow>(
  'ingest.signers',
  `SELECT s.session, s.device, s.actor, s.state, p.role, p.team, p.scopes, p.active
   FROM sessions s JOIN people p ON p.org = s.org AND p.actor = s.actor
   WHERE s.org = $1 AND s.session = ANY($2::text[])`,
)

export const selectActors = reads<Omit<SignerRow, 'session' | 'device' | 'state'>>(
  'ingest.actors',
  'SELECT actor, role, team, scopes, active FROM people WHERE org = $1 AND actor = ANY($2::text[])',
)

export interface StoredEvent {
  readonly n: number
  readonly id: string
  readonly bodyHash: string
}
export const selectStoredEvents = reads<StoredEvent>(
  'ingest.stored_events',
  `SELECT n, id::text AS id, encode(body_hash, 'hex') AS "bodyHash" FROM events
   WHERE org = $1 AND device = $2 AND n >= $3 AND n <= $4`,
)
export interface StoredVerdict {
  readonly n: number
  readonly verdict: string
  readonly bodyHash: string
}
export const selectStoredVerdicts = reads<StoredVerdict>(
  'ingest.stored_verdicts',
  `SELECT n, verdict, encode(body_hash, 'hex') AS "bodyHash" FROM verdicts
   WHERE org = $1 AND device = $2 AND n >= $3 AND n <= $4`,
)
export const selectTakenIds = reads<{ id: string }>(
  'ingest.taken_ids',
  'SELECT id::text AS id FROM events WHERE org = $1 AND id = ANY($2::uuid[])',
)

export const selectAsideIds = reads<{ id: string }>(
  'ingest.aside_ids',
  'SELECT id FROM verdicts WHERE org = $1 AND device = ANY($2::text[]) AND id = ANY($3::text[])',
)

export interface CaseRow {
  readonly caseId: string
  readonly caseV: number
  readonly caseHash: string
  readonly serverMs: number
  /** JSON array. */
  readonly scopes: string
  readonly state: string
}
export const lockCases = reads<CaseRow>(
  'ingest.lock_cases',
  `SELECT case_id::text AS "caseId", case_v AS "caseV", encode(case_hash, 'hex') AS "caseHash", server_ms AS "serverMs",
     scopes, convert_from(state, 'UTF8') AS state
   FROM cases WHERE org = $1 AND case_id = ANY($2::uuid[]) ORDER BY case_id FOR UPDATE`,
)
export const selectCaseChain = reads<{ caseId: string; caseV: number; caseHash: string }>(
  'ingest.case_chain',
  `SELECT case_id::text AS "caseId", case_v AS "caseV", encode(case_hash, 'hex') AS "caseHash" FROM events
   WHERE org = $1 AND case_id = ANY($2::uuid[]) ORDER BY case_id, case_v`,
)

export interface ScopeRow {
  readonly scope: string
  readonly head: number
  readonly digest: string
}
export const lockScopes = reads<ScopeRow>(
  'ingest.lock_scopes',
  `SELECT scope, head, encode(digest, 'hex') AS digest FROM scopes
   WHERE org = $1 AND scope = ANY($2::text[]) ORDER BY scope FOR UPDATE`,
)
export const insertScopes = writes(
  'ingest.insert_scopes',
  `INSERT INTO scopes (org, scope, head, horizon, digest)
   SELECT $1, scope, 0, 0, decode($3, 'hex') FROM unnest($2::text[]) AS t(scope) ORDER BY scope
   ON CONFLICT (org, scope) DO NOTHING`,
)
export const updateScopes = writes(
  'ingest.update_scopes',
  `UPDATE scopes SET head = t.head, digest = decode(t.digest, 'hex')
   FROM unnest($2::text[], $3::bigint[], $4::text[]) AS t(scope, head, digest)
   WHERE scopes.org = $1 AND scopes.scope = t.scope`,
)

/** Bytes travel as one value with places in it: an array of byte strings costs several times as much. */
export const insertEvents = writes(
  'ingest.insert_events',
  `INSERT INTO events (org, case_id, case_v, id, device, n, type, customer, server_ms, at_ms, clock_suspect, body_hash,
     case_hash, bytes)
   SELECT $1, case_id, case_v, id, device, n, type, customer, server_ms, at_ms, suspect, decode(body_hash, 'hex'),
     decode(case_hash, 'hex'), substring($2::bytea from start for size)
   FROM unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::bigint[], $8::text[], $9::uuid[], $10::bigint[],
     $11::bigint[], $12::boolean[], $13::text[], $14::text[], $15::int[], $16::int[])
     AS t(case_id, case_v, id, device, n, type, customer, server_ms, at_ms, suspect, body_hash, case_hash, start, size)`,
)
export const insertFeed = writes(
  'ingest.insert_feed',
  `INSERT INTO feed (org, scope, seq, case_id, case_v, digest)
   SELECT $1, scope, seq, case_id, case_v, decode(digest, 'hex')
   FROM unnest($2::text[], $3::bigint[], $4::uuid[], $5::bigint[], $6::text[]) AS t(scope, seq, case_id, case_v, digest)`,
)
export const upsertCases = writes(
  'ingest.upsert_cases',
  `INSERT INTO cases (org, case_id, case_v, case_hash, server_ms, scopes, numbered, look_ms, state)
   SELECT $1, case_id, case_v, decode(case_hash, 'hex'), server_ms, scopes, numbered, 0, substring($2::bytea from start for size)
   FROM unnest($3::uuid[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::boolean[], $9::int[], $10::int[])
     AS t(case_id, case_v, case_hash, server_ms, scopes, numbered, start, size)
   ON CONFLICT (org, case_id) DO UPDATE SET case_v = excluded.case_v, case_hash = excluded.case_hash,
     server_ms = excluded.server_ms, scopes = excluded.scopes, numbered = excluded.numbered,
     look_ms = 0, state = excluded.state`,
)
export const insertVerdicts = writes(
  'ingest.insert_verdicts',
  `INSERT INTO verdicts (org, device, n, id, verdict, body_hash, bytes, server_ms)
   SELECT $1, device, n, id, verdict, decode(body_hash, 'hex'), substring($2::bytea from start for size), $3
   FROM unnest($4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::int[], $10::int[])
     AS t(device, n, id, verdict, body_hash, start, size)`,
)
export const insertKeys = writes(
  'ingest.insert_keys',
  `INSERT INTO customer_keys (org, customer, wrapped)
   SELECT $1, customer, wrapped FROM unnest($2::uuid[], $3::text[]) AS t(customer, wrapped)
   ON CONFLICT (org, customer) DO NOTHING`,
)
