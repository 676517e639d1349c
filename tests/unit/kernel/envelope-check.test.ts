import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EnvelopeSchema } from '../../../shared/kernel/envelope.ts'
import { isEnvelope } from '../../../shared/kernel/envelope-check.ts'
import vectors from './vectors.json' with { type: 'json' }

const good: Readonly<Record<string, unknown>> = {
  ...vectors.chain[0]?.event,
  pre: { statusIn: ['received'], open: 'transfer:1', after: vectors.chain[0]?.event.id },
  customer: vectors.chain[0]?.event.id,
  sealed: 'c2VhbGVk',
}
const names = [...Object.keys(good), 'extra', 'constructor', 'toString']

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    '',
    'x',
    'a b',
    'ABC',
    '=',
    '==',
    '====',
    'A',
    'AB==',
    'AAA=',
    'A===',
    'AB=C',
    'c2Vh bGVk',
    'x'.repeat(80),
    'x'.repeat(81),
    'x'.repeat(300),
    'é',
    'a\n',
    0,
    1,
    -1,
    1.5,
    1000,
    1001,
    2 ** 53,
    Number.NaN,
    Infinity,
    [],
    {},
    { statusIn: [] },
    { statusIn: [1] },
    { statusIn: Array(21).fill('a') },
    { statusIn: ['x'.repeat(41)] },
    { open: 'x'.repeat(121) },
    { other: 1 },
    { after: 'x' },
    { open: undefined },
    { ['k'.repeat(61)]: 1 },
    { a: 'half \ud800' },
    { a: [[[[[[[[1]]]]]]]] },
    'fact',
  ), // prettier-ignore
  fc.jsonValue({ maxDepth: 9 }),
  fc.string({ maxLength: 90 }),
  fc.base64String(),
  fc.uuid(),
)

it('says the same of any event as the schema does', () => {
  expect([isEnvelope(good), EnvelopeSchema.safeParse(good).success]).toEqual([true, true])
  fc.assert(
    fc.property(fc.constantFrom(...names), odd, fc.boolean(), (name, value, isGone) => {
      const { [name]: _, ...without } = good
      const changed = isGone ? without : { ...good, [name]: value }
      expect([isEnvelope(changed), changed]).toEqual([EnvelopeSchema.safeParse(changed).success, changed])
    }),
    { numRuns: 3000 },
  )
})

it('takes nothing that is no object', () => {
  expect([null, undefined, 1, 'x', [], [good], () => good].map(isEnvelope)).toEqual(Array(7).fill(false))
})
