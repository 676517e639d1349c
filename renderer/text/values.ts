import type { FormText } from './formText.ts'

/** Fields whose values are codes, with the family of words they belong to. */
const families = {
  'classification.problemType': 'problemType',
  'classification.urgency': 'urgency',
  'classification.severity': 'severity',
  'classification.responsibility': 'responsibility',
  'customer.preferredContact': 'way',
} as const

type ValueWords = Pick<FormText, 'naming' | 'directory' | 'nowMs'>

/** What a field of a case holds, as people say it. An emptied one is shown as a dash. */
export function shownValue(field: string, value: unknown, { naming, directory, nowMs }: ValueWords): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'number') return field.endsWith('AtMs') ? naming.moment(value, nowMs) : String(value)
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(' ') : JSON.stringify(value)
  if (field === 'owner') return directory.person(text)
  if (field === 'team') return directory.team(text)
  return field in families ? naming.name(families[field as keyof typeof families], text) : text
}
