import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type OpenDatabase, openDatabase } from '../../../electron/core/store/database.ts'
import { foldUnits } from '../../../electron/core/store/search/fold-units.ts'
import { unpackText } from '../../../electron/core/store/search/search-db.ts'
import { runsOf, tokensOfRun } from '../../../electron/core/store/search/tokens.ts'
import type { Corpus } from './corpus.ts'

const file = 'plain.db'
const casesAtOnce = 5_000
const key = Buffer.alloc(32)

/**
 * The corpus's cases as plain rows with an index of pairs of characters and nothing else: no cipher, no chain, no events, no
 * thread. What it answers is the raw limit; the same rows without the help of an index are what a straightforward store does.
 */
export function plainCopy({ dir }: Corpus): PlainCopy {
  const path = join(dir, file)
  if (!existsSync(path)) {
    rmSync(`${path}.part`, { force: true })
    copy(dir, `${path}.part`)
    renameSync(`${path}.part`, path)
  }
  return queriesOf(openDatabase({ file: path, key, mode: 'read', cacheKiB: 64 * 1024, cipher: 'none' }), path)
}

export interface PlainCopy {
  readonly bytes: number
  readonly path: string
  readonly list: () => unknown
  /** Sorted when asked, as without an index on the due time. */
  readonly listSorted: () => unknown
  /** One kept number for each queue. */
  readonly counts: () => unknown
  readonly countsCounted: () => unknown
  readonly search: (text: string) => unknown
  readonly searchLike: (text: string) => unknown
  readonly close: () => void
}

interface SourceRow {
  readonly ref: number
  readonly open: number
  readonly due_ms: number
  readonly owner: string | null
  readonly status: string
  readonly text: Uint8Array
}

function copy(dir: string, path: string): void {
  const ring = JSON.parse(readFileSync(join(dir, 'keyring.json'), 'utf8')) as { entries: { key: string }[] }
  const storeKey = Buffer.from(ring.entries[0]?.key ?? '', 'base64')
  const source = openDatabase({ file: join(dir, 'case.db'), key: storeKey, mode: 'read', cacheKiB: 16 * 1024 })
  const docs = openDatabase({ file: join(dir, 'search.db'), key: storeKey, mode: 'read', cacheKiB: 16 * 1024 })
  const plain = openDatabase({ file: path, key, mode: 'write', cacheKiB: 64 * 1024, cipher: 'none' })
  plain.write.exec(`CREATE TABLE cases (ref INTEGER PRIMARY KEY, open INTEGER, due_ms INTEGER, owner TEXT, status TEXT, body TEXT);
    CREATE VIRTUAL TABLE words USING fts5(t, content='', detail=none, tokenize='ascii')`)
  for (let after = -1; ; ) {
    const sql = 'SELECT ref, open, due_ms, owner, status FROM cases WHERE ref > ? ORDER BY ref LIMIT ?'
    const rows = source.read.all<SourceRow>(sql, after, casesAtOnce)
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.ref
    plain.write.transaction(() => {
      for (const row of rows) putRow(plain, docs, row)
    })
  }
  plain.write.exec('CREATE INDEX cases_due ON cases(due_ms) WHERE open = 1; CREATE TABLE kept (view TEXT, n INTEGER)')
  for (const view of views) plain.write.run('INSERT INTO kept VALUES (?, 0)', view)
  plain.raw.pragma('wal_checkpoint(TRUNCATE)')
  for (const it of [plain, docs, source]) it.close()
}

const views = ['all', 'open', 'mine', 'near', 'breached', 'on_hold', 'unassigned']

function putRow(plain: OpenDatabase, docs: OpenDatabase, { ref, open, due_ms, owner, status }: SourceRow): void {
  const doc = docs.read.get<{ text: Uint8Array }>('SELECT text FROM docs WHERE ref = ?', ref)
  const text = doc === undefined ? '' : unpackText(doc.text)
  const tokens = tokensOf(text)
  plain.write.run('INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?)', ref, open, due_ms, owner, status, text)
  plain.write.run('INSERT INTO words (rowid, t) VALUES (?, ?)', ref, [...tokens].join(' '))
}

function tokensOf(text: string): Set<string> {
  const tokens = new Set<string>()
  for (const run of runsOf(foldUnits(text))) tokensOfRun(run, '', (token) => tokens.add(token))
  return tokens
}

/** All pairs of the word; its last character alone is a token of the end of a run. */
const expressionOf = (word: string): string =>
  [...tokensOf(word)]
    .slice(0, word.length > 1 ? -1 : 1)
    .map((token) => `"${token}"`)
    .join(' AND ')

function queriesOf({ read, close }: OpenDatabase, path: string): PlainCopy {
  const found = 'FROM words w CROSS JOIN cases c ON c.ref = w.rowid WHERE words MATCH ? ORDER BY w.rowid DESC LIMIT 50'
  const counted = `SELECT count(*), sum(open), sum(open AND owner = 'hotline-1'), sum(open AND due_ms < 0),
    sum(status = 'on_hold'), sum(open AND owner IS NULL) FROM cases`
  return {
    bytes: statSync(path).size,
    path,
    list: () => read.all('SELECT * FROM cases WHERE open = 1 ORDER BY due_ms LIMIT 50'),
    listSorted: () => read.all('SELECT * FROM cases WHERE open = 1 ORDER BY +due_ms LIMIT 50'),
    counts: () => read.all('SELECT view, n FROM kept'),
    countsCounted: () => read.get(counted),
    search: (text) => read.all(`SELECT c.* ${found}`, expressionOf(text)),
    searchLike: (text) => read.all('SELECT * FROM cases WHERE body LIKE ? ORDER BY ref DESC LIMIT 50', `%${text}%`),
    close,
  }
}
