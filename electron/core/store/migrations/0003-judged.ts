/** What people found prepared words good for: the last word of each person in each case. Free words stay in the case. */
export const judged = `
CREATE TABLE judged (
  words TEXT NOT NULL,
  ref INTEGER NOT NULL,
  actor TEXT NOT NULL,
  helped INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  told INTEGER NOT NULL,
  PRIMARY KEY (words, ref, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX judged_ref ON judged(ref);
`
