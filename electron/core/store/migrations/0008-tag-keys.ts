/**
 * Keys of single events' tagged words, apart from the record like the customers' keys. `wrapped` is empty while the key is not here:
 * not given yet, or not for the people here. `own`: the words were written on this device.
 */
export const tagKeys = `
CREATE TABLE tag_keys (
  event BLOB PRIMARY KEY,
  customer BLOB NOT NULL,
  tag TEXT NOT NULL,
  author TEXT NOT NULL,
  own INTEGER NOT NULL,
  wrapped BLOB,
  sent INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_keys_customer ON tag_keys(customer);
CREATE INDEX tag_keys_wanted ON tag_keys(tag) WHERE wrapped IS NULL;
CREATE INDEX tag_keys_written ON tag_keys(author) WHERE wrapped IS NULL;
`
