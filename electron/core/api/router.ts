import { implement, ORPCError } from '@orpc/server'
import { parseCommand } from '../../../shared/case/commands.ts'
import type { Actor } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import { isInScope } from '../../../shared/case/scopes.ts'
import { recordOf } from '../../../shared/case/view.ts'
import {
  type Change,
  type CustomerHistory,
  consoleContract,
  type ExecuteRequest,
  type ExecuteResponse,
  type ListRequest,
  type ListResponse,
  type SessionState,
  type SyncStatus,
} from '../../../shared/contract/console.ts'
import type { CaseId, EpochMs, SessionId } from '../../../shared/kernel/brand.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { ClockView } from '../../../shared/sla/clock.ts'
import { readCases } from '../exchange/read-cases.ts'
import { importProgress, saveRows } from '../exchange/save-rows.ts'
import type { Identity } from '../identity.ts'
import type { Store } from '../store/store.ts'
import type { ChangeFeed } from './change-feed.ts'
import { withKnownCustomer } from './known-customer.ts'
import { maskedCase, maskedCustomer, maskedItem } from './masked.ts'
import { caseRow, clockRow, type MaskPhone } from './rows.ts'
import { searchCases } from './search.ts'

/** What the console's procedures are made of; each is one piece of the core. */
export interface ApiDeps {
  readonly store: Store
  /** The person at work, or `null` when nobody is signed in. */
  readonly who: () => { readonly actor: Actor; readonly session: SessionId } | null
  readonly sessionState: () => SessionState
  readonly signIn: (who: {
    readonly org: string
    readonly user: string
    readonly password: string
  }) => Promise<Refusal | null>
  readonly lease: Identity['lease']
  readonly lock: Identity['lock']
  readonly unlock: Identity['unlock']
  readonly syncStatus: () => SyncStatus
  readonly syncNow: () => void
  /** Wall clock, ms; and what to add to it to have the server's. */
  readonly nowMs: () => EpochMs
  readonly offsetMs: () => number
  readonly policy: { readonly id: string; readonly version: number }
  readonly clocks: (theCase: Case, atMs: EpochMs) => readonly ClockView[]
  readonly reference: (kind: string) => { readonly version: string; readonly body: Json }
  readonly maskPhone: MaskPhone
  readonly view: (
    theCase: Case,
    actor: Actor,
    nowMs: EpochMs,
  ) => { readonly nextStep: Json; readonly available: readonly string[] }
  readonly feed: ChangeFeed<Change>
}

/** Counts up to this are exact, beyond they are "1,000+". Source: details.md "Benchmarks". */
const exactCount = 1000
const countOf = (value: number) => (value > exactCount ? { value: exactCount, exact: false } : { value, exact: true })

/** Whoever may look at what is held here: nobody while it is locked or the lease is over. */
const reader = (deps: ApiDeps) => (deps.lease()?.over === true ? null : deps.who())

/** With the lease over only what was opened since can be gone on with. Source: details.md "Keys". */
function leaseForbids(deps: ApiDeps, id: string | undefined): boolean {
  const lease = deps.lease()
  if (lease?.over !== true || id === undefined) return false
  const opened = deps.store.read.getCase(id as CaseId)?.case.openedAtMs ?? 0
  return opened <= lease.untilMs
}

const leaseOver = { saved: false as const, refusals: [{ tag: 'lease.over' }] }
const signedOut = { saved: false as const, refusals: [{ tag: 'session.signed_out' }] }
const plain = (refusals: readonly Refusal[]) =>
  refusals.map((it) => ({ ...it, ...(it.detail ? { detail: { ...it.detail } } : {}) }))

/** When the resolve clock of a case runs out: a promise beyond it asks for a yes. */
function resolveDue(deps: ApiDeps, id: string | undefined): { readonly resolveDueAtMs?: EpochMs } {
  const held = id === undefined ? null : deps.store.read.getCase(id as CaseId)
  const clock = held && deps.clocks(held.case, deps.nowMs() + deps.offsetMs()).find((it) => it.clock === 'resolve')
  return clock?.dueAtMs ? { resolveDueAtMs: clock.dueAtMs } : {}
}

