/** Files of cases on their way to the server or from it. */
export const fileTransfers = `
CREATE TABLE file_transfers (
  case_id BLOB NOT NULL,
  address BLOB NOT NULL,
  way TEXT NOT NULL,
  customer BLOB NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (case_id, address)
) STRICT, WITHOUT ROWID;
`
