import { describe, expect, it } from 'vitest'
import { findImpurities } from './purity.ts'
import { findForeignImports } from './shape.ts'
import type { Finding } from './source.ts'
import { isCode, listFiles, readTexts, type SourceText } from './tree.ts'

const code = readTexts(listFiles().filter((path) => path.startsWith('shared/') && isCode(path)))
const one = (path: string, text: string): readonly SourceText[] => [{ path, text }]
const say = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ path, line, what }) => `${path}:${line} ${what}`)

it('reads the kernel', () => {
  expect(code.length).toBeGreaterThan(20)
})

describe('kernel purity', () => {
  it('shared/ uses no clock, randomness, environment or locale', () => {
    expect(say(findImpurities(code))).toEqual([])
  })

  it.each([
    'Date.parse(x)',
    'new Date(x)',
    'Intl.DateTimeFormat()',
    'Math.random()',
    "Math['random']()",
    'a.localeCompare(b)',
    'a.toLocaleString()',
    'a?.toLocaleDateString()',
    'performance.now()',
    'process.env',
    'globalThis.x',
    'Temporal.Now.instant()',
  ])('%s is refused in the replay path', (expression) => {
    for (const folder of ['case', 'sla', 'sync', 'kernel']) {
      expect(findImpurities(one(`shared/${folder}/a.ts`, `export const a = ${expression}`)).length).toBeGreaterThan(0)
    }
  })

  it.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'Math.random()',
    'process.env',
    'crypto.randomUUID()',
    'setTimeout(x, 1)',
    'fetch(x)',
    'globalThis.x',
  ])('%s is refused anywhere in shared/', (expression) => {
    expect(findImpurities(one('shared/intake/a.ts', `export const a = ${expression}`)).length).toBeGreaterThan(0)
    expect(findImpurities(one('electron/core/a.ts', `export const a = ${expression}`))).toEqual([])
  })

  it('Temporal compiles calendars in shared/sla/compile*.ts and nowhere else of the replay path', () => {
    const text = "import { Temporal } from 'temporal-polyfill'\nexport const a = Temporal.PlainDate.from('2024-05-10')"
    expect(findImpurities(one('shared/sla/compile-year.ts', text))).toEqual([])
    expect(findImpurities(one('shared/sla/clock.ts', text)).length).toBeGreaterThan(0)
    expect(findImpurities(one('shared/sla/compile-year.ts', 'export const a = new Date(1)'))).toHaveLength(1)
    expect(
      findImpurities(one('shared/sla/clock.ts', "import * as t from 'temporal-polyfill'\nexport const a = t")),
    ).toHaveLength(1)
  })

  it('a type of Date, a Date handed on and a taken-out global are refused; own words are not', () => {
    expect(findImpurities(one('shared/case/a.ts', 'export type A = Date'))).toHaveLength(1)
    expect(findImpurities(one('shared/case/a.ts', 'export const a = Date'))).toHaveLength(1)
    expect(
      findImpurities(one('shared/case/a.ts', 'const { random } = globalThis\nexport const a = random')).length,
    ).toBeGreaterThan(0)
    const own =
      'export const kinds = { process: 1, performance: 2 }\nexport const a = (process: string) => process + kinds.process'
    expect(findImpurities(one('shared/case/a.ts', own))).toEqual([])
  })

  it('shared/ imports the short list and nothing else', () => {
    expect(say(findForeignImports(code))).toEqual([])
    for (const name of [
      'node:fs',
      'react',
      'chrono-node',
      '@orpc/contract',
      '@orpc/server',
      'zodiac',
      '@noble/ciphers/aes.js',
    ]) {
      expect(findForeignImports(one('shared/case/a.ts', `import x from '${name}'`))).toHaveLength(1)
      expect(findForeignImports(one('shared/case/a.ts', `export const a = () => import('${name}')`))).toHaveLength(1)
    }
    expect(findForeignImports(one('shared/contract/a.ts', "import { oc } from '@orpc/contract'"))).toEqual([])
    expect(findForeignImports(one('shared/intake/a.ts', "import { casual } from 'chrono-node/en'"))).toEqual([])
  })
})