async function execute(deps: ApiDeps, request: ExecuteRequest): Promise<ExecuteResponse> {
  const who = deps.who()
  if (!who) return signedOut
  if (leaseForbids(deps, request.case)) return leaseOver
  const parsed = parseCommand(request.command)
  if (!parsed.ok) return { saved: false, refusals: plain(parsed.error) }
  const command = await withKnownCustomer(parsed.value, deps.store.read, who.actor.scopes)
  const saved = deps.store.write.executeCase({
    commandId: request.commandId,
    ...(request.case === undefined ? {} : { case: request.case as CaseId }),
    command,
    ...who,
    nowMs: deps.nowMs(),
    offsetMs: deps.offsetMs(),
    policy: deps.policy,
    ...(command.type === 'promise' ? resolveDue(deps, request.case) : {}),
  })
  if (!saved.ok) return { saved: false, refusals: plain(saved.error) }
  const { case: id, number, status, savedAtMs } = saved.value
  return { saved: true, case: id, number, status, savedAtMs }
}

async function list(deps: ApiDeps, request: ListRequest): Promise<ListResponse> {
  const startedMs = performance.now()
  const asOfMs = deps.nowMs() + deps.offsetMs()
  const who = reader(deps)
  if (!who) return { rows: [], count: { value: 0, exact: true }, asOfMs, tookMs: 0 }
  const seen = { scopes: who.actor.scopes, actor: who.actor.id, nowMs: asOfMs }
  const { view, cursor, limit } = request
  const [listed, counts] = await Promise.all([
    deps.store.read.list({ ...seen, view, limit, ...(cursor === undefined ? {} : { cursor }) }),
    deps.store.read.counts(seen),
  ])
  return {
    rows: listed.rows.map((row) => caseRow(row, asOfMs, deps.maskPhone)),
    ...(listed.next === undefined ? {} : { next: listed.next }),
    count: countOf(counts[view]),
    asOfMs,
    tookMs: performance.now() - startedMs,
  }
}

async function counts(deps: ApiDeps) {
  const who = reader(deps)
  if (!who) return {}
  const seen = { scopes: who.actor.scopes, actor: who.actor.id, nowMs: deps.nowMs() + deps.offsetMs() }
  const found = await deps.store.read.counts(seen)
  return Object.fromEntries(Object.entries(found).map(([view, value]) => [view, countOf(value)]))
}

const chainMark = (chain: { readonly ok: boolean; readonly unordered: number } | null) => {
  if (!chain?.ok) return 'broken' as const
  return chain.unordered > 0 ? ('unsigned' as const) : ('verified' as const)
}

function getCase(deps: ApiDeps, id: string) {
  const who = leaseForbids(deps, id) ? null : deps.who()
  const held = who && deps.store.read.getCase(id as CaseId)
  if (!who || !held || !isInScope(held.case, who.actor)) return null
  const atMs = deps.nowMs() + deps.offsetMs()
  const { nextStep, available } = deps.view(held.case, who.actor, atMs)
  return {
    // The projection is plain JSON by construction; the types only say so more narrowly.
    case: maskedCase(held.case) as unknown as Json,
    record: recordOf(deps.store.read.events(held.case.id)).map((item) => maskedItem(item) as unknown as Json),
    clocks: deps.clocks(held.case, atMs).map(clockRow),
    nextStep,
    available: [...available],
    pending: held.pending,
    chain: chainMark(deps.store.read.chain(held.case.id)),
  }
}

const maxHistory = 50

