import { caseSeenBy, mayRead, recordSeenBy } from '../../../shared/case/field-tags.ts'
import type { Case } from '../../../shared/case/model.ts'
import { isInScope } from '../../../shared/case/scopes.ts'
import { recordOf } from '../../../shared/case/view.ts'
import type {
  CustomerHistory,
  ExecuteRequest,
  ExecuteResponse,
  ListRequest,
  ListResponse,
} from '../../../shared/contract/console.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import { readCases } from '../exchange/read-cases.ts'
import { importProgress, saveRows } from '../exchange/save-rows.ts'
import { amountOf } from '../store/lists.ts'
import { attach, openAttachment, placesOf } from './attachments.ts'
import { executeAll, judgeAll } from './bulk.ts'
import type { ApiDeps } from './deps.ts'
import { draftsRouter } from './drafts.ts'
import { answerOf, inputOf, plain } from './execute-input.ts'
import { type Implementer, implementConsole } from './implementer.ts'
import { judgedRouter } from './judged.ts'
import { withKnownCustomer } from './known-customer.ts'
import { machineRouter } from './machine.ts'
import { maskedCase, maskedCustomer, maskedItem } from './masked.ts'
import { noticesOf } from './notices.ts'
import { refusedRouter } from './refused.ts'
import { reveal } from './reveal.ts'
import { caseRow, clockRow } from './rows.ts'
import { searchCases } from './search.ts'
import { sessionRouter } from './session.ts'
import { transfersRouter } from './transfers.ts'
import { viewsRouter } from './views.ts'

async function execute(deps: ApiDeps, request: ExecuteRequest): Promise<ExecuteResponse> {
  const input = inputOf(deps, request)
  if (!input.ok) return { saved: false, refusals: plain(input.error) }
  const command = await withKnownCustomer(input.value.command, deps.store.read, input.value.actor.scopes)
  const saved = deps.store.write.executeCase({ ...input.value, command })
  if (!saved.ok) return { saved: false, refusals: plain(saved.error) }
  return answerOf(deps, saved.value)
}

async function list(deps: ApiDeps, request: ListRequest): Promise<ListResponse> {
  const startedMs = performance.now()
  const asOfMs = deps.nowMs() + deps.offsetMs()
  const who = deps.who()
  if (!who) return { rows: [], count: { value: 0, exact: true }, asOfMs, tookMs: 0 }
  const seen = { scopes: who.actor.scopes, actor: who.actor.id, nowMs: asOfMs }
  const { view, limit, cursor, text, filter, headings, backward } = request
  // A whole queue has its kept counter; a narrowed one is counted while it is read, and later pages of neither.
  const isWhole = cursor === undefined && text === undefined && filter === undefined
  const [listed, kept] = await Promise.all([
    deps.store.read.list({
      ...{ ...seen, view, limit },
      ...(cursor === undefined ? {} : { cursor }),
      ...(text === undefined ? {} : { text }),
      ...(filter === undefined ? {} : { filter }),
      ...(headings === undefined ? {} : { headings }),
      ...(backward === undefined ? {} : { backward }),
    }),
    isWhole ? deps.store.read.counts(seen) : null,
  ])
  const count = kept === null ? listed.count : amountOf(kept[view])
  return {
    rows: listed.rows.map((row) => caseRow(row, asOfMs, deps.maskPhone)),
    ...(listed.next === undefined ? {} : { next: listed.next }),
    ...(count === undefined ? {} : { count: { ...count } }),
    asOfMs,
    tookMs: performance.now() - startedMs,
  }
}

async function counts(deps: ApiDeps) {
  const who = deps.who()
  if (!who) return {}
  const seen = { scopes: who.actor.scopes, actor: who.actor.id, nowMs: deps.nowMs() + deps.offsetMs() }
  const found = await deps.store.read.counts(seen)
  return Object.fromEntries(Object.entries(found).map(([view, value]) => [view, { ...amountOf(value) }]))
}

const chainMark = (chain: { readonly ok: boolean; readonly unordered: number } | null) => {
  if (!chain?.ok) return 'broken' as const
  return chain.unordered > 0 ? ('unsigned' as const) : ('verified' as const)
}

/** The mark of a case this person may see; of any other nothing is said. */
function chainOf(deps: ApiDeps, id: string) {
  const who = deps.who()
  const held = who && deps.store.read.getCase(id as CaseId)
  const isSeen = who && held && isInScope(held.case, who.actor)
  return isSeen ? chainMark(deps.store.read.chain(held.case.id)) : ('unchecked' as const)
}

/** What the record tells again word by word, and a long case has most of. */
const withoutRecord = (theCase: Case): Case => ({ ...theCase, notes: [], said: [] })

