import type { CustomerId, EventId, Hash } from '../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { scopeDigest } from '../../../shared/sync/chain.ts'
import { mergePage } from '../../../shared/sync/merge.ts'
import type { OrderedEvent, PullResponse } from '../../../shared/sync/protocol.ts'
import { hashText, hashToBytes, idText, machineDigest } from './bytes.ts'
import { type CaseLinks, createCaseLinks } from './case-links.ts'
import type { Core } from './core.ts'
import { settleDeparted } from './departed.ts'
import type { DeviceHead } from './device.ts'
import { checkDigest, finishReread, readAnew, readAnewOnce, takeBackFrom } from './epoch.ts'
import { type EventRow, eventStates, insertEvent } from './event-rows.ts'
import { forgetCustomer, noteTold } from './forget-customer.ts'
import { headAfter } from './head-after.ts'
import { noteUnkeyed } from './key-trade.ts'
import { putMeta } from './meta.ts'
import { createNewestHeld, type NewestHeld } from './newest-held.ts'
import { settleOwn } from './outbox.ts'
import { ownRef } from './own-marks.ts'
import { setScope } from './scope-cursor.ts'
import { dropScope, sweepLeft } from './scope-removal.ts'
import { createTouchedCases, type TouchedCases, touchCustomer } from './touched-cases.ts'

type Page = PullResponse['pages'][number]

/**
 * Takes in what the server ordered: keys, events with their marks, cursor, digest and hybrid clock in one transaction, and
 * the cases they touch = confirmed + pending. The same answer twice changes nothing. Source: sync.md "Pull", SYNC-3, SYNC-4.
 */
export function adoptPages(core: Core, pull: PullResponse, nowMs: number): Adopted {
  try {
    return { ...takeIn(core, pull, nowMs), forked: false }
  } catch (error) {
    if (takeBackWhenForked(core, error, nowMs)) return { more: true, forked: true }
    if (!(error instanceof OtherGroundError) || !core.commit(() => readAnewOnce(core))) throw error
    return { more: true, forked: false }
  }
}

interface Adopted {
  readonly more: boolean
  readonly forked: boolean
}

/**
 * Nothing of an answer is stored that shows another history under our name; what is ours from there on is to be sent (again).
 * Answers whether `error` said so.
 */
export function takeBackWhenForked(core: Core, error: unknown, nowMs: number): boolean {
  if (!(error instanceof ForkedError)) return false
  const ids = core.commit(() => takeBackFrom(core, error.n - 1, nowMs))
  if (ids.length > 0) core.changed({ kind: 'cases', ids, remote: true })
  return true
}

function takeIn(core: Core, pull: PullResponse, nowMs: number): { readonly more: boolean } {
  // Told again until it is carried out: what is gone already needs no second look.
  const erased = (pull.erased as CustomerId[]).filter((customer) => !core.vault.isErased(customer))
  const { touched, head, more } = core.commit(() => {
    const cases = createTouchedCases(core)
    // A key that came later opens what was sealed before.
    for (const key of pull.keys) if (core.vault.adopt(key)) touchCustomer(core, cases, key.customer)
    const { ours, isBehind } = takePages(core, cases, pull)
    for (const { events } of pull.pages)
      noteUnkeyed(
        core,
        pull,
        events.map(({ event }) => event),
      )
    for (const customer of erased) forgetCustomer(core, customer, cases, nowMs)
    if (pull.erasedUpTo !== undefined) noteTold(core.db, pull.erasedUpTo)
    const ids = cases.finish(nowMs)
    for (const scope of pull.gone) dropScope(core, scope)
    if (ours !== core.device.get()) core.device.save(ours)
    if (pull.receipt !== undefined) putMeta(core.db, 'pull_receipt', pull.receipt)
    const again = isBehind ? [] : finishReread(core, nowMs)
    // Read to the end: what the server accepted and has not come back is on cases that left our scopes.
    const settled = isBehind ? [] : settleDeparted(core, nowMs)
    settleOwn(core)
    putMeta(core.db, 'acl_v', pull.aclV)
    const all = new Set([...ids, ...again, ...settled, ...sweepLeft(core)])
    return { touched: [...all], head: ours, more: isBehind }
  })
  core.device.set(head)
  if (erased.length > 0) core.changed({ kind: 'erased', customers: erased })
  core.changed(touched.length > 0 ? { kind: 'cases', ids: touched, remote: true } : { kind: 'sync' })
  return { more }
}

/** All pages; when one shows that we stand on other ground than the server, every scope begins anew with the next pull. */
function takePages(core: Core, cases: TouchedCases, pull: PullResponse) {
  let ours = core.device.get()
  let isBehind = false
  const parts = { cases, links: createCaseLinks(core), newest: createNewestHeld(core), serverMs: pull.serverMs }
  for (const page of pull.pages) {
    const outcome = takePage(core, page, (scope, item) => {
      ours = takeEvent(core, { ...parts, scope }, item, ours)
    })
    if (outcome === 'read_anew') {
      readAnew(core)
      return { ours, isBehind: true }
    }
    isBehind ||= outcome === 'behind'
  }
  return { ours, isBehind }
}

