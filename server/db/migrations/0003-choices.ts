/** What each person chose for themselves, as they chose it last. Decision 0008. */
export const choices = {
  version: 3,
  statements: [
    `CREATE TABLE choices (
      org TEXT NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL, at_ms BIGINT NOT NULL, PRIMARY KEY (org, actor))`,
    'ALTER TABLE choices ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE choices FORCE ROW LEVEL SECURITY',
    `CREATE POLICY own_org ON choices USING (org = current_setting('redress.org', true)) WITH CHECK (org = current_setting('redress.org', true))`,
  ],
}
