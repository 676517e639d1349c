import { hash } from 'node:crypto'
import type { Hash } from '../../shared/kernel/brand.ts'
import type { Digest } from '../../shared/kernel/hash.ts'

const hashBytes = 32

/** A link's bytes, written in one place: the two hashes and the numbers behind them. */
function link(previous: string, bodyHash: string, tail: string): string {
  const bytes = Buffer.allocUnsafe(2 * hashBytes + tail.length)
  bytes.write(previous, 0, 'hex')
  bytes.write(bodyHash, hashBytes, 'hex')
  bytes.write(tail, 2 * hashBytes, 'latin1')
  return hash('sha256', bytes, 'hex')
}

/** SHA-256 of a text's UTF-8 bytes, as 64 hex digits; the text holds no halves of characters. */
export const hashText = (text: string): Hash => hash('sha256', text, 'hex') as Hash

/** SHA-256 by the machine. */
export const digest: Digest = Object.assign((bytes: Uint8Array) => hash('sha256', bytes, 'buffer'), {
  hex: (bytes: Uint8Array) => hash('sha256', bytes, 'hex'),
  link,
})
