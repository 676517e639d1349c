import type { EpochMs } from '../kernel/brand.ts'
import type { Backdated } from './clock.ts'

/**
 * What is known about one due time. `stoppedAtMs` = effective time of the evidence that stopped the clock. `contacts` =
 * for every device that can hold the case, up to when it has pushed everything; `raised` = a breach event exists;
 * `paid` = money went out on it.
 */
export interface BreachEvidence {
  readonly dueAtMs: EpochMs
  readonly nowMs: EpochMs
  readonly stoppedAtMs?: EpochMs
  readonly backdated?: Backdated
  readonly contacts: readonly { readonly device: string; readonly contactedUpToMs: EpochMs }[]
  readonly confirmAfterMs: number
  readonly raised: boolean
  readonly paid: boolean
}

/**
 * `none` not due or met · `suspected` a device out of contact might still disprove it: warns, never pays · `confirmed`
 * counts and may pay · `voided` raised, then disproved. `waitingFor` = devices still out of contact. `supervisor` = what a
 * person must do: `confirm_backdating` the evidence was written down late, `recover_payment` it was paid for nothing.
 */
export interface BreachVerdict {
  readonly state: 'none' | 'suspected' | 'confirmed' | 'voided'
  readonly reason?: 'in_time_evidence' | 'backdating_confirmed' | 'all_in_contact' | 'waited_long_enough'
  readonly waitingFor: readonly string[]
  readonly supervisor?: 'confirm_backdating' | 'recover_payment'
}

/**
 * Judges a breach in a distributed world. Confirmed when every device that can hold the case has pushed past the due
 * time, or after `confirmAfterMs` (72 h); in-time evidence that comes later voids it, at any time. Evidence claimed to be
 * in time but recorded late voids nothing until a supervisor confirms it. What was paid is never recalled by the machine.
 * Source: details.md "Breach in a distributed world".
 */
export function judgeBreach(evidence: BreachEvidence): BreachVerdict {
  const { dueAtMs, nowMs, stoppedAtMs, backdated, raised, paid } = evidence
  if (stoppedAtMs !== undefined && stoppedAtMs <= dueAtMs) {
    if (!raised) return { state: 'none', waitingFor: [] }
    const reason = backdated?.confirmed === true ? 'backdating_confirmed' : 'in_time_evidence'
    return { state: 'voided', reason, waitingFor: [], ...(paid ? { supervisor: 'recover_payment' as const } : {}) }
  }
  if (nowMs <= dueAtMs) return { state: 'none', waitingFor: [] }
  const claimed = backdated !== undefined && !backdated.confirmed && backdated.claimedAtMs <= dueAtMs
  const ask = claimed ? { supervisor: 'confirm_backdating' as const } : {}
  const waitingFor = evidence.contacts
    .filter(({ contactedUpToMs }) => contactedUpToMs <= dueAtMs)
    .map(({ device }) => device)
  if (waitingFor.length === 0) return { state: 'confirmed', reason: 'all_in_contact', waitingFor, ...ask }
  if (nowMs >= dueAtMs + evidence.confirmAfterMs)
    return { state: 'confirmed', reason: 'waited_long_enough', waitingFor, ...ask }
  return { state: 'suspected', waitingFor, ...ask }
}
