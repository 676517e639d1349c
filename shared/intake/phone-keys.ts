import { caught } from './captures.ts'
import { type PhoneOptions, type PhoneReading, readPhone } from './phone.ts'
import { foldPhone } from './phone-text.ts'

const edges = (first: string, last: string) => `first3last4:${first}${last}`

/**
 * What a number can be found by: in full, by its last four digits, by its first three and last four as dialled at home.
 * Plain text with the kind in front; the store keeps only an HMAC of each. None for a withheld number; a number of
 * fewer than seven digits only in full. Source: details.md "Phone search".
 */
export function phoneKeys(reading: PhoneReading): readonly string[] {
  if (reading.kind === 'withheld') return []
  const digits = reading.dialled.replace(/\D/gu, '')
  const full = `full:${reading.e164 ?? reading.dialled}`
  if (digits.length < 7) return [full]
  const last = digits.slice(-4)
  return [full, `last4:${last}`, edges(digits.slice(0, 3), last)]
}

const coveredMiddle = /^\D*(\d{3})[- ]?[*•x]+[- ]?(\d{4})$/u
const threeAndFour = /^(\d{3})[- .]?(\d{4})$/u

/**
 * The keys that a person's search text asks for, any of which may match: 1234, 138 1234, 138****1234, a whole number.
 * Empty when the text is no number. Never throws.
 */
export function phoneQueryKeys(text: string, options: PhoneOptions = {}): readonly string[] {
  if (text.length > 120) return []
  const folded = foldPhone(text)
  const covered = coveredMiddle.exec(folded) ?? threeAndFour.exec(folded)
  const parts = covered === null ? [] : [edges(caught(covered, 1), caught(covered, 2))]
  const ending = /^\d{4}$/u.test(folded) ? [`last4:${folded}`] : []
  const read = readPhone(text, options)
  const full = read.ok && read.value.kind !== 'withheld' ? [`full:${read.value.e164 ?? read.value.dialled}`] : []
  return [...ending, ...parts, ...full]
}
