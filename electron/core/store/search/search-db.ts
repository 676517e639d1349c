import { type DatabaseOptions, type OpenDatabase, openDatabase } from '../database.ts'

/**
 * The search file stands beside the store: it follows from it, can be made anew at any time, is written by a thread of its own
 * and never waits in front of a save. Contentless, without positions: a third of the size; what a pair of characters cannot
 * tell is checked on the text of the candidate.
 */
const schema = `
CREATE TABLE marks (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE docs (ref INTEGER PRIMARY KEY, hash BLOB NOT NULL, text BLOB NOT NULL) STRICT;
CREATE VIRTUAL TABLE words USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii');
INSERT INTO words (words, rank) VALUES ('pgsz', 8000);
`
/** Raised when tokens or tables change: an older file is thrown away and made anew. */
const searchVersion = 1

export type SearchFile = Pick<DatabaseOptions, 'file' | 'key' | 'onDamaged'>

/** Texts of a kilobyte lie closer on a larger page. */
const pageBytes = 8_192
const indexerCacheKiB = 16 * 1024

/** For the indexer, which alone writes it. What is lost of it on a power cut is indexed again. */
export function openSearchWriter(search: SearchFile): OpenDatabase {
  const options = { ...search, mode: 'write', cacheKiB: indexerCacheKiB, synchronous: 'NORMAL', pageBytes } as const
  const opened = openDatabase({ ...options, autoCheckpointPages: 4_000 })
  const found = opened.read.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
  if (found === searchVersion) return opened
  if (found !== 0) throw new Error('store: the search file is of another version')
  opened.write.transaction(() => {
    opened.write.exec(schema)
    opened.write.exec(`PRAGMA user_version = ${searchVersion}`)
  })
  return opened
}

/** Chinese in UTF-16 is two thirds of UTF-8, other text the reverse: the shorter one, its kind in the first byte. */
export function packText(text: string): Buffer {
  const utf8 = Buffer.byteLength(text)
  const isWide = text.length * 2 < utf8
  const bytes = Buffer.allocUnsafe(1 + (isWide ? text.length * 2 : utf8))
  bytes[0] = isWide ? 1 : 0
  bytes.write(text, 1, isWide ? 'utf16le' : 'utf8')
  return bytes
}

export function unpackText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.toString(buffer[0] === 1 ? 'utf16le' : 'utf8', 1)
}
