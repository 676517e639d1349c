import { statfsSync } from 'node:fs'
import type { CaseEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { Draft } from '../../../shared/contract/console.ts'
import type { CaseId, EventId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { listBackups } from './care/backup-files.ts'
import type { Care } from './care/care.ts'
import { isMarkedDamaged } from './care/damage.ts'
import { lastRecovery, type RecoveryReport } from './care/note-recovery.ts'
import { type CaseChain, type VerifyReport, verifyCase } from './care/verify.ts'
import { conflictingCases } from './conflict-rows.ts'
import type { Core } from './core.ts'
import type { CountQuery, View } from './counts.ts'
import type { CustomerHistory, CustomerQuery } from './customer-view.ts'
import { listDrafts } from './drafts.ts'
import type { EscalationAsker, EscalationQuery, ListedEscalations } from './escalation-lists.ts'
import type { Amount, Listed } from './lists.ts'
import { bindLoose } from './loose.ts'
import { getMeta, metaOf } from './meta.ts'
import { oldestPendingMs, pendingCount, type RefusedItem, refusedItems } from './outbox.ts'
import type { ReaderCalls } from './reader-protocol.ts'
import { findEvent } from './redo.ts'
import { findReference, type ReferenceVersion, referenceVersions } from './reference-data.ts'
import { atMsOf } from './row-times.ts'
import { listViews, type SavedView } from './saved-views.ts'
import type { WordsQuery } from './search/list-by-words.ts'
import type { Found, SearchQuery } from './search/search.ts'
import type { Threads } from './threads.ts'
import type { ListedTransfers, TransferAsker, TransferQuery, TransferView } from './transfer-lists.ts'

/** What may look. Lists, search and figures are answered by the reading thread; single things are read on the spot. */
export interface StoreReads {
  readonly list: (query: WordsQuery) => Promise<Listed>
  /** Exact sizes of all queues. */
  readonly counts: (query: CountQuery) => Promise<Record<View, number>>
  readonly search: (query: SearchQuery) => Promise<Found>
  /** How many cases a search would find: exact up to 1,000. */
  readonly countHits: (query: Omit<SearchQuery, 'order' | 'limit' | 'cursor'>) => Promise<Amount>
  /** Earlier cases, contacts, compensation, tags of a customer, or of whoever a phone number belongs to. CASE-4. */
  readonly customer: (query: CustomerQuery) => Promise<CustomerHistory>
  /** Transfers that wait for an answer, the one due first on top; and how many there are. CALL-9. */
  readonly transfers: (query: TransferQuery) => Promise<ListedTransfers>
  readonly transferCounts: (asker: TransferAsker) => Promise<Readonly<Record<TransferView, Amount>>>
  /** Escalations a person has to take up, those nobody has taken up on top; and how many there are. CALL-8. */
  readonly escalations: (query: EscalationQuery) => Promise<ListedEscalations>
  readonly escalationCount: (asker: EscalationAsker) => Promise<Amount>
  /** What people found prepared words good for. CALL-11. */
  readonly judgedWords: (ask: ReaderCalls['judgedWords']['ask']) => Promise<ReaderCalls['judgedWords']['answer']>
  readonly toldWords: (ask: ReaderCalls['toldWords']['ask']) => Promise<ReaderCalls['toldWords']['answer']>
  readonly getCase: (id: CaseId) => StoredCase | null
  /** The record of a case in the order it folds, or its newest part, opened as far as the keys are held. */
  readonly events: (id: CaseId, newest?: number) => readonly CaseEvent[]
  /** The same as it travels and was hashed, with the server's marks: for export and proof. */
  readonly record: (id: CaseId) => readonly RecordedEvent[]
  /** Checks the whole record, in a thread of its own; names the first bad one. TRU-1. */
  readonly verify: () => Promise<VerifyReport>
  /** Does the record of one case hold? `null` = not held here. */
  readonly chain: (id: CaseId) => CaseChain | null
  readonly drafts: () => readonly Draft[]
  readonly views: (owner: string) => readonly SavedView[]
  readonly refused: () => readonly RefusedItem[]
  /** Cases in which two values stand beside each other until a person picks. */
  readonly conflicting: (limit: number) => readonly CaseId[]
  /** One event of the record, whatever became of it. */
  readonly event: (id: EventId) => CaseEvent | undefined
  readonly pending: () => { readonly count: number; readonly oldestMs?: number }
  readonly reference: (kind: string, version?: number) => ReferenceVersion | undefined
  readonly referenceVersions: (kind: string) => readonly number[]
  readonly setting: <T>(name: string) => T | undefined
  /** All whose names begin with this. */
  readonly settings: <T>(beginning: string) => readonly T[]
  readonly storage: () => StorageState
}

export interface StoredCase {
  readonly case: Case
  readonly pending: boolean
}

export interface RecordedEvent {
  readonly event: Envelope
  readonly devHash: string
  readonly atMs: number
  readonly state: number
  readonly mark?: { readonly caseV: number; readonly serverMs: number; readonly caseHash: string }
}

/** What the settings screen shows of the disk. */
export interface StorageState {
  readonly bytes: number
  readonly freeBytes: number
  readonly totalBytes: number
  /** Of the backups that stood their check. */
  readonly newestBackup?: { readonly atMs: number; readonly bytes: number }
  readonly backups: number
  /** Something is broken in the file: the next opening puts it together again. */
  readonly isDamaged: boolean
  /** Set while the file was put together again and a person has not been told. */
  readonly recovery?: RecoveryReport
}

export interface ReadParts {
  readonly core: Core
  readonly threads: Pick<Threads, 'reader'>
  readonly care: Care
  readonly dir: string
}

export function createReads({ core, threads, care, dir }: ReadParts): StoreReads {
  const { reader } = threads
  return {
    list: (query) => reader.ask(asksForWords(query) ? 'listByWords' : 'list', query),
    counts: (query) => reader.ask('counts', query),
    search: (query) => reader.ask('search', query),
    countHits: (query) => reader.ask('countHits', query),
    customer: (query) => reader.ask('customer', query),
    transfers: (query) => reader.ask('transfers', query),
    escalations: (query) => reader.ask('escalations', query),
    escalationCount: (asker) => reader.ask('escalationCount', asker),
    judgedWords: (ask) => reader.ask('judgedWords', ask),
    toldWords: (ask) => reader.ask('toldWords', ask),
    transferCounts: (asker) => reader.ask('transferCounts', asker),
    getCase: (id) => {
      const ref = core.refs.find(id)
      const held = ref === undefined ? undefined : core.held.find(ref)
      return held === undefined ? null : { case: held.theCase, pending: held.pending > 0 }
    },
    events: (id, newest) => {
      const ref = core.refs.find(id)
      if (ref === undefined) return []
      const rows = newest === undefined ? core.events.ofCase(ref) : core.events.newestOf(ref, newest)
      return rows.map((row) => core.events.opened(row, id))
    },
    record: (id) => recordOf(core, id),
    verify: async () => {
      bindLoose(core)
      return (await care.run('verify')).report
    },
    chain: (id) => {
      const ref = core.refs.find(id)
      return ref === undefined ? null : verifyCase(core.db, ref)
    },
    drafts: () => listDrafts(core.db),
    views: (owner) => listViews(core.db, owner),
    refused: () => refusedItems(core),
    conflicting: (limit) => conflictingCases(core.db, limit),
    event: (id) => findEvent(core, id)?.event,
    pending: () => {
      const oldestMs = oldestPendingMs(core)
      return { count: pendingCount(core), ...(oldestMs === undefined ? {} : { oldestMs }) }
    },
    reference: (kind, version) => findReference(core.db, kind, version),
    referenceVersions: (kind) => referenceVersions(core.db, kind),
    setting: (name) => getMeta(core.db, `setting:${name}`),
    settings: (beginning) => metaOf(core.db, `setting:${beginning}`),
    storage: () => storageOf(core, dir),
  }
}

/** The search file answers words and names; everything else is answered by the list's own index. */
const asksForWords = (query: WordsQuery): boolean => query.text !== undefined || query.filter?.customer !== undefined

function recordOf(core: Core, id: CaseId): RecordedEvent[] {
  const ref = core.refs.find(id)
  if (ref === undefined) return []
  return core.events.ofCase(ref).map((row) => {
    const { server } = core.events.opened({ ...row, sealed: null }, id)
    return {
      event: core.events.envelope(row, id),
      devHash: Buffer.from(row.dev_hash).toString('hex'),
      atMs: atMsOf(row),
      state: row.state,
      ...(server === undefined ? {} : { mark: server }),
    }
  })
}

function storageOf(core: Core, dir: string): StorageState {
  const disk = statfsSync(dir)
  const pages = core.db.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0
  const pageBytes = core.db.get<{ page_size: number }>('PRAGMA page_size')?.page_size ?? 0
  const backups = listBackups(dir)
  const newest = backups[0]
  const recovery = lastRecovery(core.db)
  return {
    bytes: pages * pageBytes,
    isDamaged: isMarkedDamaged(dir, 'case.db'),
    freeBytes: disk.bavail * disk.bsize,
    totalBytes: disk.blocks * disk.bsize,
    backups: backups.length,
    ...(newest === undefined ? {} : { newestBackup: { atMs: newest.atMs, bytes: newest.bytes } }),
    ...(recovery === undefined ? {} : { recovery }),
  }
}
