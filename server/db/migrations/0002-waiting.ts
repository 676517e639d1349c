/** What was said of cases this server lost, until who opened them has sent them again. */
export const waiting = {
  version: 2,
  statements: [
    `CREATE TABLE waiting (
      org TEXT NOT NULL, case_id UUID NOT NULL, device TEXT NOT NULL, n BIGINT NOT NULL, at_ms BIGINT NOT NULL,
      clock_suspect BOOLEAN NOT NULL, PRIMARY KEY (org, case_id, device, n))`,
    'ALTER TABLE waiting ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE waiting FORCE ROW LEVEL SECURITY',
    `CREATE POLICY own_org ON waiting USING (org = current_setting('redress.org', true)) WITH CHECK (org = current_setting('redress.org', true))`,
  ],
}
