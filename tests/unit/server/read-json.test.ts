import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readJson } from '../../../server/ops/read-json.ts'
import { Problem } from '../../../server/problem.ts'

const codeOf = (text: string): string => {
  try {
    readJson(text)
    return 'read'
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

it('reads what JSON.parse reads, as long as it is not too deep', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      if (!text.includes('__proto__')) expect(readJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

it('refuses depth before anybody walks it, and is not fooled by text that looks deep', () => {
  expect(codeOf('['.repeat(1_000_000))).toBe('body.too_deep')
  expect(codeOf(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`)).toBe('body.too_deep')
  expect(codeOf(JSON.stringify({ a: '['.repeat(1000) }))).toBe('read')
  expect(codeOf(JSON.stringify({ a: `\\"${'['.repeat(1000)}` }))).toBe('read')
  expect(codeOf('"\\\\"')).toBe('read')
  expect(codeOf(`["\\\\",${'['.repeat(40)}`)).toBe('body.too_deep')
})

it('refuses broken JSON and a name that would change an object', () => {
  expect(['', '{', '{"a"}', 'nul', '"\\'].map(codeOf)).toEqual(Array(5).fill('body.malformed'))
  expect(codeOf('{"__proto__":{"a":1}}')).toBe('body.malformed')
})
