/**
 * Important and angry customers in front of their part of the list, and escalations that somebody has to take up. Cases that were
 * here before are folded anew at the next start where an event of theirs may say so: open ones with a rated feeling or an
 * escalation, and any two devices wrote to (their conflicts were not listed). A customer's tags are sealed: an older case of an
 * important customer comes to the front with its next event.
 */
export const frontAndEscalations = `
ALTER TABLE cases ADD COLUMN front INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_front ON cases(due_ms, ref, seen, status, owner, near_ms) WHERE open = 1 AND front > 0;
CREATE TABLE escalations (
  acknowledged INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  ref INTEGER NOT NULL,
  id BLOB NOT NULL,
  level TEXT NOT NULL,
  receiver TEXT,
  sender TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (acknowledged, at_ms, ref, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX escalations_ref ON escalations(ref);
CREATE TABLE to_fold (ref INTEGER PRIMARY KEY) STRICT;
INSERT OR IGNORE INTO to_fold SELECT e.case_ref FROM events e JOIN names t ON t.ref = e.type JOIN cases c ON c.ref = e.case_ref
  WHERE c.open = 1 AND (t.name IN ('emotion_rated', 'escalated') OR (t.name = 'opened' AND json_extract(e.body, '$.emotion') >= 60));
INSERT OR IGNORE INTO to_fold SELECT e.case_ref FROM events e JOIN names t ON t.ref = e.type
  WHERE t.name IN ('edited', 'customer_changed', 'classified', 'proposal_accepted', 'assigned')
  GROUP BY e.case_ref HAVING count(DISTINCT e.device) > 1;
`
