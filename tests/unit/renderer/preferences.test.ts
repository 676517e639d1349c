import { describe, expect, it } from 'vitest'
import { readPreferences, usePreferences } from '../../../renderer/state/preferences.ts'

describe('preferences', () => {
  it('takes the address first, then what was stored, then Chinese', () => {
    const stored = JSON.stringify({ language: 'en', theme: 'dark', density: 'roomy' })
    expect(readPreferences('?lang=zh-TW&theme=light', stored)).toEqual({
      language: 'zh-TW',
      theme: 'light',
      density: 'roomy',
    })
    expect(readPreferences('', stored)).toEqual({ language: 'en', theme: 'dark', density: 'roomy' })
    expect(readPreferences('', null)).toEqual({ language: 'zh-CN', theme: 'system', density: 'dense' })
  })

  it.each(['not json', '[]', '7', 'null', '{"language":"fr","theme":1}'])('passes over a stored %s', (stored) => {
    expect(readPreferences('?lang=xx', stored)).toEqual({ language: 'zh-CN', theme: 'system', density: 'dense' })
  })

  it('keeps nothing but language, theme and density', () => {
    usePreferences.getState().choose({ theme: 'dark' })
    const { language, theme, density, ...rest } = usePreferences.getState()
    expect({ language, theme, density }).toMatchObject({ theme: 'dark' })
    expect(Object.keys(rest)).toEqual(['choose'])
  })
})
