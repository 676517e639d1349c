import type { CaseEvent } from '../../../shared/case/event.ts'
import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import type { OrderedEvent } from '../../../shared/sync/protocol.ts'
import { idBytes } from './bytes.ts'
import type { Core } from './core.ts'
import { asOpened } from './event-rows.ts'
import type { HeldCase } from './held-cases.ts'
import { refold } from './rebase.ts'

/** The cases one merge touches: folded on where the server's events simply follow, folded anew where they do not. */
export interface TouchedCases {
  /** The local number of a case, known or given now. Must be asked before an event of it is stored. */
  readonly refFor: (id: CaseId, atMs: EpochMs) => number
  /** An event that was not here before. */
  readonly next: (item: OrderedEvent) => void
  /** Fold this one anew. */
  readonly again: (id: CaseId, ref: number) => void
  readonly finish: (nowMs: EpochMs) => CaseId[]
}

interface Touched {
  readonly ref: number
  /** As it stood before, or nothing; `null` = has to be folded anew. */
  held: HeldCase | undefined | null
  touched: boolean
  readonly isNew: boolean
}

export function createTouchedCases(core: Core): TouchedCases {
  const cases = new Map<CaseId, Touched>()
  const entry = (id: CaseId, atMs: EpochMs): Touched => {
    const known = cases.get(id)
    if (known !== undefined) return known
    const found = core.refs.find(id)
    const ref = found ?? core.refs.give(id, atMs)
    const isNew = found === undefined
    const made: Touched = { ref, held: isNew ? undefined : core.held.find(ref), touched: false, isNew }
    cases.set(id, made)
    return made
  }
  return {
    refFor: (id, atMs) => entry(id, atMs).ref,
    next: (item) => {
      const it = entry(item.event.case, item.atMs)
      it.touched = true
      it.held = it.held === null ? null : foldOn(core, it.ref, it.held, item)
    },
    again: (id, ref) => {
      cases.set(id, { ref, held: null, touched: true, isNew: false })
    },
    finish: (nowMs) => {
      const touched = [...cases].filter(([, it]) => it.touched)
      for (const [id, { ref, held, isNew }] of touched) {
        if (held === null || held === undefined) refold(core, ref, id, nowMs)
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
