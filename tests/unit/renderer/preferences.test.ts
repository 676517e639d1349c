import { describe, expect, it } from 'vitest'
import { nearestLanguage, readPreferences, usePreferences } from '../../../renderer/state/preferences.ts'

describe('preferences', () => {
  it('takes the address first, then what was stored, then the machine', () => {
    const stored = JSON.stringify({ language: 'en', theme: 'dark', density: 'roomy' })
    expect(readPreferences('?lang=zh-TW&theme=light', stored, ['zh-CN'])).toEqual({
      language: 'zh-TW',
      theme: 'light',
      density: 'roomy',
    })
    expect(readPreferences('', stored, ['zh-CN'])).toEqual({ language: 'en', theme: 'dark', density: 'roomy' })
    expect(readPreferences('', null, ['en-GB'])).toEqual({ language: 'en', theme: 'system', density: 'dense' })
  })

  it.each(['not json', '[]', '7', 'null', '{"language":"fr","theme":1}'])('passes over a stored %s', (stored) => {
    expect(readPreferences('?lang=xx', stored, [])).toEqual({ language: 'zh-CN', theme: 'system', density: 'dense' })
  })

  it.each([
    [['zh-Hant-TW'], 'zh-TW'],
    [['zh-HK'], 'zh-TW'],
    [['zh'], 'zh-CN'],
    [['zh-Hans-SG'], 'zh-CN'],
    [['fr', 'en-US'], 'en'],
    [['fr'], 'zh-CN'],
  ])('speaks %o as %s', (tags, language) => {
    expect(nearestLanguage(tags)).toBe(language)
  })

  it('keeps nothing but language, theme and density', () => {
    usePreferences.getState().choose({ theme: 'dark' })
    const { language, theme, density, ...rest } = usePreferences.getState()
    expect({ language, theme, density }).toMatchObject({ theme: 'dark' })
    expect(Object.keys(rest)).toEqual(['choose'])
  })
})
