/**
 * Transfers that wait for an answer, in the order their answers are due. Cases that have one are folded anew at the next start: the
 * store does so for every event it could not read before, and `transferred` now counts as one.
 */
export const transfers = `
CREATE TABLE transfers (
  due_ms INTEGER NOT NULL,
  ref INTEGER NOT NULL,
  id BLOB NOT NULL,
  team TEXT NOT NULL,
  receiver TEXT,
  sender TEXT NOT NULL,
  reason TEXT NOT NULL,
  asked_ms INTEGER NOT NULL,
  clock TEXT,
  PRIMARY KEY (due_ms, ref, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX transfers_ref ON transfers(ref);
UPDATE meta SET value = replace(value, '"transferred@1",', '') WHERE key = 'readable';
`
