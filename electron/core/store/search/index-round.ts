import { hash } from 'node:crypto'
import type { CaseReader } from '../case-reader.ts'
import type { ReadDb, WriteDb } from '../database.ts'
import { packText } from './search-db.ts'
import { type SearchDoc, searchDocOf } from './search-doc.ts'

/** Up to where the search file follows the record: newest event, newest entry of `to_index`. */
export interface Marks {
  readonly seq: number
  readonly change: number
}

export function readMarks(search: ReadDb, schema = ''): Marks {
  const rows = search.all<{ key: string; value: number }>(`SELECT key, value FROM ${schema}marks`)
  const value = (key: string): number => rows.find((row) => row.key === key)?.value ?? 0
  return { seq: value('seq'), change: value('change') }
}

export interface Round {
  /** Cases looked at; 0 = nothing was waiting. */
  readonly cases: number
  readonly marks: Marks
  readonly isBehind: boolean
}

/** Most events taken in one transaction of the search file. */
const roundEvents = 2_000

/** Brings the search file on by one round. What did not change in words costs no write. */
export function indexRound(db: ReadDb, cases: CaseReader, search: WriteDb, maxEvents = roundEvents): Round {
  const marks = readMarks(search)
  cases.forget()
  const events = db.all<{ seq: number; case_ref: number }>(
    'SELECT seq, case_ref FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
    ...[marks.seq, maxEvents],
  )
  const changes = db.all<{ change: number; ref: number }>(
    'SELECT change, ref FROM to_index WHERE change > ? ORDER BY change LIMIT ?',
    ...[marks.change, maxEvents],
  )
  const refs = new Set([...events.map((it) => it.case_ref), ...changes.map((it) => it.ref)])
  if (refs.size === 0) return { cases: 0, marks, isBehind: false }
  const next = { seq: events.at(-1)?.seq ?? marks.seq, change: changes.at(-1)?.change ?? marks.change }
  const docs = [...refs].sort((a, b) => a - b).map((ref) => ({ ref, doc: docOf(cases, ref) }))
  search.transaction(() => {
    for (const { ref, doc } of docs) putDoc(search, ref, doc)
    putMark(search, 'seq', next.seq)
    putMark(search, 'change', next.change)
  })
  return { cases: refs.size, marks: next, isBehind: events.length === maxEvents || changes.length === maxEvents }
}

function docOf(cases: CaseReader, ref: number): SearchDoc | undefined {
  const theCase = cases.find(ref)
  return theCase === undefined ? undefined : searchDocOf(theCase, cases.phoneKey())
}

const putMark = (search: WriteDb, key: string, value: number): number =>
  search.run(
    'INSERT INTO marks (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ...[key, value],
  )

function putDoc(search: WriteDb, ref: number, doc: SearchDoc | undefined): void {
  const before = search.get<{ hash: Uint8Array }>('SELECT hash FROM docs WHERE ref = ?', ref)
  if (doc === undefined) {
    if (before === undefined) return
    search.run('DELETE FROM docs WHERE ref = ?', ref)
    search.run('DELETE FROM words WHERE rowid = ?', ref)
    return
  }
  const digest = hash('sha256', `${doc.tokens}\n${doc.text}`, 'buffer').subarray(0, 8)
  if (before !== undefined && digest.equals(before.hash)) return
  const verb = before === undefined ? 'INSERT' : 'INSERT OR REPLACE'
  search.run(`${verb} INTO docs (ref, hash, text) VALUES (?, ?, ?)`, ref, digest, packText(doc.text))
  search.run(`${verb} INTO words (rowid, t) VALUES (?, ?)`, ref, doc.tokens)
}
