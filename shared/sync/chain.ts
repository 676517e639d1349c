import type { Hash } from '../kernel/brand.ts'
import { type Digest, linkHash } from '../kernel/hash.ts'

/**
 * Digest of a scope after its event number `seq`: `H(digest before ‖ caseHash of that event ‖ seq)`, from `zeroHash`.
 * Each holder computes it from what it stored, never takes it over: two equal digests mean two equal histories, and a gap
 * cannot hide. Source: SYNC-2, sync.md "Pitfalls" (digest adopted from the server hides a gap).
 */
export const scopeDigest = (previous: Hash, caseHash: Hash, seq: number, digest?: Digest): Hash =>
  linkHash(previous, caseHash, [seq], digest)
