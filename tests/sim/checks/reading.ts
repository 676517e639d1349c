import { createSecretKey } from 'node:crypto'
import { machineDigest } from '../../../electron/core/store/bytes.ts'
import type { WriteDb } from '../../../electron/core/store/database.ts'
import { createEventReader, type EventRow, eventColumns } from '../../../electron/core/store/event-rows.ts'
import { createNameReader } from '../../../electron/core/store/names.ts'
import { createKeyReader } from '../../../electron/core/store/vault.ts'
import { admit } from '../../../shared/case/admit.ts'
import type { Actor, CaseEvent } from '../../../shared/case/event.ts'
import { evolve } from '../../../shared/case/evolve.ts'
import { taggedWords } from '../../../shared/case/field-tags.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../shared/kernel/envelope.ts'

export const states = { pending: 0, confirmed: 1, refused: 2, quarantined: 3, duplicate: 4, stale: 5, lost: 6 } as const

/** An event on a console's disk, read without the console. */
export interface DiskEvent {
  readonly row: EventRow
  readonly envelope: Envelope
  readonly opened: CaseEvent
  /** Words only some roles read: `closed` = their key is not on this disk. */
  readonly words: 'none' | 'open' | 'closed'
}

export interface DiskReader {
  readonly meta: <T>(key: string) => T | undefined
  readonly scopes: () => readonly { readonly scope: string; readonly cursor: number; readonly digest: string }[]
  /** Events of one case, or of all. */
  readonly events: (caseId?: string) => readonly DiskEvent[]
  readonly caseIds: () => readonly string[]
}

const hexText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
export const uuidText = (bytes: Uint8Array): string =>
  hexText(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** What was read and hashed before is not read and hashed again after every step, as long as it is what it was. */
const caches = new WeakMap<WriteDb, Map<number, DiskEvent>>()
const hashes = new WeakMap<Envelope, ReturnType<typeof envelopeHashes>>()

function isUnchanged({ row, opened }: DiskEvent, now: EventRow): boolean {
  const marks = ['state', 'case_v', 'server_ms', 'wall_ms', 'at_off', 'case_ref'] as const
  if (marks.some((mark) => row[mark] !== now[mark]) || Buffer.compare(row.dev_hash, now.dev_hash) !== 0) return false
  const [before, after] = [row.case_hash ?? new Uint8Array(), now.case_hash ?? new Uint8Array()]
  // What could not be opened may have its key by now, and words of one tag may have theirs, or have it no more.
  return Buffer.compare(before, after) === 0 && opened.personal !== null && taggedWords(opened) === null
}

export function hashesOf(envelope: Envelope): ReturnType<typeof envelopeHashes> {
  const known = hashes.get(envelope) ?? envelopeHashes(envelope, machineDigest)
  hashes.set(envelope, known)
  return known
}

/** Reads the tables of a console directly; only the opening of sealed parts is the store's own. */
export function readDisk(db: WriteDb): DiskReader {
  const meta = <T>(key: string): T | undefined => {
    const row = db.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)
    return row === undefined ? undefined : (JSON.parse(row.value) as T)
  }
  const cache = caches.get(db) ?? new Map<number, DiskEvent>()
  caches.set(db, cache)
  const names = createNameReader(db)
  const orgKey = createSecretKey(Buffer.from(meta<string>('org_key') ?? '', 'base64'))
  const keys = createKeyReader(db, () => orgKey)
  const reader = createEventReader(db, names, keys)
  const wordsOf = ({ customer, id, sealed }: EventRow, { personal }: CaseEvent): DiskEvent['words'] => {
    const outer = sealed && customer ? keys.outer(customer, id, sealed) : null
    if (outer?.['tagged'] === undefined) return 'none'
    return Object.keys(personal ?? {}).length >= Object.keys(outer).length ? 'open' : 'closed'
  }
  const ids = new Map(
    db.all<{ ref: number; id: Uint8Array }>('SELECT ref, id FROM cases').map((row) => [row.ref, uuidText(row.id)]),
  )
  return {
    meta,
    scopes: () =>
      db
        .all<{ scope: string; cursor: number; digest: Uint8Array }>(
          'SELECT scope, cursor, digest FROM scopes ORDER BY scope',
        )
        .map((row) => ({ ...row, digest: hexText(row.digest) })),
    events: (caseId) => {
      const rows = db.all<EventRow>(`SELECT ${eventColumns} FROM events ORDER BY seq`)
      return rows
        .filter((row) => caseId === undefined || ids.get(row.case_ref) === caseId)
        .map((row) => {
          const before = cache.get(row.seq)
          if (before && isUnchanged(before, row)) return before
          const id = (ids.get(row.case_ref) ?? 'no-case') as CaseId
          const opened = reader.opened(row, id)
          const event = { row, envelope: reader.envelope(row, id), opened, words: wordsOf(row, opened) }
          cache.set(row.seq, event)
          return event
        })
    },
    caseIds: () => [...ids.values()].sort(),
  }
}

/** Confirmed events in the server's order, folded. */
export function foldConfirmed(events: readonly DiskEvent[]): Case | null {
  const confirmed = events.filter(({ row }) => row.state === states.confirmed || row.state === states.stale)
  const placeOf = ({ row }: DiskEvent) => row.case_v ?? Number.MAX_SAFE_INTEGER
  const ordered = [...confirmed].sort((a, b) => placeOf(a) - placeOf(b) || a.row.seq - b.row.seq)
  return ordered.reduce<Case | null>((state, { opened }) => evolve(state, opened), null)
}

/** What a screen has to show: confirmed, then what is pending as written, as far as it fits. */
export function foldView(events: readonly DiskEvent[], actorOf: (id: string) => Actor | undefined): Case | null {
  const pending = events.filter(({ row }) => row.state === states.pending)
  return pending.reduce<Case | null>((state, { opened }) => {
    const actor = actorOf(opened.actor)
    return actor !== undefined && !admit(state, opened, actor).ok ? state : evolve(state, opened)
  }, foldConfirmed(events))
}
