import type { EpochMs } from '../kernel/brand.ts'
import type { Backdated } from './clock.ts'
import type { Signal } from './signal.ts'

/**
 * A signal in its place. `atMs` = its time: recording for most; the claimed one for starts that are claimed earlier and
 * for evidence a supervisor confirmed. `recordedAtMs` = when it was written down.
 */
export interface Placed {
  readonly signal: Signal
  readonly atMs: EpochMs
  readonly recordedAtMs: EpochMs
  readonly backdated?: Backdated | undefined
}

/**
 * Puts signals in the order of their times (equal times stay as given), because evidence from a device that was out of
 * contact arrives late but counts from when it was recorded. An outside post is found before everything else. A time
 * claimed more than `toleranceMs` before the recording is marked 补录. Source: details.md "Back-dating".
 */
export function placeSignals(signals: readonly Signal[], toleranceMs: number): readonly Placed[] {
  const confirmed = confirmedIds(signals)
  const placed = signals.map((signal) => place(signal, confirmed, toleranceMs))
  let sorted = true
  for (let i = 1; i < placed.length; i++) if (rankOf(placed[i]) < rankOf(placed[i - 1])) sorted = false
  return sorted ? placed : placed.sort((a, b) => rankOf(a) - rankOf(b))
}

/** Sort key of a placed signal. */
export const rankOf = (placed: Placed | undefined): number =>
  placed === undefined || placed.signal.type === 'channel_found' ? -1 : placed.atMs

function confirmedIds(signals: readonly Signal[]): ReadonlySet<string> | null {
  let ids: Set<string> | null = null
  for (const { type, subject } of signals) {
    if (type !== 'backdating_confirmed' || subject === undefined) continue
    ids ??= new Set()
    ids.add(subject)
  }
  return ids
}

function place(signal: Signal, confirmed: ReadonlySet<string> | null, toleranceMs: number): Placed {
  const { atMs, claimedAtMs, id, type } = signal
  if (claimedAtMs === undefined || claimedAtMs >= atMs) return { signal, atMs, recordedAtMs: atMs }
  const starts = type === 'opened' || type === 'channel_found'
  const believed = !starts && id !== undefined && confirmed?.has(id) === true
  const placedMs = starts || believed ? claimedAtMs : atMs
  if (starts || atMs - claimedAtMs <= toleranceMs) return { signal, atMs: placedMs, recordedAtMs: atMs }
  const backdated = {
    claimedAtMs,
    recordedAtMs: atMs,
    confirmed: believed,
    ...(id === undefined ? {} : { signalId: id }),
  }
  return { signal, atMs: placedMs, recordedAtMs: atMs, backdated }
}
