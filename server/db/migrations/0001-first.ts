/**
 * Tables of the server. The organisation comes first in every key, so that a distributed engine can place all rows of
 * one organisation together; no sequences, triggers or functions. Times are epoch milliseconds, hashes raw bytes.
 */
const tables = [
  `CREATE TABLE orgs (
    org TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL, epoch TEXT NOT NULL, epoch_index INT NOT NULL,
    epoch_ms BIGINT NOT NULL, next_device INT NOT NULL, created_ms BIGINT NOT NULL)`,
  `CREATE TABLE epochs (
    org TEXT NOT NULL, epoch TEXT NOT NULL, record TEXT NOT NULL, sig TEXT NOT NULL, PRIMARY KEY (org, epoch))`,
  `CREATE TABLE sites (
    org TEXT NOT NULL, site TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (org, site))`,
  `CREATE TABLE teams (
    org TEXT NOT NULL, team TEXT NOT NULL, site TEXT NOT NULL, name TEXT NOT NULL, active BOOLEAN NOT NULL,
    PRIMARY KEY (org, team))`,
  `CREATE TABLE people (
    org TEXT NOT NULL, actor TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, team TEXT NOT NULL,
    scopes TEXT NOT NULL, acl_v BIGINT NOT NULL, password TEXT, active BOOLEAN NOT NULL, demo BOOLEAN NOT NULL,
    created_ms BIGINT NOT NULL, PRIMARY KEY (org, actor))`,
  `CREATE TABLE devices (
    org TEXT NOT NULL, device TEXT NOT NULL, prefix TEXT NOT NULL, public_key BYTEA, state TEXT NOT NULL,
    registered_by TEXT NOT NULL, registered_ms BIGINT NOT NULL, last_n BIGINT NOT NULL, last_hash BYTEA NOT NULL,
    contacts TEXT NOT NULL, last_seen_ms BIGINT NOT NULL, clock_suspect BOOLEAN NOT NULL, app_v TEXT NOT NULL,
    erased_n BIGINT NOT NULL, PRIMARY KEY (org, device))`,
  `CREATE TABLE sessions (
    org TEXT NOT NULL, session TEXT NOT NULL, actor TEXT NOT NULL, device TEXT NOT NULL, state TEXT NOT NULL,
    created_ms BIGINT NOT NULL, ended_ms BIGINT, PRIMARY KEY (org, session))`,
  `CREATE TABLE refresh_tokens (
    org TEXT NOT NULL, hash BYTEA NOT NULL, session TEXT NOT NULL, state TEXT NOT NULL, successor BYTEA,
    issued_ms BIGINT NOT NULL, expires_ms BIGINT NOT NULL, PRIMARY KEY (org, hash))`,
  `CREATE TABLE invitations (
    org TEXT NOT NULL, hash BYTEA NOT NULL, actor TEXT NOT NULL, until_ms BIGINT NOT NULL, used_ms BIGINT,
    PRIMARY KEY (org, hash))`,
  `CREATE TABLE login_failures (
    org TEXT NOT NULL, subject TEXT NOT NULL, failures INT NOT NULL, until_ms BIGINT NOT NULL,
    PRIMARY KEY (org, subject))`,
  `CREATE TABLE scopes (
    org TEXT NOT NULL, scope TEXT NOT NULL, head BIGINT NOT NULL, horizon BIGINT NOT NULL, digest BYTEA NOT NULL,
    PRIMARY KEY (org, scope))`,
  `CREATE TABLE cases (
    org TEXT NOT NULL, case_id UUID NOT NULL, case_v BIGINT NOT NULL, case_hash BYTEA NOT NULL, server_ms BIGINT NOT NULL,
    scopes TEXT NOT NULL, numbered BOOLEAN NOT NULL, look_ms BIGINT NOT NULL, state BYTEA NOT NULL,
    PRIMARY KEY (org, case_id))`,
  'CREATE INDEX cases_to_look_at ON cases (org, look_ms)',
  `CREATE TABLE events (
    org TEXT NOT NULL, case_id UUID NOT NULL, case_v BIGINT NOT NULL, id UUID NOT NULL, device TEXT NOT NULL,
    n BIGINT NOT NULL, type TEXT NOT NULL, customer UUID, server_ms BIGINT NOT NULL, at_ms BIGINT NOT NULL,
    clock_suspect BOOLEAN NOT NULL, body_hash BYTEA NOT NULL, case_hash BYTEA NOT NULL, bytes BYTEA NOT NULL,
    PRIMARY KEY (org, case_id, case_v))`,
  'CREATE UNIQUE INDEX events_by_id ON events (org, id)',
  'CREATE UNIQUE INDEX events_by_device ON events (org, device, n)',
  `CREATE TABLE feed (
    org TEXT NOT NULL, scope TEXT NOT NULL, seq BIGINT NOT NULL, case_id UUID NOT NULL, case_v BIGINT NOT NULL,
    digest BYTEA NOT NULL, PRIMARY KEY (org, scope, seq))`,
  `CREATE TABLE verdicts (
    org TEXT NOT NULL, device TEXT NOT NULL, n BIGINT NOT NULL, id TEXT NOT NULL, verdict TEXT NOT NULL, body_hash BYTEA NOT NULL,
    bytes BYTEA, server_ms BIGINT NOT NULL, PRIMARY KEY (org, device, n))`,
  `CREATE TABLE customer_keys (
    org TEXT NOT NULL, customer UUID NOT NULL, wrapped TEXT, erased_ms BIGINT, PRIMARY KEY (org, customer))`,
  `CREATE TABLE erasures (
    org TEXT NOT NULL, n BIGINT NOT NULL, customer UUID NOT NULL, at_ms BIGINT NOT NULL, PRIMARY KEY (org, n))`,
  `CREATE TABLE attachments (
    org TEXT NOT NULL, case_id UUID NOT NULL, hash TEXT NOT NULL, bytes BIGINT NOT NULL, digest TEXT NOT NULL,
    done BOOLEAN NOT NULL, session TEXT NOT NULL, created_ms BIGINT NOT NULL, PRIMARY KEY (org, case_id, hash))`,
  `CREATE TABLE number_days (
    org TEXT NOT NULL, day TEXT NOT NULL, next_block BIGINT NOT NULL, PRIMARY KEY (org, day))`,
  `CREATE TABLE audit (
    org TEXT NOT NULL, n BIGINT NOT NULL, at_ms BIGINT NOT NULL, actor TEXT NOT NULL, device TEXT NOT NULL,
    act TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (org, n))`,
]

const withOrg = [
  'epochs',
  'sites',
  'teams',
  'people',
  'devices',
  'sessions',
  'refresh_tokens',
  'invitations',
  'login_failures',
  'scopes',
  'cases',
  'events',
  'feed',
  'verdicts',
  'customer_keys',
  'erasures',
  'attachments',
  'number_days',
  'audit',
]

/**
 * Second line of defence on PostgreSQL: a transaction sees only the organisation it was begun for. The list of organisations
 * itself is open to the server: work that runs for all of them begins there.
 */
const rowSecurity = withOrg.flatMap((table) => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY own_org ON ${table} USING (org = current_setting('redress.org', true)) WITH CHECK (org = current_setting('redress.org', true))`,
])

export const first = { version: 1, statements: [...tables, ...rowSecurity] }
