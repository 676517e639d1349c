import type { CaseId, CustomerId, ScopeId } from '../../../shared/kernel/brand.ts'
import type { HelloResponse, OrderedEvent, SnapshotChunk } from '../../../shared/sync/protocol.ts'
import { createCaseLinks } from './case-links.ts'
import type { Core } from './core.ts'
import { forgetCustomer } from './forget-customer.ts'
import { noteUnkeyed } from './key-trade.ts'
import { takeBackWhenForked, takeEvent } from './merge-remote.ts'
import { getMeta, putMeta } from './meta.ts'
import { createNewestHeld } from './newest-held.ts'
import { setScope } from './scope-cursor.ts'
import { createTouchedCases } from './touched-cases.ts'

/** A scope that is read by whole cases, newest first, as it stood at `seq`; `chunk` = the next piece of it. */
export interface Bootstrap {
  readonly scope: ScopeId
  readonly seq: number
  readonly chunk: string
}

const setting = 'bootstrap'
/** With less than this to read, the feed is as quick. */
const worthIt = 2_000
const firstChunk = 'newest'

const planned = (core: Core): readonly Bootstrap[] => getMeta<Bootstrap[]>(core.db, setting) ?? []

/** What is to be read next by whole cases, or nothing: then the feed is. */
export const nextBootstrap = (core: Core): Bootstrap | undefined => planned(core)[0]

/** Another epoch, or rights that changed: what was begun says nothing any more. Inside the caller's transaction. */
export const forgetBootstraps = (core: Core): void => putMeta(core.db, setting, [])

/** A line too poor for whole cases, or a server that no longer has them: the feed is read from where we stand. */
export function dropBootstrap(core: Core, { scope }: Bootstrap): void {
  core.commit(() =>
    putMeta(
      core.db,
      setting,
      planned(core).filter((it) => it.scope !== scope),
    ),
  )
}

/** Scopes of which nothing is held yet, and which are long. Inside the transaction of a hello. */
export function planBootstraps(core: Core, scopes: HelloResponse['scopes']): void {
  const begun = planned(core)
  const sql = 'SELECT cursor FROM scopes WHERE scope = ?'
  const isNew = ({ id, head }: HelloResponse['scopes'][number]): boolean =>
    head >= worthIt &&
    (core.db.get<{ cursor: number }>(sql, id)?.cursor ?? 0) === 0 &&
    !begun.some((it) => it.scope === id)
  const fresh = scopes.filter(isNew).map(({ id, head }) => ({ scope: id, seq: head, chunk: firstChunk }))
  if (fresh.length > 0) putMeta(core.db, setting, [...begun, ...fresh])
}

/**
 * Takes in one chunk: whole records, each with its chain checked, in one transaction with the name of the next chunk, so that it
 * goes on from any. After the last one the feed goes on from `seq`. Source: sync.md "Snapshot".
 */
export function adoptChunk(core: Core, chunk: SnapshotChunk, nowMs: number): { readonly forked: boolean } {
  try {
    takeChunk(core, chunk, nowMs)
    return { forked: false }
  } catch (error) {
    if (takeBackWhenForked(core, error, nowMs)) return { forked: true }
    throw error
  }
}

function takeChunk(core: Core, chunk: SnapshotChunk, nowMs: number): void {
  const erased = (chunk.erased as CustomerId[]).filter((customer) => !core.vault.isErased(customer))
  const { ids, head } = core.commit(() => {
    const cases = createTouchedCases(core)
    const scope = core.names.refOf(chunk.scope)
    const parts = {
      cases,
      links: createCaseLinks(core),
      newest: createNewestHeld(core),
      serverMs: chunk.serverMs,
      scope,
    }
    let ours = core.device.get()
    for (const key of chunk.keys) core.vault.adopt(key)
    for (const { events } of chunk.cases)
      for (const bare of events) {
        const item: OrderedEvent = { seq: chunk.seq, ...bare }
        ours = takeEvent(core, parts, item, ours)
      }
    for (const { events } of chunk.cases)
      noteUnkeyed(
        core,
        chunk,
        events.map(({ event }) => event),
      )
    for (const customer of erased) forgetCustomer(core, customer, cases, nowMs)
    if (ours !== core.device.get()) core.device.save(ours)
    moveOn(core, chunk)
    return { ids: cases.finish(nowMs), head: ours }
  })
  core.device.set(head)
  if (erased.length > 0) core.changed({ kind: 'erased', customers: erased })
  core.changed({ kind: 'cases', ids: ids as CaseId[], remote: true })
}

function moveOn(core: Core, { scope, seq, digest, next }: SnapshotChunk): void {
  const others = planned(core).filter((it) => it.scope !== scope)
  if (next === null) setScope(core, scope, seq, digest)
  putMeta(core.db, setting, next === null ? others : [{ scope, seq, chunk: next }, ...others])
}
