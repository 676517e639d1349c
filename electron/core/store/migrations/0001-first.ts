/**
 * Ids are 16-byte blobs, names are interned: an event stays under 0.6 kB with its indexes.
 * `cases` is narrow (lists read it), `case_bodies` holds what one opened case needs. Both are projections.
 */
export const first = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE names (ref INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE customers (ref INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, erased_ms INTEGER) STRICT;
CREATE TABLE customer_keys (
  ref INTEGER PRIMARY KEY REFERENCES customers(ref),
  wrapped BLOB NOT NULL,
  sent INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_keys_unsent ON customer_keys(ref) WHERE sent = 0;

CREATE TABLE case_ids (ref INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  case_ref INTEGER NOT NULL REFERENCES case_ids(ref),
  device INTEGER NOT NULL,
  n INTEGER NOT NULL,
  org INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  session INTEGER NOT NULL,
  boot INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  type INTEGER NOT NULL,
  v INTEGER NOT NULL,
  pre TEXT,
  body TEXT NOT NULL,
  customer INTEGER REFERENCES customers(ref),
  sealed BLOB,
  hlc BLOB NOT NULL,
  wall_ms INTEGER NOT NULL,
  mono_ms INTEGER NOT NULL,
  dev_prev BLOB NOT NULL,
  dev_hash BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  state INTEGER NOT NULL,
  case_v INTEGER,
  server_ms INTEGER,
  case_hash BLOB
) STRICT;
CREATE UNIQUE INDEX events_id ON events(id);
CREATE UNIQUE INDEX events_device ON events(device, n);
CREATE INDEX events_case ON events(case_ref, seq);
CREATE INDEX events_outbox ON events(device, n) WHERE state = 0;

CREATE TABLE refused (
  event BLOB PRIMARY KEY,
  verdict TEXT NOT NULL,
  code TEXT NOT NULL,
  field TEXT,
  defeated_by BLOB,
  at_ms INTEGER NOT NULL,
  let_go_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE commands (id BLOB PRIMARY KEY, case_ref INTEGER NOT NULL, first_seq INTEGER NOT NULL, at_ms INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;

CREATE TABLE cases (
  ref INTEGER PRIMARY KEY REFERENCES case_ids(ref),
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
  owner TEXT,
  customer INTEGER,
  opened_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  due_ms INTEGER NOT NULL,
  near_ms INTEGER NOT NULL,
  clock TEXT,
  pending INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  confirmed_v INTEGER NOT NULL,
  symptom TEXT,
  name TEXT,
  phone TEXT
) STRICT;
CREATE INDEX cases_due ON cases(due_ms, ref) WHERE open = 1;
CREATE INDEX cases_team_due ON cases(team, due_ms, ref) WHERE open = 1;
CREATE INDEX cases_customer ON cases(customer);
CREATE INDEX cases_number ON cases(number);
CREATE INDEX cases_official ON cases(official) WHERE official IS NOT NULL;
CREATE TABLE case_bodies (ref INTEGER PRIMARY KEY, body TEXT NOT NULL, search TEXT NOT NULL) STRICT;
CREATE TABLE phones (token BLOB NOT NULL, ref INTEGER NOT NULL, PRIMARY KEY (token, ref)) STRICT, WITHOUT ROWID;
CREATE TABLE to_index (change INTEGER PRIMARY KEY AUTOINCREMENT, ref INTEGER NOT NULL) STRICT;

CREATE TABLE scopes (scope TEXT PRIMARY KEY, cursor INTEGER NOT NULL, digest BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE case_scopes (scope INTEGER NOT NULL, ref INTEGER NOT NULL, PRIMARY KEY (scope, ref)) STRICT, WITHOUT ROWID;
CREATE TABLE drafts (id TEXT PRIMARY KEY, saved_ms INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reference (kind TEXT NOT NULL, version TEXT NOT NULL, body TEXT NOT NULL, at_ms INTEGER NOT NULL,
  PRIMARY KEY (kind, version)) STRICT, WITHOUT ROWID;
`