function getCase(deps: ApiDeps, { id, newest }: { id: string; newest?: number | undefined }) {
  const who = deps.who()
  const held = who && deps.store.read.getCase(id as CaseId)
  if (!who || !held || !isInScope(held.case, who.actor)) return null
  const atMs = deps.nowMs() + deps.offsetMs()
  const { nextStep, available } = deps.view(held.case, who.actor, atMs)
  const seen = caseSeenBy(held.case, who.actor)
  const record = recordSeenBy(recordOf(deps.store.read.events(held.case.id, newest)), who.actor)
  return {
    // The projection is plain JSON by construction; the types only say so more narrowly.
    case: maskedCase(newest === undefined ? seen : withoutRecord(seen)) as unknown as Json,
    record: record.map((item) => maskedItem(item) as unknown as Json),
    older: Math.max(0, held.case.version - record.length),
    clocks: deps.clocks(held.case, atMs).map(clockRow),
    nextStep,
    available: [...available],
    pending: held.pending,
    chain: newest === undefined ? chainMark(deps.store.read.chain(held.case.id)) : ('unchecked' as const),
  }
}

const maxHistory = 50

async function byPhone(deps: ApiDeps, phone: string): Promise<CustomerHistory> {
  const who = deps.who()
  if (!who) return nobody
  const found = await deps.store.read.customer({ phone, scopes: who.actor.scopes, limit: maxHistory })
  const atMs = deps.nowMs() + deps.offsetMs()
  const { customer, cases, contacts, compensations, tags, satisfaction, repeats } = found
  return {
    customer: (customer && maskedCustomer(customer)) as unknown as Json,
    rows: cases.map((row) => caseRow(row, atMs, deps.maskPhone)),
    contacts: [...contacts],
    compensations: mayRead(who.actor.role, 'money') ? compensations.map(plainLine) : [],
    tags: [...tags],
    satisfaction: [...satisfaction],
    repeats,
  }
}

const plainLine = ({
  case: id,
  form,
  amountMinor,
  currency,
  state,
  atMs,
}: CustomerHistory['compensations'][number]) => {
  return { case: id, form, amountMinor, currency, state, atMs }
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

function choicesOf(os: Implementer, { choices }: ApiDeps) {
  return {
    get: os.choices.get.handler(() => choices.get()),
    put: os.choices.put.handler(({ input }) => {
      choices.put(input)
      return {}
    }),
  }
}

function noticesRouter(os: Implementer, { store }: ApiDeps) {
  return {
    list: os.notices.list.handler(() => plain(noticesOf(store.read.storage()))),
    seen: os.notices.seen.handler(() => {
      store.write.recoverySeen()
      return {}
    }),
  }
}

function syncOf(os: Implementer, { syncStatus, syncNow, economise }: ApiDeps) {
  return {
    status: os.sync.status.handler(() => syncStatus()),
    now: os.sync.now.handler(() => {
      syncNow()
      return syncStatus()
    }),
    surroundings: os.sync.surroundings.handler(({ input }) => {
      economise(input.onBattery || input.metered)
      return {}
    }),
  }
}

/** Everything about cases: commands, lists, one case. */
function casesRouter(os: Implementer, deps: ApiDeps) {
  return {
    execute: os.cases.execute.handler(({ input }) => execute(deps, input)),
    list: os.cases.list.handler(({ input }) => list(deps, input)),
    search: os.cases.search.handler(({ input }) => searchCases(deps, input)),
    executeAll: os.cases.executeAll.handler(({ input }) => ({ answers: executeAll(deps, input) })),
    judge: os.cases.judge.handler(({ input }) => ({ answers: judgeAll(deps, input) })),
    reveal: os.cases.reveal.handler(({ input }) => reveal(deps, input)),
    counts: os.cases.counts.handler(() => counts(deps)),
    get: os.cases.get.handler(({ input }) => getCase(deps, input)),
    chain: os.cases.chain.handler(({ input }) => chainOf(deps, input.id)),
    byPhone: os.cases.byPhone.handler(({ input }) => byPhone(deps, input.phone)),
  }
}

/** Implements the console's contract. One router serves MessagePort, WebSocket and command line. */
export function createRouter(deps: ApiDeps) {
  const os = implementConsole()
  return os.router({
    session: sessionRouter(os, deps),
    cases: casesRouter(os, deps),
    transfers: transfersRouter(os, deps),
    judged: judgedRouter(os, deps),
    views: viewsRouter(os, deps),
    attachments: {
      attach: os.attachments.attach.handler(({ input }) => attach(deps, input)),
      places: os.attachments.places.handler(({ input }) => placesOf(deps, input.case)),
      open: os.attachments.open.handler(({ input }) => openAttachment(deps, input)),
    },
    exchange: {
      progress: os.exchange.progress.handler(({ input }) => importProgress(deps, input.file)),
      save: os.exchange.save.handler(({ input }) => saveRows(deps, input)),
      read: os.exchange.read.handler(({ input }) => readCases(deps, input.ids, input.unmasked)),
    },
    drafts: draftsRouter(os, deps),
    choices: choicesOf(os, deps),
    refused: refusedRouter(os, deps),
    machine: machineRouter(os, deps),
    record: { verify: os.record.verify.handler(() => deps.store.read.verify()) },
    sync: syncOf(os, deps),
    reference: { get: os.reference.get.handler(({ input }) => deps.reference(input.kind)) },
    changes: os.changes.handler(async function* ({ signal }) {
      yield* deps.feed.subscribe(signal)
    }),
    calls: os.calls.handler(async function* ({ signal }) {
      yield* deps.calls(signal)
    }),
    notices: noticesRouter(os, deps),
  })
}
