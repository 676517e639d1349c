import type { ReadDb, WriteDb } from './database.ts'

/** Small values by name, as JSON: cursors of others, tokens, marks of maintenance. Encrypted like everything in the file. */
export function getMeta<T>(db: ReadDb, key: string): T | undefined {
  const row = db.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)
  return row === undefined ? undefined : (JSON.parse(row.value) as T)
}

/** The values of all names with this beginning. */
export const metaOf = <T>(db: ReadDb, beginning: string): T[] =>
  db
    .all<{ value: string }>('SELECT value FROM meta WHERE substr(key, 1, ?) = ?', beginning.length, beginning)
    .map((row) => JSON.parse(row.value) as T)

export function putMeta(db: WriteDb, key: string, value: unknown): void {
  const sql = 'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'
  db.run(sql, key, JSON.stringify(value))
}
