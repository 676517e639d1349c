import { describe, expect, it } from 'vitest'
import { findBannedNames, findBannedSyntax, findLongFiles, findLongFunctions, limits } from './shape.ts'
import type { Finding } from './source.ts'
import { findLostTests, findSwitches, findTestsWithoutAssertions } from './tests-rules.ts'
import { isCode, listFiles, readTexts, type SourceText } from './tree.ts'
import { findMachineWords, findSilencers } from './words.ts'

const paths = listFiles()
const texts = readTexts(
  paths.filter((path) => /\.(ts|tsx|js|mjs|cjs|json|md|css|html|yml|yaml|sql|sh)$|^\.ci\/|^[^/]*$/.test(path)),
)
const code = texts.filter(({ path }) => isCode(path))
const one = (path: string, text: string): readonly SourceText[] => [{ path, text }]
const say = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ path, line, what }) => `${path}:${line} ${what}`)
const lines = (count: number): string => 'x()\n'.repeat(count)

it('reads the whole project', () => {
  expect(code.length).toBeGreaterThan(20)
  expect(code.length).toBe(paths.filter(isCode).length)
})

describe('sizes', () => {
  it('no file is over its limit', () => {
    const long = findLongFiles(code, limits.fileWarnLines)
    for (const { path, what } of long) process.stdout.write(`long file: ${path} ${what}\n`)
    expect(say(findLongFiles(code, limits.fileLines))).toEqual([])
  })

  it('no function is over its limit', () => {
    expect(say(findLongFunctions(code))).toEqual([])
  })

  it('a file of 351 lines fails, one of 350 does not', () => {
    expect(findLongFiles(one('shared/a.ts', lines(351)), limits.fileLines)).toHaveLength(1)
    expect(findLongFiles(one('shared/a.ts', lines(350)), limits.fileLines)).toEqual([])
  })

  it.each([
    ['a function', 'shared/a.ts', (body: string) => `function a() {\n${body}}\n`, 58],
    ['an arrow function', 'shared/a.ts', (body: string) => `const a = () => {\n${body}}\n`, 58],
    ['a method', 'shared/a.ts', (body: string) => `class A {\n  a() {\n${body}}\n}\n`, 58],
    ['a component', 'renderer/a.tsx', (body: string) => `export function Panel() {\n${body}}\n`, 98],
    ['a function of a screen', 'renderer/a.tsx', (body: string) => `function panel() {\n${body}}\n`, 58],
  ] as const)('%s one line over its limit fails', (_name, path, write, most) => {
    expect(findLongFunctions(one(path, write(lines(most))))).toEqual([])
    expect(findLongFunctions(one(path, write(lines(most + 1))))).toHaveLength(1)
  })

  it('a list of tests may be long, its tests are functions', () => {
    const list = `it('y', () => {})\n${lines(90)}`
    expect(findLongFunctions(one('tests/a.ts', `describe('x', () => {\n${list}})`))).toEqual([])
    expect(findLongFunctions(one('tests/a.ts', `onBoth('x', (bed) => {\n${list}})`))).toEqual([])
    expect(findLongFunctions(one('tests/a.ts', `onBoth('x', (bed) => {\n${lines(90)}})`))).toHaveLength(1)
    expect(findLongFunctions(one('shared/a.ts', `onBoth('x', (bed) => {\n${list}})`))).toHaveLength(1)
    expect(
      findLongFunctions(one('tests/a.ts', `describe('x', () => {\nit('y', () => {\n${lines(90)}})\n})`)),
    ).toHaveLength(1)
  })
})

