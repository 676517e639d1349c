import { createHmac } from 'node:crypto'

/**
 * What a phone number can be found by: the full number, its last 4 digits, its first 3 + last 4, each as an HMAC under a key
 * of the organisation, so that the index tells nothing by itself. A country code is left out. Source: details.md "Phone search".
 */
export function phoneTokens(key: Uint8Array, phones: readonly string[]): Buffer[] {
  return [...new Set(phones.flatMap(spellings))].map((text) => phoneToken(key, text))
}

/** The token of what a person typed: digits of a full number, 4 digits, or 3 + 4. */
export const phoneToken = (key: Uint8Array, digits: string): Buffer =>
  createHmac('sha256', key).update(digits).digest().subarray(0, 12)

function spellings(phone: string): string[] {
  const digits = nationalDigits(phone)
  if (digits.length < 4) return digits === '' ? [] : [digits]
  const ends = digits.length >= 7 ? [`${digits.slice(0, 3)}*${digits.slice(-4)}`] : []
  return [digits, `*${digits.slice(-4)}`, ...ends]
}

/** Digits without `+86`, and without an extension. */
export function nationalDigits(phone: string): string {
  const [main = ''] = phone.split(';')
  return main.replace(/^(\+|00)86/, '').replace(/\D/g, '')
}

/** How a search text reads as a phone question, or `null`: `13812341234`, `1234` (last 4), `1381234` or `138*1234`. */
export function phoneQuery(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s()-]/g, '')
  const ends = /^(\d{3})\*+(\d{4})$/.exec(plain)
  if (ends) return `${ends[1]}*${ends[2]}`
  if (!/^\+?\d+$/.test(plain)) return null
  const digits = nationalDigits(plain)
  if (digits.length === 4) return `*${digits}`
  if (digits.length === 7) return `${digits.slice(0, 3)}*${digits.slice(3)}`
  return digits.length >= 5 ? digits : null
}