async function byPhone(deps: ApiDeps, phone: string): Promise<CustomerHistory> {
  const who = reader(deps)
  if (!who) return nobody
  const found = await deps.store.read.customer({ phone, scopes: who.actor.scopes, limit: maxHistory })
  const atMs = deps.nowMs() + deps.offsetMs()
  const { customer, cases, contacts, compensations, tags, satisfaction, repeats } = found
  return {
    customer: (customer && maskedCustomer(customer)) as unknown as Json,
    rows: cases.map((row) => caseRow(row, atMs, deps.maskPhone)),
    contacts: [...contacts],
    compensations: compensations.map(({ case: id, form, amountMinor, currency, state, atMs: at }) => {
      return { case: id, form, amountMinor, currency, state, atMs: at }
    }),
    tags: [...tags],
    satisfaction: [...satisfaction],
    repeats,
  }
}

const nobody: CustomerHistory = {
  customer: null,
  rows: [],
  contacts: [],
  compensations: [],
  tags: [],
  satisfaction: [],
  repeats: 0,
}

/** A draft that cannot be kept (too large, disk full) is told with the refusal's tag: the screen keeps the text meanwhile. */
function putDraft(deps: ApiDeps, draft: Parameters<Store['write']['putDraft']>[0]) {
  const kept = deps.store.write.putDraft(draft)
  if (!kept.ok) throw new ORPCError('CONFLICT', { message: kept.error.tag, data: kept.error })
  return kept.value
}

/** Implements the console's contract. One router serves MessagePort, WebSocket and command line. */
export function createRouter(deps: ApiDeps) {
  const os = implement(consoleContract)
  const signIn = async (who: { org: string; user: string; password: string }) => {
    const refusal = await deps.signIn(who)
    return refusal ? { refusal: plain([refusal])[0] ?? { tag: refusal.tag } } : deps.sessionState()
  }
  /** Every window hears that the console was locked or opened. */
  const told = () => {
    const session = deps.sessionState()
    deps.feed.publish({ kind: 'session', session })
    return session
  }
  return os.router({
    session: {
      current: os.session.current.handler(() => deps.sessionState()),
      signIn: os.session.signIn.handler(({ input }) => signIn(input)),
      lock: os.session.lock.handler(() => {
        deps.lock()
        return told()
      }),
      unlock: os.session.unlock.handler(async ({ input: { user, password } }) => {
        const refusal = await deps.unlock({ password, ...(user === undefined ? {} : { user }) })
        return refusal ? { refusal: plain([refusal])[0] ?? { tag: refusal.tag } } : told()
      }),
    },
    cases: {
      execute: os.cases.execute.handler(({ input }) => execute(deps, input)),
      list: os.cases.list.handler(({ input }) => list(deps, input)),
      search: os.cases.search.handler(({ input }) => searchCases({ ...deps, who: () => reader(deps) }, input)),
      counts: os.cases.counts.handler(() => counts(deps)),
      get: os.cases.get.handler(({ input }) => getCase(deps, input.id)),
      byPhone: os.cases.byPhone.handler(({ input }) => byPhone(deps, input.phone)),
    },
    exchange: {
      progress: os.exchange.progress.handler(({ input }) => importProgress(deps, input.file)),
      save: os.exchange.save.handler(({ input }) => saveRows(deps, input)),
      read: os.exchange.read.handler(({ input }) => readCases(deps, input.ids, input.unmasked)),
    },
    drafts: {
      put: os.drafts.put.handler(({ input }) => putDraft(deps, input)),
      // A locked console keeps drafts and shows none.
      list: os.drafts.list.handler(() => (deps.who() ? [...deps.store.read.drafts()] : [])),
      remove: os.drafts.remove.handler(({ input }) => {
        deps.store.write.removeDraft(input.id)
        return {}
      }),
    },
    record: { verify: os.record.verify.handler(() => deps.store.read.verify()) },
    sync: {
      status: os.sync.status.handler(() => deps.syncStatus()),
      now: os.sync.now.handler(() => {
        deps.syncNow()
        return deps.syncStatus()
      }),
    },
    reference: { get: os.reference.get.handler(({ input }) => deps.reference(input.kind)) },
    changes: os.changes.handler(async function* ({ signal }) {
      yield* deps.feed.subscribe(signal)
    }),
  })
}
