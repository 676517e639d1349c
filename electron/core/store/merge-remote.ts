import type { CaseId, CustomerId, EventId, Hash, ScopeId } from '../../../shared/kernel/brand.ts'
import { envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { type Hlc, receiveHlc } from '../../../shared/kernel/hlc.ts'
import { scopeDigest } from '../../../shared/sync/chain.ts'
import { mergePage } from '../../../shared/sync/merge.ts'
import type { OrderedEvent, PullResponse } from '../../../shared/sync/protocol.ts'
import { hashText, hashToBytes, idBytes, machineDigest } from './bytes.ts'
import type { Core } from './core.ts'
import type { DeviceHead } from './device.ts'
import { eventStates } from './event-rows.ts'
import { forgetCustomer } from './forget-customer.ts'
import { putMeta } from './meta.ts'
import { refold } from './rebase.ts'
import { dropScope } from './scope-removal.ts'

type Page = PullResponse['pages'][number]

/**
 * Takes in what the server ordered: keys, events with their marks, cursor, digest and hybrid clock in one transaction, then
 * the cases they touch = confirmed + pending. The same answer twice changes nothing. Source: sync.md "Pull", SYNC-3, SYNC-4.
 */
export function adoptPages(core: Core, pull: PullResponse, nowMs: number): { readonly more: boolean } {
  const { touched, head, more } = core.commit(() => {
    const merge = createMerge(core, pull, nowMs)
    for (const key of pull.keys) merge.takeKey(key)
    const behind = pull.pages.filter((page) => merge.takePage(page))
    for (const customer of pull.erased) merge.erase(customer as CustomerId)
    for (const scope of pull.gone) merge.drop(scope)
    putMeta(core.db, 'acl_v', pull.aclV)
    return { touched: merge.finish(), head: merge.head(), more: behind.length > 0 }
  })
  core.device.set(head)
  core.changed(touched.length > 0 ? { kind: 'cases', ids: touched, remote: true } : { kind: 'sync' })
  return { more }
}

function createMerge(core: Core, pull: PullResponse, nowMs: number) {
  const touched = new Set<number>()
  const removed = new Set<CaseId>()
  const start = core.device.get()
  let head: DeviceHead = start

  const takeEvent = (scope: number, item: OrderedEvent): void => {
    const ref = core.refs.find(item.event.case) ?? core.refs.give(item.event.case, item.atMs)
    takeOrdered(core, item, ref)
    core.db.run('INSERT OR IGNORE INTO case_scopes (scope, ref) VALUES (?, ?)', scope, ref)
    head = afterEvent(head, item, pull.serverMs)
    touched.add(ref)
  }
  return {
    head: () => head,
    takeKey: (key: PullResponse['keys'][number]) => {
      if (!core.vault.adopt(key)) return
      const sql = 'SELECT ref FROM cases WHERE customer = ?'
      for (const { ref } of core.db.all<{ ref: number }>(sql, core.vault.refOf(key.customer))) touched.add(ref)
    },
    takePage: (page: Page): boolean => takePage(core, page, takeEvent),
    erase: (customer: CustomerId) => {
      for (const ref of forgetCustomer(core, customer, nowMs)) touched.add(ref)
    },
    drop: (scope: ScopeId) => {
      for (const id of dropScope(core, scope)) removed.add(id)
    },
    finish: (): CaseId[] => {
      if (head !== start) core.device.save(head)
      const held = [...touched].filter((ref) => core.db.get('SELECT 1 FROM case_ids WHERE ref = ?', ref) !== undefined)
      return [...held.map((ref) => refold(core, ref, nowMs)), ...removed]
    },
  }
}

/** One scope's page: checked against our cursor, stored up to the number the server really examined. */
function takePage(core: Core, page: Page, takeEvent: (scope: number, item: OrderedEvent) => void): boolean {
  const row = core.db.get<{ cursor: number; digest: Uint8Array }>(
    'SELECT cursor, digest FROM scopes WHERE scope = ?',
    page.scope,
  )
  const cursor = row?.cursor ?? 0
  const plan = mergePage(cursor, page, new Set<EventId>())
  if (plan.plan === 'nothing') return page.head > cursor
  if (plan.plan === 'bootstrap') {
    if (cursor === 0) throw new Error(`store: page of ${page.scope} does not join (${plan.reason})`)
    setScope(core, page.scope, 0, zeroHash)
    return true
  }
  const scope = core.names.refOf(page.scope)
  let digest = row === undefined ? zeroHash : hashText(row.digest)
  for (const item of plan.apply) {
    takeEvent(scope, item)
    digest = scopeDigest(digest, item.caseHash, item.seq, machineDigest)
  }
  setScope(core, page.scope, plan.cursor, digest)
  return page.head > plan.cursor
}

function setScope(core: Core, scope: ScopeId, cursor: number, digest: Hash): void {
  const sql = `INSERT INTO scopes (scope, cursor, digest) VALUES (?, ?, ?)
    ON CONFLICT (scope) DO UPDATE SET cursor = excluded.cursor, digest = excluded.digest`
  core.db.run(sql, scope, cursor, hashToBytes(digest))
}

/** Stores one ordered event: new, or ours coming back and leaving the queue. */
function takeOrdered(core: Core, item: OrderedEvent, caseRef: number): void {
  const { event, caseV, serverMs, caseHash, atMs } = item
  const known = core.events.byId(event.id)
  if (known === undefined) {
    const { devHash } = envelopeHashes(event, machineDigest)
    core.events.insert({
      envelope: event,
      caseRef,
      devHash,
      atMs,
      state: 'confirmed',
      mark: { caseV, serverMs, caseHash },
    })
    return
  }
  if (known.state === eventStates.confirmed && known.case_v === caseV) return
  core.db.run(
    'UPDATE events SET state = 1, case_v = ?, server_ms = ?, case_hash = ?, at_ms = ? WHERE seq = ?',
    ...[caseV, serverMs, hashToBytes(caseHash), atMs, known.seq],
  )
  core.db.run('DELETE FROM refused WHERE event = ?', idBytes(event.id))
}

/** Our clock follows what was seen; own events that come back beyond our newest one (restored disk) move our chain on. */
function afterEvent(head: DeviceHead, item: OrderedEvent, serverMs: number): DeviceHead {
  const received = receiveHlc(head.hlc, item.event.hlc as Hlc, serverMs)
  const hlc = received.ok ? received.value : head.hlc
  const { device, n } = item.event
  if (device !== head.device || n <= head.n) return hlc === head.hlc ? head : { ...head, hlc }
  const { devHash } = envelopeHashes(item.event, machineDigest)
  return { ...head, hlc, n, devHash, nextNumber: Math.max(head.nextNumber, numberAfter(head, item)) }
}

function numberAfter(head: DeviceHead, item: OrderedEvent): number {
  const given = item.event.body['number']
  if (typeof given !== 'string' || !given.startsWith(`${head.numberPrefix}-`)) return 0
  return Number.parseInt(given.slice(head.numberPrefix.length + 1), 10) + 1
}
