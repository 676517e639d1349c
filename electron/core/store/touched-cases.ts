import type { CaseEvent } from '../../../shared/case/event.ts'
import type { CaseId, CustomerId, EpochMs } from '../../../shared/kernel/brand.ts'
import type { OrderedEvent } from '../../../shared/sync/protocol.ts'
import { idBytes, idText } from './bytes.ts'
import type { Core } from './core.ts'
import { asOpened } from './event-rows.ts'
import type { HeldCase } from './held-cases.ts'
import { bound } from './loose-rows.ts'
import { refold } from './rebase.ts'

/** The cases one merge touches: folded on where the server's events simply follow, folded anew where they do not. */
export interface TouchedCases {
  /** The local number of a case, known or given now; it is then held in `scope`. */
  readonly refFor: (id: CaseId, atMs: EpochMs, scope: number) => number
  /** An event that was not here before; told before it is stored. */
  readonly next: (item: OrderedEvent) => void
  /** Fold this one anew. */
  readonly again: (id: CaseId, ref: number) => void
  readonly finish: (nowMs: EpochMs) => CaseId[]
}

interface Touched {
  readonly ref: number
  /** As it stood before, or nothing; `unread` = not asked for yet; `null` = has to be folded anew. */
  held: HeldCase | undefined | null | 'unread'
  touched: boolean
  readonly isNew: boolean
  readonly scopes: Set<number>
}

export function createTouchedCases(core: Core): TouchedCases {
  const cases = new Map<CaseId, Touched>()
  const entry = (id: CaseId, atMs: EpochMs): Touched => {
    const known = cases.get(id)
    if (known !== undefined) return known
    const found = core.refs.find(id)
    const ref = found ?? core.refs.give(id, atMs)
    const isNew = found === undefined
    const made: Touched = { ref, held: isNew ? undefined : 'unread', touched: false, isNew, scopes: new Set() }
    cases.set(id, made)
    return made
  }
  return {
    refFor: (id, atMs, scope) => {
      const { ref, scopes } = entry(id, atMs)
      if (!scopes.has(scope)) core.db.run('INSERT OR IGNORE INTO case_scopes (scope, ref) VALUES (?, ?)', scope, ref)
      scopes.add(scope)
      return ref
    },
    next: (item) => {
      const it = entry(item.event.case, item.atMs)
      it.touched = true
      const held = it.held === 'unread' ? core.held.find(it.ref) : it.held
      it.held = held === null ? null : foldOn(core, it.ref, held, item)
    },
    again: (id, ref) => {
      const scopes = cases.get(id)?.scopes ?? new Set()
      cases.set(id, { ref, held: null, touched: true, isNew: false, scopes })
    },
    finish: (nowMs) => {
      const touched = [...cases].filter(([, it]) => it.touched)
      for (const [id, { ref, held, isNew }] of touched) {
        if (held === null || held === undefined || held === 'unread') refold(core, ref, id, nowMs)
        else core.held.put(held, nowMs, { isNew })
      }
      return touched.map(([id]) => id)
    },
  }
}

/** One more confirmed event on a case with nothing pending, next in its order; else `null`: fold anew. */
function foldOn(core: Core, ref: number, held: HeldCase | undefined, item: OrderedEvent): HeldCase | null {
  const before = held ?? { ref, theCase: null, pending: 0, events: 0, confirmedV: 0 }
  if (before.pending > 0 || before.events !== before.confirmedV || item.caseV !== before.confirmedV + 1) return null
  const theCase = core.kernel.evolve(before.theCase, openedOf(core, item))
  return { ref, theCase, pending: 0, events: before.events + 1, confirmedV: item.caseV }
}

function openedOf(core: Core, { event, atMs, caseV, serverMs, caseHash }: OrderedEvent): CaseEvent {
  const { customer, sealed } = event
  const personal =
    sealed === undefined
      ? {}
      : customer === undefined
        ? null
        : core.vault.open(idBytes(customer), idBytes(event.id), Buffer.from(sealed, 'base64'))
  return asOpened(event, personal, atMs, { caseV, serverMs, caseHash })
}

/** The key of a customer came or went: all their cases are folded anew. */
export function touchCustomer({ db }: Core, cases: Pick<TouchedCases, 'again'>, customer: CustomerId): void {
  const rows = db.all<{ ref: number; id: Uint8Array }>(
    `SELECT ref, id FROM cases WHERE customer = ? AND ${bound}`,
    idBytes(customer),
  )
  for (const row of rows) cases.again(idText<CaseId>(row.id), row.ref)
}
