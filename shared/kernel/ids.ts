import { bytesToHex } from '@noble/hashes/utils.js'
import type { EpochMs } from './brand.ts'

const maxMs = 2 ** 48 - 1

function dashed(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function withVersion(bytes: Uint8Array, version: number): string {
  const marked = Uint8Array.from(bytes)
  marked[6] = ((marked[6] ?? 0) & 0x0f) | (version << 4)
  marked[8] = ((marked[8] ?? 0) & 0x3f) | 0x80
  return dashed(bytesToHex(marked))
}

/**
 * UUID version 7 (RFC 9562): `atMs` in the first 48 bits, then 74 of the 80 bits in `random` (10 bytes).
 * Throws when `atMs` is not an integer in 0 … 2^48-1 or `random` is not 10 bytes: a caller's bug.
 */
export function uuidV7(atMs: EpochMs, random: Uint8Array): string {
  if (!Number.isInteger(atMs) || atMs < 0 || atMs > maxMs) throw new RangeError('uuidV7: time out of range')
  if (random.length !== 10) throw new RangeError('uuidV7: ten random bytes are needed')
  const bytes = new Uint8Array(16)
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(atMs / 2 ** (8 * (5 - i))) % 256
  bytes.set(random, 6)
  return withVersion(bytes, 7)
}

/** UUID version 8 (RFC 9562) from the first 16 bytes of a digest: the same fact found by ten devices has one id. */
export function uuidV8(digest: Uint8Array): string {
  if (digest.length < 16) throw new RangeError('uuidV8: sixteen bytes are needed')
  return withVersion(digest.slice(0, 16), 8)
}

/** Milliseconds inside a UUID version 7, or `null` when `id` is none. */
export function uuidV7Ms(id: string): EpochMs | null {
  return uuidPattern.test(id) && id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null
}

/** Any lower-case RFC 9562 UUID of version 7 or 8. */
export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
