import { describe, expect, it } from 'vitest'
import { type Envelope, EnvelopeSchema, maxBodyDepth } from '../../../shared/kernel/envelope.ts'
import vectors from './vectors.json' with { type: 'json' }

const good = vectors.chain[0]?.event
const parse = (changes: object) => EnvelopeSchema.safeParse({ ...good, ...changes })
const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

describe('the envelope', () => {
  it('takes a good event as it is', () => {
    expect(EnvelopeSchema.parse(good)).toEqual(good)
    expect(parse({ pre: { statusIn: ['received'], open: 'transfer:1', after: good?.id } }).success).toBe(true)
  })

  it.each<[string, Partial<Record<keyof Envelope, unknown>>]>([
    ['id', { id: 'x' }],
    ['n', { n: 0 }],
    ['n', { n: 1.5 }],
    ['type', { type: 'Not a type' }],
    ['type', { type: '__proto__' }],
    ['kind', { kind: 'wish' }],
    ['v', { v: 0 }],
    ['hlc', { hlc: 'now' }],
    ['wallMs', { wallMs: -1 }],
    ['devPrev', { devPrev: 'AB' }],
    ['actor', { actor: 'a b' }],
    ['org', { org: '' }],
    ['sealed', { sealed: 'not base64!' }],
    ['body', { body: null }],
    ['body', { body: { a: { b: Number.NaN } } }],
    ['body', { body: { text: 'half \ud800' } }],
    ['body', { body: { call: () => 1 } }],
  ])('refuses a bad %s', (field, changes) => {
    const parsed = parse(changes)
    expect(parsed.success).toBe(false)
    expect(parsed.error?.issues[0]?.path[0]).toBe(field)
  })

  it('refuses a field it does not know', () => {
    expect(parse({ extra: 1 }).success).toBe(false)
  })

  it('refuses a body nested deeper than any event needs, without exhausting the stack', () => {
    expect(parse({ body: { a: nested(maxBodyDepth - 1) } }).success).toBe(true)
    expect(parse({ body: { a: nested(maxBodyDepth) } }).success).toBe(false)
    expect(parse({ body: { a: nested(100_000) } }).success).toBe(false)
  })
})