describe('names and syntax', () => {
  it('no file or folder has a name that says nothing', () => {
    expect(say(findBannedNames(paths))).toEqual([])
  })

  it.each([
    'shared/utils.ts',
    'shared/helpers/a.ts',
    'server/common/a.ts',
    'electron/window-manager.ts',
    'electron/windowManager.ts',
    'a/Utils.tsx',
  ])('%s is refused', (path) => {
    expect(findBannedNames([path])).toHaveLength(1)
  })

  it('no enum, any, empty catch or swallowed rejection', () => {
    expect(say(findBannedSyntax(code))).toEqual([])
  })

  it.each([
    'enum A { b }',
    'const enum A { b }',
    'const a = b as any',
    'function a(b: any) {}',
    'const a: Record<string, any> = {}',
    'try { a() } catch {}',
    'try { a() } catch (error) { /* never mind */ }',
    'a().catch(() => {})',
    'a().catch(() => undefined)',
  ])('%s is refused', (text) => {
    expect(findBannedSyntax(one('shared/a.ts', text))).toHaveLength(1)
  })

  it('a rejection may be let go with the reason beside it, not by a comment somewhere', () => {
    const reasoned = [
      '// The first error is the one that counts.\na().catch(() => undefined)',
      'a().catch(() => null) // a page without a body',
    ]
    for (const text of reasoned) expect(findBannedSyntax(one('shared/a.ts', text))).toEqual([])
    const elsewhere = '// The first error counts.\nconst x = 1\na().catch(() => undefined)\n\n// Later.\nb()'
    expect(findBannedSyntax(one('shared/a.ts', elsewhere))).toHaveLength(1)
  })

  it('a handled error is no empty catch', () => {
    expect(findBannedSyntax(one('shared/a.ts', 'try { a() } catch (e) { log(e) }\nb().catch((e) => log(e))'))).toEqual(
      [],
    )
  })
})

describe('words', () => {
  it('no path of one machine and no registry host in any text', () => {
    expect(say(findMachineWords(texts))).toEqual([])
  })

  it.each([
    ['/wor', 'k/main/a.ts'],
    ['/hom', 'e/anna/a.ts'],
    ['"/tm', 'p/a"'],
    ['C:\\Use', 'rs\\anna'],
    ['https://registry', '.example.org/a'],
    ['npmmir', 'ror.com'],
  ])('planted %s%s is found', (head, tail) => {
    expect(findMachineWords(one('docs/a.md', `see ${head}${tail}`))).toHaveLength(1)
  })

  it('nothing is silenced without a reason, nothing unfinished', () => {
    expect(say(findSilencers(code))).toEqual([])
  })

  it.each([
    `// @ts-${'ignore'}`,
    `// @ts-${'nocheck'} because`,
    `// @ts-${'expect-error'}`,
    `// biome-${'ignore'} lint/a/b: <explanation>`,
    `// biome-${'ignore'} lint/a/b: x`,
    `// eslint-${'disable'}-next-line`,
    `// ${'TO'}DO later`,
    `// ${'FIX'}ME`,
  ])('%s is found', (text) => {
    expect(findSilencers(one('shared/a.ts', text))).toHaveLength(1)
  })

  it('a silenced rule with its reason stands', () => {
    const text = `// biome-${'ignore'} lint/a/b: the list is rebuilt on every key, see the note\n// @ts-${'expect-error'}: the planted call must not type-check`
    expect(findSilencers(one('shared/a.ts', text))).toEqual([])
  })
})

describe('tests', () => {
  it('no test is switched off or on alone', () => {
    expect(say(findSwitches(code))).toEqual([])
  })

  it.each([
    'it.only("a", b)',
    'describe.skip("a", b)',
    'it.todo("a")',
    'it.skipIf(x)("a", b)',
    'it.each([1]).skip("a", b)',
    'it("a", { skip: true }, b)',
    'it("a", (ctx) => { ctx.skip() })',
    'it.fails("a", b)',
  ])('%s is refused', (text) => {
    expect(findSwitches(one('tests/unit/a.test.ts', text))).toHaveLength(1)
    expect(findSwitches(one('tests/skip.ts', text))).toEqual([])
  })

  it('every test file asserts and is run by a project', () => {
    expect(say(findTestsWithoutAssertions(code))).toEqual([])
    const folders = [/^tests\/(unit|integration|house|e2e|sim)\/.*\.test\.ts$/]
    expect(say(findLostTests(paths, folders))).toEqual([])
    expect(findLostTests(['tests/a.test.ts', 'shared/b.spec.ts', 'tests/unit/c.test.ts'], folders)).toHaveLength(2)
  })

  it('a test file without an assertion is found', () => {
    expect(findTestsWithoutAssertions(one('tests/unit/a.test.ts', 'it("a", () => { b() })'))).toHaveLength(1)
    expect(findTestsWithoutAssertions(one('tests/unit/a.test.ts', 'it("a", () => { expect(b()).toBe(1) })'))).toEqual(
      [],
    )
  })
})
