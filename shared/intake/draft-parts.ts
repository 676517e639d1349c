import type { Refusal, Result } from '../kernel/result.ts'
import { type Amount, readAmount } from './amount.ts'
import { symptomWithAnswers } from './draft-answers.ts'
import { type Draft, type DraftContext, type DraftDemand, fieldText, type TextField } from './draft-model.ts'
import { readPhones, storedPhone } from './phone.ts'
import { readPromise } from './promise.ts'
import type { Template } from './template.ts'
import { readWhen } from './when.ts'

/** One reading of the form: what could be read, and what could not, with the field it stands in. */
export interface Part {
  readonly value: Readonly<Record<string, unknown>>
  readonly faults: readonly Refusal[]
}

/** Nothing in the field is no fault here: whether it had to be filled is the template's business. */
function part<T>(text: string, field: string, read: () => Result<T>, asValue: (value: T) => Part['value']): Part {
  if (text === '') return { value: {}, faults: [] }
  const result = read()
  if (result.ok) return { value: asValue(result.value), faults: [] }
  return { value: {}, faults: [{ ...result.error, field }] }
}

const taken = (key: string, text: string): Part['value'] => (text === '' ? {} : { [key]: text })
const given = (key: string, value: unknown): Part['value'] => (value === undefined ? {} : { [key]: value })

/** The customer block; a withheld number leaves no phone and is no fault. Source: CASE-1, CALL-3. */
export function customerPart(draft: Draft, template: Template, context: DraftContext): Part {
  const text = (name: TextField) => fieldText(draft, template, name)
  const options = context.areaCode === undefined ? {} : { areaCode: context.areaCode }
  const phones = part(
    text('phone'),
    'phone',
    () => readPhones(text('phone'), options),
    (read) => ({ phones: read.map(storedPhone).filter((phone) => phone !== '') }),
  )
  const names = ['name', 'company', 'account', 'email', 'preferredContact'] as const
  const texts = names.map((name) => taken(name, text(name)))
  const rest = { ...given('language', draft.language), ...given('tags', draft.customerTags) }
  return { value: Object.assign({}, ...texts, rest, phones.value), faults: phones.faults }
}

/** The issue block with the answers below the symptom. Source: CASE-1, CALL-1. */
export function issuePart(draft: Draft, template: Template, context: DraftContext): Part {
  const text = (name: TextField) => fieldText(draft, template, name)
  const options = { nowMs: context.nowMs, zone: context.zone, locale: context.lang }
  const when = part(
    text('when'),
    'when',
    () => readWhen(text('when'), options),
    (read) => ({ occurredAtMs: read.atMs }),
  )
  const symptom = symptomWithAnswers(text('symptom'), draft.answers, template.questions, context.lang)
  const names = ['impact', 'product', 'region'] as const
  const texts = names.map((name) => taken(name, text(name)))
  return { value: Object.assign({ symptom, scenario: template.scenario }, ...texts, when.value), faults: when.faults }
}

/** One demand: its wanted time and sum read from the customer's words. */
export function demandPart(demand: DraftDemand, index: number, context: DraftContext): Part {
  const { nowMs, zone, lang, currency } = context
  const within = part(
    demand.within.trim(),
    `demands.${index}.within`,
    () => readPromise(demand.within, { nowMs, zone, locale: lang }),
    (read) => ({ wantedByMs: read.atMs }),
  )
  const amount = part<Amount>(
    demand.amount.trim(),
    `demands.${index}.amount`,
    () => readAmount(demand.amount, currency),
    (read) => ({ ...read }),
  )
  const value = { kind: demand.kind, ...taken('text', demand.text.trim()), ...within.value, ...amount.value }
  return { value, faults: [...within.faults, ...amount.faults] }
}

/** What the agent set stands; the template fills the rest; `by` says whether anybody judged it. Source: CLS-1. */
export function classificationPart(draft: Draft, template: Template): Part['value'] {
  const { by, ...set } = draft.classification
  const judged = Object.values(set).some((value) => value !== undefined)
  return { ...template.classification, ...set, by: judged ? (by ?? 'agent') : 'default' }
}

/** Ids and marks that travel as they are. */
export function plainPart(draft: Draft): Part['value'] {
  const keys = ['customerId', 'team', 'owner', 'emotion', 'repeatOf', 'template'] as const
  return Object.assign({}, ...keys.map((key) => given(key, draft[key])))
}
