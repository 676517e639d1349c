import type { Phrase, Slot } from '../../../shared/assist/phrase.ts'

const all = { 'zh-CN': 'x', 'zh-TW': 'x', en: 'x' }

/** A phrase for tests; overrides on top of a harmless one. */
export const phrase = (over: Partial<Phrase> & { id: string }): Phrase => ({
  lang: 'zh-CN',
  stage: 'listen',
  emotion: { from: 0, to: 100 },
  scenarios: [],
  situations: [],
  cultures: [],
  buffer: false,
  slots: [],
  text: '您请讲，我边听边记。',
  source: 'house',
  author: 'senior',
  reviewer: 'quality',
  validFrom: '2024-01-01',
  reviewBy: '2030-01-01',
  ...over,
})

export const slots: Slot[] = [
  { name: 'name', kind: 'name', label: all, example: all },
  { name: 'time', kind: 'time', label: all, example: all },
  { name: 'amount', kind: 'number', label: all, example: all },
  { name: 'step', kind: 'text', label: all, example: all },
]
