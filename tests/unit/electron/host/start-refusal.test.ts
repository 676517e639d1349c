import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Converter } from 'opencc-js'
import { describe, expect, it } from 'vitest'
import { languages } from '../../../../electron/host/host-words.ts'
import { startRefusalLine, startRefusalText } from '../../../../electron/host/start-refusal.ts'

const store = join(import.meta.dirname, '../../../../electron/core/store')
/** What `openStore` says it may refuse with: the tags of its own description and those of the key ring without a password. */
const tags = [
  'store.in_use',
  'store.network_share',
  'store.disk_full',
  'store.read_only',
  'store.damaged',
  'store.too_new',
  'store.unreadable',
  'store.wrong_key',
  'unlock.keyring_missing',
  'org.other',
]

describe('why a console cannot be opened', () => {
  it.each(tags)('%s is said in every language, with what to do', (tag) => {
    const said = languages.map((language) => startRefusalText({ tag }, language))
    expect(new Set(said).size).toBe(languages.length)
    for (const text of said) expect(text).not.toMatch(/控制台打不开|主控台無法開啟|The console cannot be opened/)
    const toTraditional = Converter({ from: 'cn', to: 't' })
    const taiwan = startRefusalText({ tag }, 'zh-TW')
    expect([...taiwan].filter((char) => !'台群里周面后才准'.includes(char) && toTraditional(char) !== char)).toEqual([])
  })

  it('knows every fault of the store that can keep it from opening', () => {
    const source = readFileSync(join(store, 'fault.ts'), 'utf8')
    const faults = [...source.matchAll(/\| '(store\.\w+)'/g)].map(([, tag]) => tag)
    expect(readdirSync(store).length).toBeGreaterThan(30)
    expect(faults.filter((tag) => tag !== 'store.busy' && !tags.includes(tag ?? ''))).toEqual([])
  })

  it('is one line for a terminal, and names what it does not know', () => {
    expect(startRefusalLine({ tag: 'store.in_use', detail: { code: 'SQLITE_BUSY' } })).toMatch(
      /^[^\n]+SQLITE_BUSY[^\n]+$/,
    )
    expect(startRefusalText({ tag: 'new.tag' }, 'en')).toContain('new.tag')
  })
})
