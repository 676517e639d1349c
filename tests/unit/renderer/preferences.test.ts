import { describe, expect, it } from 'vitest'
import { readPreferences, usePreferences } from '../../../renderer/state/preferences.ts'

const usual = { language: 'zh-CN', theme: 'system', density: 'dense', lockAfter: '10', ring: 'on' }

describe('preferences', () => {
  it('takes the address first, then what was stored, then Chinese', () => {
    const stored = JSON.stringify({ language: 'en', theme: 'dark', density: 'roomy' })
    expect(readPreferences('?lang=zh-TW&theme=light', stored)).toEqual({
      language: 'zh-TW',
      theme: 'light',
      density: 'roomy',
      lockAfter: '10',
      ring: 'on',
    })
    expect(readPreferences('', stored)).toEqual({
      ...{ language: 'en', theme: 'dark', density: 'roomy' },
      ...{ lockAfter: '10', ring: 'on' },
    })
    expect(readPreferences('', null)).toEqual(usual)
  })

  it.each(['not json', '[]', '7', 'null', '{"language":"fr","theme":1}'])('passes over a stored %s', (stored) => {
    expect(readPreferences('?lang=xx', stored)).toEqual(usual)
  })

  it('keeps nothing but language, theme, density, when to lock and whether to ring', () => {
    usePreferences.getState().choose({ theme: 'dark' })
    const { language, theme, density, lockAfter, ring, ...rest } = usePreferences.getState()
    expect({ language, theme, density, lockAfter, ring }).toMatchObject({ theme: 'dark', lockAfter: '10' })
    expect(Object.keys(rest)).toEqual(['choose'])
  })
})
