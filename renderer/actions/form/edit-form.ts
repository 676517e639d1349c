import type { Case } from '../../../shared/case/model.ts'
import { contactWays } from '../../../shared/case/words.ts'
import { readPhones, storedPhone } from '../../../shared/intake/phone.ts'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'
import { customerLanguages, knownTags, languageName } from '../../text/customer.ts'
import { dayOf, timeOfDay } from '../../text/when.ts'
import type { Option } from '../PickList.tsx'
import { choice, line, lines, mayBe, pastTime } from './fields.ts'
import type { Field, FieldName, Form, FormWords, Values } from './types.ts'

const ofCustomer = ['name', 'phones', 'company', 'account', 'email', 'preferredContact', 'language', 'tags'] as const
const ofIssue = ['symptom', 'occurredAtMs', 'impact', 'product', 'region'] as const
type Editable = (typeof ofCustomer)[number] | (typeof ofIssue)[number]

/** What an edit sets a field to; `null` empties it. */
type Edited = Result<string | number | readonly string[] | null>

/** White space, commas and semicolons, those of Chinese too. */
const between = /[\s,;\u3001\uff0c\uff1b]+/u

/** The languages offered, and the one that stands there if it is another. */
const languages = ({ customer }: Case, { language }: FormWords): readonly Option[] =>
  [...new Set([...customerLanguages, ...(customer?.language === undefined ? [] : [customer.language])])].map(
    (value) => ({ value, label: languageName(value, language) }),
  )

const emptied = (field: Field): Field => ({ ...field, optional: true, empties: true })

const fields: readonly Field[] = [
  line('name'),
  { name: 'phones', look: 'phones' } as const,
  line('company'),
  line('account'),
  line('email'),
  emptied(choice('preferredContact', 'way', contactWays, 'select')),
  emptied({ name: 'language', look: 'select', source: { of: languages } }),
  line('tags'),
  lines('symptom'),
  { name: 'occurredAtMs', look: 'when' } as const,
  lines('impact'),
  line('product'),
  line('region'),
].map(mayBe)

/** As the core shows it: what is covered stands there covered, and goes out only once it was written anew. Source: CASE-5. */
function start({ customer, issue }: Case, { naming, zone }: FormWords): Record<Editable, string> {
  const at = issue.occurredAtMs
  return {
    name: customer?.name ?? '',
    phones: customer?.phones.join(' / ') ?? '',
    company: customer?.company ?? '',
    account: customer?.account ?? '',
    email: customer?.email ?? '',
    preferredContact: customer?.preferredContact ?? '',
    language: customer?.language ?? '',
    tags: (customer?.tags ?? []).map((tag) => naming.name('tag', tag)).join(' '),
    symptom: issue.symptom ?? '',
    occurredAtMs: at === undefined ? '' : `${dayOf(at, zone)} ${timeOfDay(at, zone)}`,
    impact: issue.impact ?? '',
    product: issue.product ?? '',
    region: issue.region ?? '',
  }
}

/** Tags as they are called on screen, back to their codes. */
function tagsOf(typed: string, theCase: Case | null, { naming }: FormWords): readonly string[] {
  const codes = [...knownTags, ...(theCase?.customer?.tags ?? [])]
  const words = typed.split(between).filter((word) => word !== '')
  return [...new Set(words.map((word) => codes.find((tag) => naming.name('tag', tag) === word) ?? word))]
}

const isCovered = (text: string): boolean => text.includes('***')

function phonesOf(typed: string): Edited {
  const read = readPhones(typed)
  if (!read.ok) return { ok: false, error: { ...read.error, field: 'phones' } }
  return ok(read.value.map(storedPhone).filter((phone) => phone !== ''))
}

function timeOf(typed: Values, words: FormWords): Edited {
  const read = pastTime(typed, words, 'occurredAtMs')
  return read.ok ? ok(read.value.atMs ?? null) : read
}

/** One changed field as the command has it. */
function edited(name: Editable, typed: string, before: string, of: Case | null, words: FormWords): Edited {
  if (typed.trim() === '') return ok(name === 'phones' ? [] : null)
  if (name === 'phones') return phonesOf(typed)
  if (isCovered(before) && isCovered(typed)) return refuse('input.covered', name)
  if (name === 'tags') return ok(tagsOf(typed, of, words))
  return name === 'occurredAtMs' ? timeOf({ occurredAtMs: typed }, words) : ok(typed)
}

/** Every field that can be put right later. One nobody touched is not sent. Source: CASE-1. */
export const edit: Form = {
  command: 'edit',
  fields,
  start,
  make: (values, words, theCase) => {
    const before: Values = theCase === null ? {} : start(theCase, words)
    const part = (names: readonly Editable[]): Result<Record<string, unknown>> => {
      const changed: Record<string, unknown> = {}
      for (const name of names satisfies readonly FieldName[]) {
        const [typed, stood] = [values[name] ?? '', before[name] ?? '']
        if (typed === stood) continue
        const value = edited(name, typed, stood, theCase, words)
        if (!value.ok) return value
        changed[name] = value.value
      }
      return ok(changed)
    }
    const [customer, issue] = [part(ofCustomer), part(ofIssue)]
    if (!customer.ok) return customer
    if (!issue.ok) return issue
    return ok({
      type: 'edit',
      ...(Object.keys(customer.value).length === 0 ? {} : { customer: customer.value }),
      ...(Object.keys(issue.value).length === 0 ? {} : { issue: issue.value }),
    })
  },
}
