import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalBytes, canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'

const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false } as Parameters<
  typeof fc.jsonValue
>[0]) as fc.Arbitrary<Json>

describe('canonicalJson', () => {
  it('reads back as the value it was made of, for any JSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 300 },
    )
  })

  it('does not depend on the order keys were put in', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: 'binary' }).filter((it) => it.isWellFormed()),
          fc.integer(),
        ),
        (value) => {
          const reversed = Object.fromEntries(Object.entries(value).reverse())
          expect(canonicalJson(reversed)).toBe(canonicalJson(value))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('writes -0 as 0 and leaves out keys without a value', () => {
    expect(canonicalJson({ a: -0, b: undefined, c: 1.5 })).toBe('{"a":0,"c":1.5}')
  })

  it.each([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['half a character', 'a\ud800'],
    ['half a character in a key', { '\udc00': 1 }],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['nothing', undefined],
  ])('throws on %s: a bug, never silently other bytes', (_name, value) => {
    expect(() => canonicalJson(value as unknown as Json)).toThrow(TypeError)
  })

  it('gives UTF-8', () => {
    expect([...canonicalBytes('退')]).toEqual([0x22, 0xe9, 0x80, 0x80, 0x22])
  })
})

it('writes what is in order already, and what is not, to the same text', () => {
  const inOrder = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(inOrder)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, inOrder(item as Json)]),
    )
  }
  const reversed = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(reversed)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reversed(item as Json)]),
    )
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(inOrder(value as Json))
      expect(canonicalJson(reversed(inOrder(value as Json)))).toBe(text)
    }),
  )
})
