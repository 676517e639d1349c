import { taggedWords } from '../../../../shared/case/field-tags.ts'
import type { CaseId, EventId, Hash } from '../../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../../shared/kernel/envelope.ts'
import { uuidV7Ms } from '../../../../shared/kernel/ids.ts'
import { hashText, idText, machineDigest } from '../bytes.ts'
import type { Core } from '../core.ts'
import type { ReadDb } from '../database.ts'
import { createEventReader, type EventRow, eventColumns, eventStates, insertEvent } from '../event-rows.ts'
import { bound } from '../loose-rows.ts'
import type { NameReader } from '../names.ts'
import { atMsOf } from '../row-times.ts'
import { type Survey, survivingAll, survivingRows, tried } from './surviving.ts'

/** What came out of one source. */
export interface Salvaged {
  readonly events: number
  /** Read, but not what was once written: left behind. */
  readonly broken: number
  readonly holes: number
}

const noKeys = { open: () => null, keyOf: () => null, forget: () => undefined }
type Row = EventRow & { readonly command: Uint8Array | null }

/**
 * Takes over from a file, damaged or not, every event that still hashes to what its author chained, and the small tables as far
 * as they can be read. What is there already stays. Runs inside the caller's transaction; cases are folded afterwards.
 */
export function salvage(core: Core, source: ReadDb): Salvaged {
  const survey: Survey = { holes: 0 }
  const names = survivingNames(source, survey)
  const ids = survivingIds(source, survey)
  const reader = createEventReader(source, names, noKeys)
  const tagged: Envelope[] = []
  let events = 0
  let broken = 0
  for (const row of survivingRows<Row>(source, 'events', `${eventColumns}, command`, 'seq', survey)) {
    const id = ids.get(row.case_ref)
    const found = id === undefined ? null : wholeEvent(row, id, reader, names)
    if (found === null) broken += 1
    else events += takeEvent(core, row, found.envelope, found.devHash, id as CaseId)
    if (found !== null && taggedWords(found.envelope) !== null) tagged.push(found.envelope)
  }
  for (const table of smallTables) copySmall(core, source, table, survey)
  // Rows of keys that did not survive: asked for once more.
  for (const envelope of tagged) core.vault.note(envelope)
  copyRefused(core, source, names, survey)
  return { events, broken, holes: survey.holes }
}

/** Both the table and its index hold every name; either may survive. */
function survivingNames(source: ReadDb, survey: Survey): NameReader {
  const byRef = new Map<number, string>()
  for (const index of ['NOT INDEXED', 'INDEXED BY sqlite_autoindex_names_1'])
    for (const row of survivingAll<{ ref: number; name: string }>(
      source,
      `SELECT ref, name FROM names ${index}`,
      survey,
    ))
      byRef.set(row.ref, row.name)
  return {
    nameOf: <Name extends string>(ref: number): Name => (byRef.get(ref) ?? '') as Name,
    find: (name) => [...byRef].find(([, known]) => known === name)?.[0],
  }
}

function survivingIds(source: ReadDb, survey: Survey): Map<number, CaseId> {
  const ids = new Map<number, CaseId>()
  const take = (row: { ref: number; id: Uint8Array }): void => void ids.set(row.ref, idText<CaseId>(row.id))
  for (const row of survivingRows<{ ref: number; id: Uint8Array }>(source, 'cases', 'ref, id', 'ref', survey)) take(row)
  const sql = `SELECT ref, id FROM cases INDEXED BY cases_id WHERE ${bound}`
  for (const row of survivingAll<{ ref: number; id: Uint8Array }>(source, sql, survey)) take(row)
  return ids
}

function wholeEvent(
  row: Row,
  id: CaseId,
  reader: Pick<ReturnType<typeof createEventReader>, 'envelope'>,
  names: NameReader,
): { envelope: Envelope; devHash: Hash } | null {
  if (names.nameOf(row.device) === '' || names.nameOf(row.type) === '') return null
  const envelope = reader.envelope(row, id)
  const { devHash } = envelopeHashes(envelope, machineDigest)
  return devHash === hashText(row.dev_hash) ? { envelope, devHash } : null
}

