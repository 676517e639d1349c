import { hash } from 'node:crypto'
import type { Hash } from '../../../shared/kernel/brand.ts'
import type { Digest } from '../../../shared/kernel/hash.ts'

const hashBytes = 32

/** A link of a chain, its bytes written in one place. */
function link(previous: string, bodyHash: string, tail: string): string {
  const bytes = Buffer.allocUnsafe(2 * hashBytes + tail.length)
  bytes.write(previous, 0, 'hex')
  bytes.write(bodyHash, hashBytes, 'hex')
  bytes.write(tail, 2 * hashBytes, 'latin1')
  return hash('sha256', bytes, 'hex')
}

/** SHA-256 of the machine, several times faster than the kernel's own; a test holds both equal. */
export const machineDigest: Digest = Object.assign((bytes: Uint8Array) => hash('sha256', bytes, 'buffer'), {
  hex: (bytes: Uint8Array) => hash('sha256', bytes, 'hex'),
  text: (text: string) => hash('sha256', text, 'hex'),
  link,
})

const hexDigits = new Uint8Array(128)
for (const [value, digit] of [...'0123456789abcdef'].entries()) hexDigits[digit.charCodeAt(0)] = value
/** Where the 16 bytes of a UUID stand in its text. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A lower-case UUID as the 16 bytes it is stored as. */
export function idBytes(id: string): Buffer {
  const bytes = Buffer.allocUnsafe(16)
  for (let i = 0; i < 16; i++) {
    const at = places[i] ?? 0
    bytes[i] = ((hexDigits[id.charCodeAt(at)] ?? 0) << 4) | (hexDigits[id.charCodeAt(at + 1)] ?? 0)
  }
  return bytes
}

const pair = (bytes: Uint8Array, at: number): string => hexPairs[bytes[at] ?? 0] ?? '00'

/** The text of 16 stored bytes. */
export function idText<Id extends string>(b: Uint8Array): Id {
  const first = pair(b, 0) + pair(b, 1) + pair(b, 2) + pair(b, 3)
  const middle = `${pair(b, 4)}${pair(b, 5)}-${pair(b, 6)}${pair(b, 7)}-${pair(b, 8)}${pair(b, 9)}`
  const last = pair(b, 10) + pair(b, 11) + pair(b, 12) + pair(b, 13) + pair(b, 14) + pair(b, 15)
  return `${first}-${middle}-${last}` as Id
}

/** A fresh UUID version 7; the same as `uuidV7` of the kernel makes of the same ten random bytes (a test holds them equal). */
export function freshId<Id extends string>(atMs: number, random: Uint8Array): Id {
  const bytes = Buffer.allocUnsafe(16)
  bytes.writeUIntBE(atMs, 0, 6)
  bytes.set(random, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return idText<Id>(bytes)
}

export const hashToBytes = (value: Hash): Buffer => Buffer.from(value, 'hex')
export const hashText = (bytes: Uint8Array): Hash =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex') as Hash
