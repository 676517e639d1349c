import { Converter } from 'opencc-js'
import { describe, expect, it } from 'vitest'
import { categoryFile } from '../../../shared/assist/catalog.ts'
import { classifyFile } from '../../../shared/assist/classify-rules.ts'
import { variantFile } from '../../../shared/assist/cues.ts'
import { situationFile } from '../../../shared/assist/detect-situation.ts'
import { emotionFile, emotionGroups } from '../../../shared/assist/emotion.ts'
import { situations } from '../../../shared/assist/situation.ts'
import { resource } from '../assist/packs.ts'

const rules = classifyFile.parse(resource('classify/rules.json'))
const emotion = emotionFile.parse(resource('classify/emotion.json'))
const special = situationFile.parse(resource('classify/situations.json'))
const { variants } = variantFile.parse(resource('classify/variants.json'))
const { categories } = categoryFile.parse(resource('categories.json'))
const all = [
  ...rules.category,
  ...rules.urgency,
  ...rules.severity,
  ...rules.responsibility,
  ...emotion.cues,
  ...special.cues,
]

describe('shipped word lists', () => {
  it('CLS-2 every category has words that speak for it', () => {
    const spoken = new Set(rules.category.map((cue) => cue.for))
    expect(categories.map((c) => c.id).filter((id) => !spoken.has(id) && id !== 'other')).toEqual([])
    expect([...spoken].filter((id) => !categories.some((c) => c.id === id))).toEqual([])
  })

  it('CALL-7 CLS-5 every situation and every kind of feeling has words', () => {
    expect(situations.filter((s) => !special.cues.some((cue) => cue.for === s))).toEqual([])
    expect(emotionGroups.filter((g) => !emotion.cues.some((cue) => cue.for === g))).toEqual([])
  })

  it('are written simplified, and every traditional spelling of their characters is known', () => {
    const toTw = Converter({ from: 'cn', to: 'tw' })
    const toCn = Converter({ from: 'tw', to: 'cn' })
    const chars = new Set(all.flatMap((cue) => cue.words.flatMap((word) => [...word])))
    const missed = [...chars].filter((char) => {
      const traditional = toTw(char)
      return (
        traditional !== char && traditional.length === 1 && toCn(traditional) === char && variants[traditional] !== char
      )
    })
    expect(missed).toEqual([])
    expect(Object.keys(variants).filter((char) => chars.has(char))).toEqual([])
  })

  it('hold no word twice for the same thing', () => {
    for (const list of [
      rules.category,
      rules.urgency,
      rules.severity,
      rules.responsibility,
      emotion.cues,
      special.cues,
    ]) {
      const keys = list.flatMap((cue) => cue.words.map((word) => `${cue.for} ${word}`))
      expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
    }
  })
})