/** One scope's page: checked against our cursor, stored up to the number the server really examined. */
function takePage(
  core: Core,
  page: Page,
  take: (scope: number, item: OrderedEvent) => void,
): 'level' | 'behind' | 'read_anew' {
  const sql = 'SELECT cursor, digest FROM scopes WHERE scope = ?'
  const row = core.db.get<{ cursor: number; digest: Uint8Array }>(sql, page.scope)
  const cursor = row?.cursor ?? 0
  const plan = mergePage(cursor, page, new Set<EventId>())
  if (plan.plan === 'bootstrap') {
    if (cursor === 0) throw new Error(`store: page of ${page.scope} does not join (${plan.reason})`)
    return 'read_anew'
  }
  const scope = core.names.refOf(page.scope)
  let digest = row === undefined ? zeroHash : hashText(row.digest)
  const fresh = plan.plan === 'advance' ? plan : { cursor, apply: [] }
  for (const item of fresh.apply) {
    take(scope, item)
    digest = scopeDigest(digest, item.caseHash, item.seq, machineDigest)
  }
  if (plan.plan === 'advance') setScope(core, page.scope, plan.cursor, digest)
  if (page.head > fresh.cursor) return 'behind'
  const theirs = page.digestAtHead ?? digest
  return page.head < fresh.cursor || checkDigest(core, page.scope, digest, theirs) ? 'level' : 'read_anew'
}

/** What the events of one answer are taken in with. */
interface Merge {
  readonly cases: TouchedCases
  readonly links: CaseLinks
  readonly newest: NewestHeld
  readonly scope: number
  readonly serverMs: number
}

/** Stores one ordered event, new or ours coming back, and gives where our own chain and clock stand after it. */
export function takeEvent(core: Core, merge: Merge, item: OrderedEvent, ours: DeviceHead): DeviceHead {
  storeEvent(core, merge, item)
  return headAfter(ours, item, merge.serverMs)
}

function storeEvent(core: Core, { cases, links, newest, scope }: Merge, item: OrderedEvent): void {
  const { event, caseV, serverMs, caseHash, atMs } = item
  const ref = cases.refFor(event.case, atMs, scope)
  const known = newest.mayHold(event) ? core.events.byNumber(event.device, event.n) : undefined
  const { bodyHash, devHash } = envelopeHashes(event, machineDigest)
  if (!links.holds(ref, item, bodyHash))
    throw new OtherGroundError(`store: the chain of case ${event.case} does not hold at ${caseV}`)
  if (known === undefined || isAnother(core, known, event, devHash)) {
    if (known !== undefined) giveWay(core, cases, known, event)
    const mark = { caseV, serverMs, caseHash }
    cases.next(item)
    insertEvent(core.db, core.names, { envelope: event, caseRef: ref, devHash, atMs, state: 'confirmed', mark })
    core.vault.note(event)
    newest.note(event)
    return
  }
  const isSame = known.case_hash !== null && hashText(known.case_hash) === caseHash
  if (known.state === eventStates.confirmed && isSame) {
    // Kept from a time when the scope was ours before: the case comes back into view.
    if (core.held.find(ref) === undefined) cases.again(event.case, ref)
    return
  }
  core.db.run(
    'UPDATE events SET state = 1, case_v = ?, server_ms = ?, case_hash = ?, at_off = ? - wall_ms WHERE seq = ?',
    ...[caseV, serverMs, hashToBytes(caseHash), atMs, known.seq],
  )
  core.db.run('DELETE FROM refused WHERE seq = ?', known.seq)
  cases.again(event.case, ref)
}

/**
 * Not the event we hold under this number. What the server says has an id that follows from its case: put back and asked again
 * it says the same under the same id, with another time.
 */
function isAnother(core: Core, known: EventRow, event: Envelope, devHash: Hash): boolean {
  if (idText<EventId>(known.id) !== event.id) return true
  return known.device !== ownRef(core) && hashText(known.dev_hash) !== devHash
}

/** What the server says does not fit what it had confirmed to us: it was put back without saying so, or changed. */
class OtherGroundError extends Error {}

/** The server holds another event under a number of ours: another machine goes by the same name. */
class ForkedError extends Error {
  readonly n: number
  constructor({ device, n }: Envelope) {
    super(`store: ${device} ${n} is another event here than at the server`)
    this.n = n
  }
}

/**
 * The server counts its own words on from where it was put back to: under a number of theirs that we hold as lost, or as not
 * read again yet, stands another event now. Only our own chain cannot change behind our back.
 */
function giveWay(core: Core, cases: TouchedCases, known: EventRow, event: Envelope): void {
  if (known.state === eventStates.confirmed)
    throw new OtherGroundError(`store: ${event.device} ${event.n} is another event here than at the server`)
  if (known.device === ownRef(core)) throw new ForkedError(event)
  core.db.run('DELETE FROM events WHERE seq = ?', known.seq)
  cases.again(core.refs.idOf(known.case_ref), known.case_ref)
}
