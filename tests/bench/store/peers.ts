import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openDatabase } from '../../../electron/core/store/database.ts'

const key = Buffer.alloc(32)

export interface NumberedRow {
  readonly i: number
  readonly text: string
}

/** The raw limit: one plain table with its index on the due time, one row a transaction, FULL. Nothing else is done. */
export function rawPlain(dir: string) {
  const db = openDatabase({ file: join(dir, 'raw.db'), key, mode: 'write', cacheKiB: 32 * 1024, cipher: 'none' })
  db.write.exec(
    'CREATE TABLE cases (id TEXT PRIMARY KEY, status TEXT, due INTEGER, body TEXT); CREATE INDEX due ON cases(due)',
  )
  const ids: string[] = []
  const create = (i: number, body: string): void => {
    const id = randomUUID()
    ids.push(id)
    db.write.run('INSERT INTO cases VALUES (?, ?, ?, ?)', id, 'received', i * 7_919, body)
  }
  return {
    create,
    createAll: (rows: readonly NumberedRow[]) =>
      db.write.transaction(() => {
        for (const { i, text } of rows) create(i, text)
      }),
    update: (i: number) => {
      db.write.run('UPDATE cases SET status = ? WHERE id = ?', `status ${i}`, ids[(i * 7_919) % ids.length] ?? '')
    },
    close: db.close,
  }
}

/**
 * What a straightforward offline store does: event, row and a trigram index in one transaction, FULL, no cipher, no chain, no
 * clocks. The trigram index of SQLite is what most use, though it cannot find two characters.
 */
export function simpleStore(dir: string) {
  const db = openDatabase({ file: join(dir, 'simple.db'), key, mode: 'write', cacheKiB: 32 * 1024, cipher: 'none' })
  db.write.exec(`CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, case_id TEXT, body TEXT);
    CREATE TABLE cases (id TEXT PRIMARY KEY, status TEXT, due INTEGER, body TEXT); CREATE INDEX due ON cases(due);
    CREATE VIRTUAL TABLE words USING fts5(body, tokenize='trigram')`)
  const ids: string[] = []
  const create = (i: number, body: string): void => {
    const id = randomUUID()
    ids.push(id)
    const text = JSON.stringify({ id, body })
    db.write.run('INSERT INTO events (id, case_id, body) VALUES (?, ?, ?)', randomUUID(), id, text)
    db.write.run('INSERT INTO cases VALUES (?, ?, ?, ?)', id, 'received', i * 7_919, text)
    db.write.run('INSERT INTO words (body) VALUES (?)', body)
  }
  return {
    create: (i: number, body: string) => db.write.transaction(() => create(i, body)),
    createAll: (rows: readonly NumberedRow[]) =>
      db.write.transaction(() => {
        for (const { i, text } of rows) create(i, text)
      }),
    update: (i: number) =>
      db.write.transaction(() => {
        const id = ids[(i * 7_919) % ids.length] ?? ''
        db.write.run('INSERT INTO events (id, case_id, body) VALUES (?, ?, ?)', randomUUID(), id, '{"status":"x"}')
        db.write.run('UPDATE cases SET status = ? WHERE id = ?', `status ${i}`, id)
      }),
    close: db.close,
  }
}
