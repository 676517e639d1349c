import type { EpochMs } from '../../shared/kernel/brand.ts'

/** The device reached the server at `ms` and had then made its events up to `n`. */
export interface Contact {
  readonly ms: EpochMs
  readonly n: number
}

/** More is not kept; a device that dropped the older ones is only clamped less. */
const keptContacts = 16

/**
 * Contacts that can still date an event not yet judged: one is outdated once a later one is known to lie before every event
 * still to come. A device that does not say what it had made by then gives no date to anything.
 */
export function addContact(
  contacts: readonly Contact[],
  ms: EpochMs,
  newestN: number | undefined,
  lastN: number,
): readonly Contact[] {
  if (newestN === undefined) return contacts
  const next = { ms, n: Math.max(newestN, lastN) }
  const grown = [...contacts.filter((contact) => contact.n < next.n || contact.ms > next.ms), next]
  const useful = grown.filter((_, i) => (grown[i + 1]?.n ?? Number.POSITIVE_INFINITY) > lastN)
  return useful.slice(-keptContacts)
}

/** The newest contact that lies before event `n` was made, or 0: the event cannot be older than that. */
export const floorMs = (contacts: readonly Contact[], n: number): EpochMs =>
  contacts.reduce((floor, contact) => (contact.n < n ? Math.max(floor, contact.ms) : floor), 0)

/**
 * When an event really happened: the device's wall clock plus its measured offset, not before the device's last contact
 * and not after the server got it. A wrong clock moves an event inside that window at most. Source: sync.md "Time", SYNC-9.
 */
export function effectiveAtMs(wallMs: EpochMs, offsetMs: number, floor: EpochMs, serverMs: EpochMs): EpochMs {
  return Math.min(Math.max(wallMs + offsetMs, floor), serverMs)
}

/** Beyond this the clock is put up for review. */
const suspectMs = 5 * 60_000

export interface ClockReading {
  readonly wallMs: EpochMs
  readonly monoMs: number
  readonly bootId: string
}

/**
 * A clock far off, or set back between two events of one run of the machine. A wall clock that ran ahead of the steady one
 * is no sign: the steady clock stands while the machine sleeps.
 */
export function isClockSuspect(offsetMs: number, before: ClockReading | null, now: ClockReading): boolean {
  if (Math.abs(offsetMs) > suspectMs) return true
  if (!before || before.bootId !== now.bootId) return false
  return now.monoMs - before.monoMs - (now.wallMs - before.wallMs) > suspectMs
}
