import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { codeLines, glossaryFaults, isPathOf, linksIn, nameWords, pathsIn, readGlossary, scriptsIn } from './docs.ts'
import { judgeNodes } from './source.ts'
import { isCode, listFiles, readTexts } from './tree.ts'

const files = listFiles()
const textOf = (path: string): string => readTexts([path])[0]?.text ?? ''
const documents = readTexts(files.filter((path) => path.endsWith('.md')))
const manifest = z
  .looseObject({
    version: z.string(),
    license: z.string(),
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(textOf('package.json')))

/** Folders that come into being on the user's machine. */
const made = ['out/', 'release/', 'node_modules/', 'keys/']

describe('docs/ARCHITECTURE.md', () => {
  const architecture = textOf('docs/ARCHITECTURE.md')

  it('names only paths that exist', () => {
    const paths = pathsIn(architecture)
    expect(paths.length).toBeGreaterThan(20)
    expect(paths.filter((path) => !made.includes(path) && !isPathOf(files, path))).toEqual([])
  })

  it('is at most three pages', () => {
    expect(architecture.split(/\s+/).length).toBeLessThanOrEqual(1500)
    expect(architecture.split('\n').length).toBeLessThanOrEqual(180)
  })

  it('a path that does not exist is found, in any spelling', () => {
    const named = pathsIn(
      '`shared/nowhere/` and `server/gone.ts`, `lost.ts`, not `a b`, `x()`, `@scope/name` or `--option`',
    )
    expect(named).toEqual(['shared/nowhere/', 'server/gone.ts', 'lost.ts'])
    expect(named.filter((path) => isPathOf(files, path))).toEqual([])
    expect(
      ['shared/', 'shared/kernel', 'shared/kernel/result.ts', 'electron/host/electron-*'].map((path) =>
        isPathOf(files, path),
      ),
    ).toEqual([true, true, true, true])
    expect(isPathOf(files, 'share')).toBe(false)
  })
})

describe('README.md', () => {
  const readme = textOf('README.md')

  it('has the two commands, exactly', () => {
    expect(codeLines(readme)).toEqual(['npm ci && npm start', 'npm ci && npm test'])
  })

  it('every document calls scripts that exist', () => {
    const missing = documents.flatMap(({ path, text }) =>
      scriptsIn(text)
        .filter((name) => manifest.scripts[name] === undefined)
        .map((name) => `${path}: npm run ${name}`),
    )
    expect(missing).toEqual([])
    expect(scriptsIn(readme).length).toBeGreaterThan(8)
    expect(scriptsIn('`npm run nosuch -- x`, npm test, npm start')).toEqual(['nosuch', 'test', 'start'])
  })

  it('every script runs a file that exists', () => {
    const run = Object.values(manifest.scripts).flatMap((script) =>
      [...script.matchAll(/\bnode (?:--[\w=-]+ )*([\w./-]+)/g)].map(([, path]) => path ?? ''),
    )
    expect(run.length).toBeGreaterThan(5)
    expect(run.filter((path) => !path.startsWith('node_modules/') && !files.includes(path))).toEqual([])
  })

  it('every relative link of every document leads somewhere', () => {
    const broken = documents.flatMap(({ path, text }) =>
      linksIn(path, text)
        .filter((target) => !isPathOf(files, target))
        .map((target) => `${path}: ${target}`),
    )
    expect(broken).toEqual([])
    expect(linksIn('docs/a.md', '[a](b.md#c) [d](../e.md) [f](https://x.y/z) [g](#h)')).toEqual(['docs/b.md', 'e.md'])
  })
})

describe('docs/GLOSSARY.md', () => {
  const words = readGlossary(textOf('docs/GLOSSARY.md'))

  it('has each word once, in both languages, explained', () => {
    expect(words.length).toBeGreaterThan(60)
    expect(glossaryFaults(words)).toEqual([])
  })

  it('a word twice, without Chinese, unexplained or avoided and used is a fault', () => {
    const row = { word: 'case', chinese: '工单', meaning: 'one matter of a customer', avoid: [] }
    expect(glossaryFaults([row, { ...row, chinese: '案件' }])).toEqual(['case stands twice'])
    expect(glossaryFaults([row, { ...row, word: 'matter' }])).toEqual(['工单 stands twice'])
    expect(glossaryFaults([{ ...row, chinese: 'case one' }])).toEqual(['case has no Chinese word'])
    expect(glossaryFaults([{ ...row, meaning: 'x' }])).toEqual(['case is not explained'])
    expect(glossaryFaults([row, { ...row, word: 'matter', chinese: '事', avoid: ['case'] }])).toEqual([
      'case stands twice',
    ])
  })

  it('the kernel exports no name made of an avoided word', () => {
    const avoided = new Set(words.flatMap(({ avoid }) => avoid))
    const shared = readTexts(files.filter((path) => path.startsWith('shared/') && isCode(path)))
    const faults = judgeNodes(shared, (node) => {
      if (
        !ts.isExportSpecifier(node) &&
        !(ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      )
        return null
      const names = ts.isVariableStatement(node)
        ? node.declarationList.declarations.map(({ name }) => name.getText())
        : [declaredName(node)]
      const bad = names.flatMap(nameWords).find((word) => avoided.has(word))
      return bad === undefined ? null : `${names.join(', ')}: the glossary avoids "${bad}"`
    })
    expect(faults).toEqual([])
    expect(nameWords('openTicketAtMs')).toEqual(['open', 'ticket', 'at', 'ms'])
  })
})

function declaredName(node: ts.Node): string {
  const name = (node as Partial<ts.NamedDeclaration>).name
  return name?.getText() ?? ''
}

describe('the other documents', () => {
  it('decisions are numbered without a gap and say what, why and what else there was', () => {
    const decisions = documents.filter(({ path }) => path.startsWith('docs/decisions/'))
    expect(decisions.map(({ path }) => path.slice('docs/decisions/'.length, 'docs/decisions/'.length + 4))).toEqual(
      decisions.map((_, n) => String(n + 1).padStart(4, '0')),
    )
    for (const { text } of decisions) {
      expect(text).toMatch(/^# \d{4} · .+\n\n\*\*Decided\.\*\*/)
      expect(text).toMatch(/\*\*Why\.\*\*|\| why \|/)
    }
  })

  it('decision 0004 gives the reason of every direct dependency and of no other package', () => {
    const listed = [...textOf('docs/decisions/0004-dependencies.md').matchAll(/^\| `([^`]+)` \| .{5,} \|$/gm)].map(
      ([, name]) => name ?? '',
    )
    expect(listed).toEqual([...new Set(listed)])
    expect(listed.sort()).toEqual(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).sort())
  })

  it('licence, changelog and the rest are there', () => {
    expect(manifest.license).toBe('Apache-2.0')
    expect(textOf('LICENSE')).toContain('Version 2.0, January 2004')
    expect(textOf('CHANGELOG.md')).toMatch(/^## (Unreleased|\d+\.\d+\.\d+)/m)
    for (const path of ['CONTRIBUTING.md', 'SECURITY.md', 'docs/REQUIREMENTS.md'])
      expect(textOf(path).length).toBeGreaterThan(500)
  })
})
