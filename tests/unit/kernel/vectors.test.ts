import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { derivedId } from '../../../shared/case/derived.ts'
import { canonicalBytes, canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import { EnvelopeSchema, envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { caseHash, deviceHash, hashBytes, zeroHash } from '../../../shared/kernel/hash.ts'
import { uuidV7, uuidV7Ms } from '../../../shared/kernel/ids.ts'
import vectors from './vectors.json' with { type: 'json' }

// The vectors were written by another implementation in another language and never change: old records must verify for ever.
const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest())

describe('TRU-1a canonical bytes', () => {
  it.each(vectors.canonical.map((it) => [it.json, it] as const))('%s', (_name, { value, json, sha256: hash }) => {
    expect(canonicalJson(value as Json)).toBe(json)
    expect(hashBytes(canonicalBytes(value as Json))).toBe(hash)
    expect(hashBytes(canonicalBytes(value as Json), sha256)).toBe(hash)
  })
})

describe('TRU-1a the two chains', () => {
  it('follow the committed vectors link by link, with either digest', () => {
    let devPrev = zeroHash
    let casePrev = zeroHash
    for (const link of vectors.chain) {
      const envelope = EnvelopeSchema.parse(link.event)
      expect(envelope.devPrev).toBe(devPrev)
      for (const digest of [undefined, sha256]) {
        const { text, bodyHash, devHash } = envelopeHashes(envelope, digest)
        expect(Buffer.byteLength(text)).toBe(link.bytes)
        expect({ bodyHash, devHash }).toEqual({ bodyHash: link.bodyHash, devHash: link.devHash })
        expect(caseHash(casePrev, bodyHash, link.caseV, link.serverMs, digest)).toBe(link.caseHash)
      }
      devPrev = envelopeHashes(envelope).devHash
      casePrev = caseHash(casePrev, envelopeHashes(envelope).bodyHash, link.caseV, link.serverMs)
    }
    expect(devPrev).toBe(vectors.chain.at(-1)?.devHash)
  })

  it('TRU-1b a changed, dropped or swapped event gives another link', () => {
    const [first, second] = vectors.chain.map(({ event }) => EnvelopeSchema.parse(event))
    if (first === undefined || second === undefined) throw new Error('two links are needed')
    const of = (envelope: typeof first) => envelopeHashes(envelope).devHash
    expect(of({ ...second, wallMs: second.wallMs + 1 })).not.toBe(of(second))
    expect(of({ ...second, devPrev: zeroHash })).not.toBe(of(second))
    expect(deviceHash(zeroHash, envelopeHashes(first).bodyHash, 2)).not.toBe(of(first))
  })

  it('numbers of a link cannot run together', () => {
    const body = hashBytes(new Uint8Array([1]))
    expect(caseHash(zeroHash, body, 1, 23)).not.toBe(caseHash(zeroHash, body, 12, 3))
  })
})

describe('ids', () => {
  it.each(vectors.uuidV7)('UUIDv7 of $ms', ({ ms, random, uuid }) => {
    expect(uuidV7(ms, Uint8Array.from(random))).toBe(uuid)
    expect(uuidV7Ms(uuid)).toBe(ms)
  })

  it.each(vectors.derived)('SLA-9f UUIDv8 of $key', ({ key, uuid }) => {
    const [org, caseId, clock, policyVersion, cycle, kind, subject] = key as [
      string,
      string,
      string,
      number,
      number,
      string,
      string | null,
    ]
    const parts = { org, case: caseId, clock, policyVersion, cycle, kind, ...(subject === null ? {} : { subject }) }
    expect(derivedId(parts as Parameters<typeof derivedId>[0])).toBe(uuid)
    expect(derivedId(parts as Parameters<typeof derivedId>[0], sha256)).toBe(uuid)
  })
})
