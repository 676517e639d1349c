import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Hash } from './brand.ts'

/**
 * SHA-256 of bytes as 32 bytes. Hosts may hand in the machine's own implementation, and with it the ways the kernel uses it, each
 * in one go; the result is the same.
 */
export interface Digest {
  (bytes: Uint8Array): Uint8Array
  /** `digest(bytes)` as 64 hex digits. */
  readonly hex?: (bytes: Uint8Array) => string
  /** `digest` of a text's UTF-8 bytes as 64 hex digits; the text holds no halves of characters. */
  readonly text?: (text: string) => string
  /** `digest(previous ‖ bodyHash ‖ tail)` as 64 hex digits; the two are hex, the tail is ASCII text. */
  readonly link?: (previous: string, bodyHash: string, tail: string) => string
}

/** The kernel's own SHA-256, used where the host gives none. */
export const pureDigest: Digest = (bytes) => sha256(bytes)

/** 64 lower-case hex digits of `digest(bytes)`. */
export const hashBytes = (bytes: Uint8Array, digest: Digest = pureDigest): Hash =>
  (digest.hex?.(bytes) ?? bytesToHex(digest(bytes))) as Hash

/** 64 lower-case hex digits of the digest of a text's UTF-8 bytes. */
export const hashText = (text: string, digest: Digest = pureDigest): Hash =>
  (digest.text?.(text) ?? hashBytes(utf8ToBytes(text), digest)) as Hash

/** The link before the first one of every chain. */
export const zeroHash = '0'.repeat(64) as Hash

/**
 * `H(previous ‖ bodyHash ‖ numbers…)`: one link of a chain. Numbers are written as decimal text separated by `|`,
 * so that `1,23` and `12,3` differ. Source: sync.md "Event", two chains.
 */
export function linkHash(
  previous: Hash,
  bodyHash: Hash,
  numbers: readonly number[],
  digest: Digest = pureDigest,
): Hash {
  const tail = `|${numbers.join('|')}`
  if (digest.link) return digest.link(previous, bodyHash, tail) as Hash
  return hashBytes(concatBytes(hexToBytes(previous), hexToBytes(bodyHash), utf8ToBytes(tail)), digest)
}

/** Author's chain: never rebased, shows dropped or edited offline work. `n` = the device's own counter. */
export const deviceHash = (devPrev: Hash, bodyHash: Hash, n: number, digest?: Digest): Hash =>
  linkHash(devPrev, bodyHash, [n], digest)

/** Server's chain per case. `caseV` = place of the event in its case, `serverMs` = when the server took it. */
export const caseHash = (previous: Hash, bodyHash: Hash, caseV: number, serverMs: number, digest?: Digest): Hash =>
  linkHash(previous, bodyHash, [caseV, serverMs], digest)
