import type { CaseEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { Draft } from '../../../shared/contract/console.ts'
import type { CaseId, DeviceId, OrgId } from '../../../shared/kernel/brand.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import type { HelloResponse, PullResponse, PushResponse } from '../../../shared/sync/protocol.ts'
import type { Change } from './change.ts'
import type { Core } from './core.ts'
import type { CountQuery, View } from './counts.ts'
import type { CustomerHistory, CustomerQuery } from './customer-view.ts'
import { listDrafts, putDraft, removeDraft } from './drafts.ts'
import { type ExecuteInput, executeCase, type Saved } from './execute.ts'
import { StoreFaultError } from './fault.ts'
import type { Listed, ListQuery } from './lists.ts'
import { adoptPages } from './merge-remote.ts'
import { getMeta, putMeta } from './meta.ts'
import {
  adoptHello,
  adoptVerdicts,
  deviceOf,
  nextBatch,
  type OutboxBatch,
  oldestPendingMs,
  pendingCount,
  position,
  type RefusedItem,
  refusedItems,
} from './outbox.ts'
import type { Found, SearchQuery } from './search/search.ts'
import type { Threads } from './threads.ts'

/** What may look. Lists and figures are answered by the reading thread, one thing at a time at once. */
export interface StoreReads {
  readonly list: (query: ListQuery) => Promise<Listed>
  readonly counts: (query: CountQuery) => Promise<Record<View, number>>
  readonly search: (query: SearchQuery) => Promise<Found>
  /** How many cases a search would find: exact up to 1,000. */
  readonly countHits: (
    query: Omit<SearchQuery, 'order' | 'limit' | 'cursor'>,
  ) => Promise<{ value: number; exact: boolean }>
  /** Earlier cases, contacts, compensation, tags of a customer, or of whoever a phone number belongs to. CASE-4. */
  readonly customer: (query: CustomerQuery) => Promise<CustomerHistory>
  readonly getCase: (id: CaseId) => HeldCase | null
  /** The record of a case in the order it folds, opened as far as the keys are held. */
  readonly events: (id: CaseId) => readonly CaseEvent[]
  readonly drafts: () => readonly Draft[]
  readonly refused: () => readonly RefusedItem[]
  readonly pending: () => { readonly count: number; readonly oldestMs?: number }
  readonly setting: <T>(name: string) => T | undefined
}

/** What changes something; each call is one transaction and durable when it returns. */
export interface StoreWrites {
  readonly executeCase: (input: ExecuteInput) => Result<Saved, readonly Refusal[]>
  readonly putDraft: (draft: { readonly id: string; readonly body: Json }) => Draft
  readonly removeDraft: (id: string) => void
  /** Small values of other parts (tokens, device key, view of a user), as JSON. */
  readonly putSetting: (name: string, value: unknown) => void
  /** Takes the organisation's identity and root key from a sign-in. Refuses `org.other` over another one's data. */
  readonly adoptOrg: (org: OrgIdentity) => Result<void>
}

export interface OrgIdentity {
  readonly org: OrgId
  /** Base64, 32 bytes. */
  readonly orgKey: string
  readonly numberPrefix: string
}

export interface HeldCase {
  readonly case: Case
  readonly pending: boolean
}

/** The store as the sync engine asks for it. */
export interface StoreSync {
  readonly device: DeviceId
  readonly position: () => ReturnType<typeof position>
  readonly adoptHello: (hello: HelloResponse) => 'go_on' | 'forked'
  readonly nextBatch: (maxEvents: number, maxBytes: number) => OutboxBatch | null
  readonly adoptVerdicts: (batch: OutboxBatch, answer: PushResponse) => boolean
  readonly adoptPages: (pull: PullResponse) => { readonly more: boolean }
  readonly pendingCount: () => number
}

export interface Store {
  readonly read: StoreReads
  readonly write: StoreWrites
  readonly sync: StoreSync
  /** Called after each commit; returns how to stop. */
  readonly onChange: (listener: (change: Change) => void) => () => void
  /** Resolves when everything saved before the call is in the search index too. */
  readonly indexed: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface StoreParts {
  readonly core: Core
  readonly threads: Threads
  readonly nowMs: () => number
  readonly listeners: Set<(change: Change) => void>
  readonly close: () => void
  readonly release: () => void
}

export function createStore(parts: StoreParts): Store {
  const { core, threads, listeners } = parts
  return {
    read: createReads(core, threads),
    write: createWrites(core, parts.nowMs),
    sync: createSyncSide(core, parts.nowMs),
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    indexed: () => threads.indexer.caughtUp(),
    close: async () => {
      await threads.close()
      parts.close()
      parts.release()
    },
  }
}

function createReads(core: Core, { reader }: Threads): StoreReads {
  return {
    list: (query) => reader.ask('list', query),
    counts: (query) => reader.ask('counts', query),
    search: (query) => reader.ask('search', query),
    countHits: (query) => reader.ask('countHits', query),
    customer: (query) => reader.ask('customer', query),
    getCase: (id) => {
      const ref = core.refs.find(id)
      const held = ref === undefined ? undefined : core.held.find(ref)
      return held === undefined ? null : { case: held.theCase, pending: held.pending > 0 }
    },
    events: (id) => {
      const ref = core.refs.find(id)
      return ref === undefined ? [] : core.events.ofCase(ref).map((row) => core.events.opened(row, id))
    },
    drafts: () => listDrafts(core.db),
    refused: () => refusedItems(core),
    pending: () => {
      const oldestMs = oldestPendingMs(core)
      return { count: pendingCount(core), ...(oldestMs === undefined ? {} : { oldestMs }) }
    },
    setting: (name) => getMeta(core.db, `setting:${name}`),
  }
}

function createWrites(core: Core, nowMs: () => number): StoreWrites {
  const { db } = core
  return {
    executeCase: (input) => weatherAsRefusal(() => executeCase(core, input)),
    putDraft: (draft) => putDraft(db, draft, nowMs()),
    removeDraft: (id) => removeDraft(db, id),
    putSetting: (name, value) => core.commit(() => putMeta(db, `setting:${name}`, value)),
    adoptOrg: (identity) => adoptOrg(core, identity),
  }
}

/** A full or read-only disk is something a person can act on: it comes back as a refusal, and nothing was saved. */
function weatherAsRefusal<T>(work: () => Result<T, readonly Refusal[]>): Result<T, readonly Refusal[]> {
  try {
    return work()
  } catch (error) {
    if (error instanceof StoreFaultError)
      return { ok: false, error: [{ tag: error.tag, detail: { code: error.code } }] }
    throw error
  }
}

function adoptOrg(core: Core, identity: OrgIdentity): Result<void> {
  const head = core.device.get()
  const isSame = head.org === identity.org && getMeta(core.db, 'org_key') === identity.orgKey
  if (head.n > 0 && !isSame) return { ok: false, error: { tag: 'org.other', field: 'org' } }
  const next = { ...head, org: identity.org, numberPrefix: identity.numberPrefix }
  core.commit(() => {
    putMeta(core.db, 'org_key', identity.orgKey)
    core.device.save(next)
  })
  core.forget()
  core.device.set(next)
  return { ok: true, value: undefined }
}

function createSyncSide(core: Core, nowMs: () => number): StoreSync {
  return {
    device: deviceOf(core),
    position: () => position(core),
    adoptHello: (hello) => adoptHello(core, hello),
    nextBatch: (maxEvents, maxBytes) => nextBatch(core, maxEvents, maxBytes),
    adoptVerdicts: (batch, answer) => adoptVerdicts(core, batch, answer, nowMs()),
    adoptPages: (pull) => adoptPages(core, pull, nowMs()),
    pendingCount: () => pendingCount(core),
  }
}
