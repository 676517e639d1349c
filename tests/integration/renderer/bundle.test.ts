import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Rolldown } from 'vite'
import { build } from 'vite'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import config from '../../../electron.vite.config.ts'

/** Issue D: what has to be there before the first screen works, gzip, all of it. */
const mostBytes = 450 * 1024
const firstLanguage = /^assets\/zh-CN-/

type Output = Rolldown.RolldownOutput['output'][number]
let files: readonly Output[]

beforeAll(async () => {
  // The libraries go by this; under the test runner it says `test`, and they would bring their development halves.
  vi.stubEnv('NODE_ENV', 'production')
  const { renderer } = config as { renderer: Parameters<typeof build>[0] }
  const built = await build({
    ...renderer,
    base: './',
    configFile: false,
    mode: 'production',
    logLevel: 'error',
    build: { ...renderer?.build, write: false, modulePreload: { polyfill: false } },
  })
  files = (built as Rolldown.RolldownOutput).output
  vi.unstubAllEnvs()
})

const chunks = () => files.filter((file) => file.type === 'chunk')
const html = () =>
  String(files.flatMap((file) => (file.fileName.endsWith('index.html') && 'source' in file ? [file.source] : []))[0])

/** The entry, what it imports at once, and the words of the first language. */
function firstScreen(): readonly string[] {
  const wanted = new Set<string>()
  const take = (name: string) => {
    const chunk = chunks().find(({ fileName }) => fileName === name)
    if (chunk === undefined || wanted.has(name)) return
    wanted.add(name)
    for (const imported of chunk.imports) take(imported)
  }
  for (const chunk of chunks()) if (chunk.isEntry || firstLanguage.test(chunk.fileName)) take(chunk.fileName)
  return [...wanted]
}

describe('the built renderer', () => {
  it('brings at most 450 kB of script, gzip, to the first screen', () => {
    const names = firstScreen()
    const bytes = chunks()
      .filter(({ fileName }) => names.includes(fileName))
      .reduce((sum, { code }) => sum + gzipSync(code).length, 0)
    expect(names.length).toBeGreaterThan(1)
    expect(bytes).toBeGreaterThan(50_000)
    process.stdout.write(`first screen: ${Math.round(bytes / 1024)} kB of script, gzip\n`)
    expect(bytes).toBeLessThan(mostBytes)
  })

  it('loads another language only when it is asked for', () => {
    expect(firstScreen().filter((name) => /(zh-TW|en)-/.test(name))).toEqual([])
  })

  it('has no script, style or handler inside the page, so that a strict content policy can stand', () => {
    expect(html()).toContain('<script type="module"')
    expect(html().match(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|style=/g)).toBeNull()
  })

  it('asks nobody outside: no address of another origin in page or style', () => {
    const source = readFileSync(join(import.meta.dirname, '../../../renderer/index.html'), 'utf8')
    const styles = files.flatMap((file) =>
      file.fileName.endsWith('.css') && 'source' in file ? [String(file.source)] : [],
    )
    expect(styles.length).toBeGreaterThan(0)
    expect([source, html(), ...styles].join('\n').match(/(?:src|href|url\()\s*=?\s*["']?https?:/g)).toBeNull()
  })
})
