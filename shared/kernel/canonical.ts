import { utf8ToBytes } from '@noble/hashes/utils.js'

/** What canonical bytes can be made of: JSON without undefined, functions, NaN or infinities. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * One text for one value, on every machine: keys in code-unit order, no white space, keys with `undefined` left out.
 *
 * Throws (a bug, not a refusal) on what JSON cannot carry: a non-finite number, a bigint, a function, a lone surrogate.
 * `-0` is written as `0`. Source: sync.md "Event (hashed as exact bytes)".
 */
export function canonicalJson(value: Json): string {
  return isInOrder(value) ? JSON.stringify(value) : write(value)
}

/** Is `value` already as it is written? Then the machine's own writer gives the same text, several times as fast. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null || typeof value === 'boolean') return true
  if (typeof value !== 'object' || 'toJSON' in value) return false
  if (Array.isArray(value)) return value.every(isInOrder)
  let before = ''
  for (const key of Object.keys(value)) {
    if (key < before || !key.isWellFormed()) return false
    before = key
    const item = (value as { readonly [key: string]: unknown })[key]
    if (item !== undefined && !isInOrder(item)) return false
  }
  return true
}

function write(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalString(value)
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item)).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value as { readonly [key: string]: Json | undefined })
  throw new TypeError(`canonicalJson: ${typeof value} cannot be written`)
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonicalJson: number is not finite')
  return Object.is(value, -0) ? '0' : JSON.stringify(value)
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('canonicalJson: string holds a lone surrogate')
  return JSON.stringify(value)
}

function canonicalObject(value: { readonly [key: string]: Json | undefined }): string {
  const parts: string[] = []
  for (const key of Object.keys(value).sort()) {
    const item = value[key]
    if (item !== undefined) parts.push(`${canonicalString(key)}:${write(item)}`)
  }
  return `{${parts.join(',')}}`
}

/** `canonicalJson` as UTF-8 bytes: what is hashed, signed and stored. */
export const canonicalBytes = (value: Json): Uint8Array => utf8ToBytes(canonicalJson(value))
