import { languageName } from './customer.ts'
import type { FormText } from './formText.ts'

/** Fields whose values are codes, with the family of words they belong to. */
const families = {
  'classification.problemType': 'problemType',
  'classification.urgency': 'urgency',
  'classification.severity': 'severity',
  'classification.responsibility': 'responsibility',
  'customer.preferredContact': 'way',
} as const

type ValueWords = Pick<FormText, 'naming' | 'directory' | 'nowMs' | 'language'>

/** What a field of a case holds, as people say it. An emptied one is shown as a dash. */
export function shownValue(field: string, value: unknown, words: ValueWords): string {
  const { naming, directory, nowMs, language } = words
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'number') return field.endsWith('AtMs') ? naming.moment(value, nowMs) : String(value)
  if (field === 'customer.tags' && Array.isArray(value))
    return value.map((tag) => naming.name('tag', String(tag))).join(' ')
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(' ') : JSON.stringify(value)
  if (field === 'owner') return directory.person(text)
  if (field === 'customer.language') return languageName(text, language)
  if (field === 'team') return directory.team(text)
  return field in families ? naming.name(families[field as keyof typeof families], text) : text
}
