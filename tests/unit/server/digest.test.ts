import { bytesToHex } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { digest } from '../../../server/sync/digest.ts'
import type { Hash } from '../../../shared/kernel/brand.ts'
import { linkHash, pureDigest } from '../../../shared/kernel/hash.ts'

const hash = fc.stringMatching(/^[0-9a-f]{64}$/)

it('SYNC-2 the machine and the kernel hash and link to the same digits', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      hash,
      hash,
      fc.array(fc.maxSafeNat(), { minLength: 1, maxLength: 3 }),
      (bytes, a, b, n) => {
        expect(digest.hex?.(bytes)).toBe(bytesToHex(pureDigest(bytes)))
        expect(bytesToHex(digest(bytes))).toBe(bytesToHex(pureDigest(bytes)))
        expect(linkHash(a as Hash, b as Hash, n, digest)).toBe(linkHash(a as Hash, b as Hash, n))
      },
    ),
  )
})