function takeEvent(core: Core, row: Row, envelope: Envelope, devHash: Hash, id: CaseId): 0 | 1 {
  if (core.events.byNumber(envelope.device, envelope.n) !== undefined) return 0
  const { case_v: caseV, server_ms: serverMs, case_hash: caseHash } = row
  const isMarked = caseV !== null && serverMs !== null && caseHash !== null
  const state = Object.entries(eventStates).find(([, value]) => value === row.state)?.[0] ?? 'pending'
  insertEvent(core.db, core.names, {
    envelope,
    caseRef: refFor(core, id, row.case_ref),
    devHash,
    atMs: atMsOf(row),
    state: state as keyof typeof eventStates,
    ...(isMarked ? { mark: { caseV, serverMs, caseHash: hashText(caseHash) } } : {}),
    ...(row.command === null ? {} : { command: idText<EventId>(row.command) }),
  })
  return 1
}

/** The local number a case has here, made now where it is new; the one it had before when that is free. */
export function refFor(core: Core, id: CaseId, before: number): number {
  const known = core.refs.find(id)
  if (known !== undefined) return known
  const isFree = before > 0 && core.db.get('SELECT 1 FROM cases WHERE ref = ?', before) === undefined
  const ref = isFree ? before : core.refs.give(id, uuidV7Ms(id) ?? 0)
  core.held.reserve(ref, id)
  return ref
}

interface SmallTable {
  readonly name: string
  readonly columns: string
  /** What a row of an earlier source takes over from this one. */
  readonly fills?: string
}

/** Copied as they are; their own rows win over those of a later source. */
const smallTables: readonly SmallTable[] = [
  { name: 'meta', columns: 'key, value' },
  { name: 'erased', columns: 'customer, at_ms' },
  { name: 'customer_keys', columns: 'customer, wrapped, sent' },
  {
    ...{ name: 'tag_keys', columns: 'event, customer, tag, author, own, wrapped, sent' },
    fills: 'ON CONFLICT (event) DO UPDATE SET wrapped = coalesce(wrapped, excluded.wrapped)',
  },
  { name: 'drafts', columns: 'id, saved_ms, body' },
  { name: 'views', columns: 'id, owner, saved_ms, body' },
  { name: 'reference', columns: 'kind, version, hash, at_ms, body' },
  { name: 'attachments', columns: 'address, customer, media_type, bytes, at_ms, sent' },
]

function copySmall(core: Core, source: ReadDb, { name, columns, fills }: SmallTable, survey: Survey): void {
  // A file of an older program does not have it yet.
  if (tried(() => source.get('SELECT 1 FROM sqlite_schema WHERE name = ?', name)) === undefined) return
  const marks = columns
    .split(', ')
    .map(() => '?')
    .join(', ')
  const verb = fills ? 'INSERT' : name === 'meta' ? 'INSERT OR REPLACE' : 'INSERT OR IGNORE'
  const rows = survivingAll<Record<string, string | number | Uint8Array | null>>(
    source,
    `SELECT ${columns} FROM ${name}`,
    survey,
  )
  for (const row of rows)
    core.db.run(`${verb} INTO ${name} (${columns}) VALUES (${marks}) ${fills ?? ''}`, ...Object.values(row))
}

interface RefusedCopy {
  readonly device: number
  readonly n: number
  readonly verdict: string
  readonly code: string
  readonly field: string | null
  readonly defeated_by: Uint8Array | null
  readonly at_ms: number
  readonly let_go_ms: number | null
}

/** What was set aside keeps its reason. */
function copyRefused(core: Core, source: ReadDb, names: NameReader, survey: Survey): void {
  const rows = survivingAll<RefusedCopy>(
    source,
    `SELECT e.device, e.n, r.verdict, r.code, r.field, r.defeated_by, r.at_ms, r.let_go_ms
     FROM refused r JOIN events e USING (seq) WHERE r.verdict <> 'doubtful'`,
    survey,
  )
  const sql = `INSERT OR IGNORE INTO refused (seq, verdict, code, field, defeated_by, at_ms, let_go_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?)`
  for (const row of rows) {
    const seq = core.events.byNumber(names.nameOf(row.device), row.n)?.seq
    if (seq !== undefined)
      core.db.run(sql, seq, row.verdict, row.code, row.field, row.defeated_by, row.at_ms, row.let_go_ms)
  }
}
