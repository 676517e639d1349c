import type { EventId } from '../kernel/brand.ts'
import type { Refusal, Result } from '../kernel/result.ts'
import type { OrderedEvent, Verdict } from './protocol.ts'

/**
 * What a device does with what comes back, as pure functions: the store only carries the plan out, in one transaction.
 *
 * ```
 *            page: from = cursor, dense                 verdicts
 *  cursor ──────── advance ────────→ cursor'    pending ─ accepted ──→ sent (leaves when its own id comes back)
 *    │                                  │              ├ duplicate ──→ sent, takes the id of the first
 *    ├ already read ──→ nothing         │              ├ refused ────→ set aside with reason, shown
 *    └ gap / behind ──→ bootstrap       │              └ quarantined → set aside, a supervisor sees it
 *                                       └ rebase: view = confirmed + pending in order; one that no longer fits is doubtful
 * ```
 * Merging the same page twice changes nothing; pages of different scopes may come in any order. Source: sync.md "Exchange",
 * "On the device", SYNC-3, SYNC-4.
 */
export type PageMerge =
  /** Store `apply`, take `settled` out of the queue, set the cursor to `cursor`: one transaction. */
  | {
      readonly plan: 'advance'
      readonly cursor: number
      readonly apply: readonly OrderedEvent[]
      readonly settled: readonly EventId[]
    }
  /** Nothing in the page is new. */
  | { readonly plan: 'nothing' }
  /** The page does not join what we hold: read the scope anew from a snapshot. */
  | { readonly plan: 'bootstrap'; readonly reason: 'gap' | 'not_dense' | 'head_behind' }

export interface PageView {
  readonly from: number
  readonly to: number
  readonly head: number
  readonly events: readonly OrderedEvent[]
}

function isDense(page: PageView): boolean {
  return page.events.length === page.to - page.from && page.events.every((item, i) => item.seq === page.from + i + 1)
}

/**
 * What one page means for a scope read up to `cursor`. `to` is the last number the server really examined, never more;
 * a page that starts before the cursor (a repeated delivery) gives only what is new.
 */
export function mergePage(cursor: number, page: PageView, pending: ReadonlySet<EventId>): PageMerge {
  if (page.from > cursor) return { plan: 'bootstrap', reason: 'gap' }
  if (page.to < page.from || !isDense(page)) return { plan: 'bootstrap', reason: 'not_dense' }
  if (page.head < page.to || page.head < cursor) return { plan: 'bootstrap', reason: 'head_behind' }
  if (page.to <= cursor) return { plan: 'nothing' }
  const apply = page.events.slice(cursor - page.from)
  const settled = apply.map((item) => item.event.id).filter((id) => pending.has(id))
  return { plan: 'advance', cursor: page.to, apply, settled }
}

/** A pending event that, on top of what is confirmed now, would be refused: shown as such, not removed. */
export interface Doubt<E> {
  readonly event: E
  readonly refusal: Refusal
}

export interface Rebase<C, E> {
  readonly view: C
  readonly doubtful: readonly Doubt<E>[]
}

/**
 * Puts the pending events of one case, in the order they were written, on top of the confirmed case. One that no longer fits
 * is left out of the view and reported; later ones are judged on their own. `admit` and `evolve` are the kernel's.
 */
export function rebase<C, E>(
  confirmed: C,
  pending: readonly E[],
  admit: (current: C, event: E) => Result<void>,
  evolve: (current: C, event: E) => C,
): Rebase<C, E> {
  let view = confirmed
  const doubtful: Doubt<E>[] = []
  for (const event of pending) {
    const admitted = admit(view, event)
    if (admitted.ok) view = evolve(view, event)
    else doubtful.push({ event, refusal: admitted.error })
  }
  return { view, doubtful }
}

export type Settlement =
  | { readonly id: EventId; readonly becomes: 'sent'; readonly of?: EventId }
  | {
      readonly id: EventId
      readonly becomes: 'refused' | 'quarantined'
      readonly refusal: Refusal
      readonly defeatedBy?: EventId
    }

/**
 * What the server's verdicts make of the events that were pushed. Verdicts must answer exactly the numbers sent, in order;
 * else the answer is not for this batch and `null` says so (the batch is sent again, nothing later overtakes it).
 */
export function settle(
  sent: readonly { readonly id: EventId; readonly n: number }[],
  verdicts: readonly Verdict[],
): readonly Settlement[] | null {
  const fits =
    verdicts.length === sent.length && sent.every((e, i) => verdicts[i]?.id === e.id && verdicts[i]?.n === e.n)
  return fits ? verdicts.map(settlementOf) : null
}

function settlementOf(verdict: Verdict): Settlement {
  switch (verdict.verdict) {
    case 'accepted':
      return { id: verdict.id, becomes: 'sent' }
    case 'duplicate':
      return { id: verdict.id, becomes: 'sent', of: verdict.of }
    case 'quarantined':
      return { id: verdict.id, becomes: 'quarantined', refusal: { tag: verdict.code } }
    case 'refused':
      return {
        id: verdict.id,
        becomes: 'refused',
        refusal: { tag: verdict.code, ...(verdict.field === undefined ? {} : { field: verdict.field }) },
        ...(verdict.defeatedBy === undefined ? {} : { defeatedBy: verdict.defeatedBy }),
      }
  }
}
