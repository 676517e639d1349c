/** Keys of single events' tagged words, given only to roles that may read the tag and to the author. Decision 0002. */
export const tagKeys = {
  version: 4,
  statements: [
    `CREATE TABLE tag_keys (
      org TEXT NOT NULL, event UUID NOT NULL, customer UUID NOT NULL, case_id UUID NOT NULL, tag TEXT NOT NULL,
      author TEXT NOT NULL, wrapped TEXT NOT NULL, PRIMARY KEY (org, event))`,
    'CREATE INDEX tag_keys_of_customer ON tag_keys (org, customer)',
    'ALTER TABLE tag_keys ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE tag_keys FORCE ROW LEVEL SECURITY',
    `CREATE POLICY own_org ON tag_keys USING (org = current_setting('redress.org', true)) WITH CHECK (org = current_setting('redress.org', true))`,
  ],
}
