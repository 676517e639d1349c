import { maskPhone } from '../../../shared/intake/mask.ts'
import {
  formatPhone,
  type PhoneKind,
  type PhoneReading,
  readPhones,
  storedPhone,
} from '../../../shared/intake/phone.ts'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'

/** What the number on the form is: the numbers as stored, the first one for people's eyes, and what it is. */
export interface NumberRead {
  readonly stored: readonly string[]
  /** `138 1234 5678`; empty when the caller withholds it. */
  readonly shown: string
  /** `138****1234`: what tabs and bars show, so that a glance at the screen gives nothing away. Source: CASE-5. */
  readonly masked: string
  readonly kind: PhoneKind
  /** ISO 3166; `null` where the number does not say it. */
  readonly country: string | null
}

const known = new Map<string, Result<NumberRead>>()
const mostKnown = 50

/**
 * Reads the number field. Nothing typed is not a withheld number: that has to be said (隐藏), so that a forgotten field
 * is noticed. Refusals: `phone.empty` and those of `readPhones`.
 */
export function readNumber(typed: string): Result<NumberRead> {
  // Several parts of the screen ask about the same few texts at every key.
  const before = known.get(typed)
  if (before !== undefined) return before
  const read = readTyped(typed)
  if (known.size >= mostKnown) known.clear()
  known.set(typed, read)
  return read
}

function readTyped(typed: string): Result<NumberRead> {
  if (typed.trim() === '') return refuse('phone.empty', 'phone')
  const found = readPhones(typed)
  if (!found.ok) return found
  const first: PhoneReading | undefined = found.value[0]
  if (first === undefined) return refuse('phone.unreadable', 'phone')
  const stored = found.value.map(storedPhone).filter((number) => number !== '')
  const { kind, country = null } = first
  return ok({ stored, shown: formatPhone(first), masked: maskPhone(storedPhone(first)), kind, country })
}

/** The number to look up earlier cases by, or `null` while there is none. */
export function dialled(typed: string): string | null {
  const read = readNumber(typed)
  return read.ok && read.value.kind !== 'short' ? (read.value.stored[0] ?? null) : null
}

/** The number for tabs and bars: masked once it is one; while it is still being typed, what is there so far. */
export function shownNumber(typed: string): string {
  const read = readNumber(typed)
  return read.ok && read.value.kind !== 'short' ? read.value.masked : typed.trim().slice(0, 7)
}
