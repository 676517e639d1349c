import { createHash, hash } from 'node:crypto'
import type { Hash } from '../../../shared/kernel/brand.ts'
import type { Digest } from '../../../shared/kernel/hash.ts'

/** SHA-256 of the machine, several times faster than the kernel's own; a test holds both equal. */
export const machineDigest: Digest =
  typeof hash === 'function'
    ? (bytes) => hash('sha256', bytes, 'buffer')
    : (bytes) => createHash('sha256').update(bytes).digest()

/** A UUID as the 16 bytes it is stored as. */
export const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

/** The text of 16 stored bytes. */
export function idText<Id extends string>(bytes: Uint8Array): Id {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id
}

export const hashToBytes = (value: Hash): Buffer => Buffer.from(value, 'hex')
export const hashText = (bytes: Uint8Array): Hash =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex') as Hash
