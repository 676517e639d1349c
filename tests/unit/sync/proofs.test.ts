import { describe, expect, it } from 'vitest'
import type { DeviceId, Hash } from '../../../shared/kernel/brand.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { scopeDigest } from '../../../shared/sync/chain.ts'
import { batchProofBytes, refreshProofBytes } from '../../../shared/sync/signing.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('what is chained and signed', () => {
  it('SYNC-2 a digest hangs on every case hash, its number and all that came before', () => {
    const link = (a: string) => a.repeat(64) as Hash
    const first = scopeDigest(zeroHash, link('a'), 1)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(scopeDigest(zeroHash, link('b'), 1)).not.toBe(first)
    expect(scopeDigest(zeroHash, link('a'), 2)).not.toBe(first)
    expect(scopeDigest(first, link('a'), 1)).not.toBe(first)
  })

  it('a batch is signed with its device, number and chain; a renewal with its device and token', () => {
    expect(text(batchProofBytes('d1' as DeviceId, 7, zeroHash))).toBe(`redress/batch/1|d1|7|${zeroHash}`)
    expect(text(refreshProofBytes('d1', 'token'))).toBe('redress/refresh/1|d1|token')
  })
})
