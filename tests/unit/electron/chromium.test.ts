import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChromium, keepQuiet, quietFlags } from '../../../electron/start/chromium.ts'

describe('the browser of the machine', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['linux', { PATH: '/opt/x:/usr/bin' }, '/opt/x/chromium', 'on the PATH'],
    ['linux', {}, '/usr/bin/microsoft-edge-stable', 'where packages put it'],
    [
      'darwin',
      { HOME: '/people/lin' },
      '/people/lin/Applications/Chromium.app/Contents/MacOS/Chromium',
      'of one person',
    ],
    ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'of the machine'],
    ['win32', { LOCALAPPDATA: 'C:\\L' }, 'C:\\L\\Google\\Chrome\\Application\\chrome.exe', 'of one person'],
    ['win32', { ProgramFiles: 'C:\\P' }, 'C:\\P\\Microsoft\\Edge\\Application\\msedge.exe', 'of the machine'],
  ])('is found on %s with %j: %s (%s)', (system, env, path) => {
    expect(findChromium(env, (it) => it === path, system)).toBe(path)
  })

  it('is the one that was named, or none', () => {
    const env = { REDRESS_CHROMIUM: '/my/chrome', PATH: '/usr/bin' }
    expect(findChromium(env, () => true, 'linux')).toBe('/my/chrome')
    expect(findChromium(env, (path) => path !== '/my/chrome', 'linux')).toBeNull()
    expect(findChromium({}, () => false, 'linux')).toBeNull()
  })
})

describe('the profile of the browser host', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'redress-profile-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))
  const file = () => join(dir, 'Default', 'Preferences')
  const kept = () => JSON.parse(readFileSync(file(), 'utf8'))

  it('sends nothing that is typed to the browser’s own services', () => {
    keepQuiet(dir)
    expect(kept()).toMatchObject({
      autofill: { profile_enabled: false, credit_card_enabled: false },
      translate: { enabled: false },
      spellcheck: { use_spelling_service: false },
      browser: { enable_spellchecking: false },
      signin: { allowed: false },
      credentials_enable_service: false,
    })
    expect(quietFlags).toContain('--disable-sync')
  })

  it('does so again at each start, and leaves the window where it was', () => {
    mkdirSync(join(dir, 'Default'))
    writeFileSync(file(), '{"translate":{"enabled":true,"asked":3},"browser":{"window_placement":{"left":7}}}')
    keepQuiet(dir)
    expect(kept()).toMatchObject({
      translate: { enabled: false, asked: 3 },
      browser: { enable_spellchecking: false, window_placement: { left: 7 } },
    })
    writeFileSync(file(), '{"transl')
    keepQuiet(dir)
    expect(kept()).toMatchObject({ translate: { enabled: false } })
  })
})
