/**
 * The record (`events`, append-only) and what is read from it (`cases`, `counts`): every other table is small.
 * A save writes pages, and pages are what it costs: ids are 16-byte blobs, names are numbers, and nothing is indexed that the
 * search file can answer. The queue to the server is the tail of our own chain that has no verdict yet. What a save leaves
 * outside its indexes is `loose` (loose-rows.ts).
 */
export const first = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE names (ref INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE customer_keys (customer BLOB PRIMARY KEY, wrapped BLOB NOT NULL, sent INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE erased (customer BLOB PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  case_ref INTEGER NOT NULL,
  device INTEGER NOT NULL,
  n INTEGER NOT NULL,
  org INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  session INTEGER NOT NULL,
  boot INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  type INTEGER NOT NULL,
  v INTEGER NOT NULL,
  pre INTEGER,
  body TEXT NOT NULL,
  customer BLOB,
  sealed BLOB,
  hlc BLOB NOT NULL,
  wall_ms INTEGER NOT NULL,
  mono_ms INTEGER NOT NULL,
  dev_prev BLOB NOT NULL,
  dev_hash BLOB NOT NULL,
  at_off INTEGER NOT NULL,
  state INTEGER NOT NULL,
  case_v INTEGER,
  server_ms INTEGER,
  case_hash BLOB,
  command BLOB,
  loose TEXT
) STRICT;
CREATE UNIQUE INDEX events_device ON events(device, n) WHERE loose IS NULL;
CREATE INDEX events_case ON events(case_ref) WHERE loose IS NULL;
CREATE UNIQUE INDEX events_command ON events(command) WHERE loose IS NULL AND command IS NOT NULL;
CREATE TABLE refused (
  seq INTEGER PRIMARY KEY REFERENCES events(seq),
  verdict TEXT NOT NULL,
  code TEXT NOT NULL,
  field TEXT,
  defeated_by BLOB,
  at_ms INTEGER NOT NULL,
  let_go_ms INTEGER
) STRICT;

CREATE TABLE cases (
  ref INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  number TEXT NOT NULL,
  official TEXT,
  status TEXT NOT NULL,
  open INTEGER NOT NULL,
  kind TEXT NOT NULL,
  urgency TEXT NOT NULL,
  severity TEXT NOT NULL,
  problem_type TEXT,
  channel TEXT NOT NULL,
  team TEXT NOT NULL,
  seen INTEGER NOT NULL,
  owner TEXT,
  customer BLOB,
  opened_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  due_ms INTEGER NOT NULL,
  near_ms INTEGER NOT NULL,
  wake_ms INTEGER NOT NULL,
  late INTEGER NOT NULL,
  clock TEXT,
  pending INTEGER NOT NULL,
  events INTEGER NOT NULL,
  confirmed_v INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  symptom TEXT,
  name TEXT,
  phone TEXT,
  loose INTEGER
) STRICT;
CREATE UNIQUE INDEX cases_id ON cases(id) WHERE loose IS NULL;
CREATE INDEX cases_due ON cases(due_ms, ref, seen, status, owner, near_ms) WHERE open = 1;
CREATE INDEX cases_owner ON cases(owner, due_ms, ref, seen) WHERE open = 1 AND owner IS NOT NULL;
CREATE INDEX cases_held ON cases(due_ms, ref, seen) WHERE status = 'on_hold';
CREATE INDEX cases_wake ON cases(wake_ms, seen, late, near_ms, due_ms) WHERE open = 1 AND loose IS NULL;
CREATE INDEX cases_customer ON cases(customer) WHERE loose IS NULL;
CREATE TABLE seen (ref INTEGER PRIMARY KEY, scopes TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE counts (
  seen INTEGER PRIMARY KEY,
  "all" INTEGER NOT NULL,
  open INTEGER NOT NULL,
  unassigned INTEGER NOT NULL,
  on_hold INTEGER NOT NULL,
  near INTEGER NOT NULL,
  breached INTEGER NOT NULL
) STRICT;
CREATE TABLE owned (owner TEXT NOT NULL, seen INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (owner, seen))
  STRICT, WITHOUT ROWID;
CREATE TABLE snapshots (ref INTEGER PRIMARY KEY, events INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE to_index (change INTEGER PRIMARY KEY AUTOINCREMENT, ref INTEGER NOT NULL) STRICT;

CREATE TABLE scopes (scope TEXT PRIMARY KEY, cursor INTEGER NOT NULL, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE case_scopes (scope INTEGER NOT NULL, ref INTEGER NOT NULL, PRIMARY KEY (scope, ref)) STRICT, WITHOUT ROWID;
CREATE INDEX case_scopes_ref ON case_scopes(ref);
CREATE TABLE drafts (id TEXT PRIMARY KEY, saved_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE views (id TEXT PRIMARY KEY, owner TEXT NOT NULL, saved_ms INTEGER NOT NULL, body TEXT NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE TABLE reference (kind TEXT NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL, at_ms INTEGER NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (kind, version)) STRICT, WITHOUT ROWID;
CREATE TABLE attachments (
  address BLOB PRIMARY KEY,
  customer BLOB NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  sent INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
