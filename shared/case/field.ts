import type { ActorId } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import type { Case } from './model.ts'
import { contactWays, problemTypes, responsibilities, severities, urgencies } from './words.ts'

/** A case while an event is being folded into it. */
export type Draft = { -readonly [K in keyof Case]: Case[K] }

const isText = (value: Json): boolean => typeof value === 'string'
const isOptionalText = (value: Json): boolean => value === null || typeof value === 'string'
const isOptionalInt = (value: Json): boolean => value === null || Number.isSafeInteger(value)
const isTexts = (value: Json): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string')
const isOneOf = (list: readonly string[]) => (value: Json) => typeof value === 'string' && list.includes(value)
const isOptionalOneOf = (list: readonly string[]) => (value: Json) => value === null || isOneOf(list)(value)

/**
 * Every field a person can change later, with what it may hold. Changes, undo and conflicts speak of fields by these
 * names; `null` empties an optional one. Names under `customer.` and `personalFields` are sealed.
 */
const guards: Readonly<Record<string, (value: Json) => boolean>> = {
  'customer.name': isOptionalText,
  'customer.phones': isTexts,
  'customer.company': isOptionalText,
  'customer.account': isOptionalText,
  'customer.preferredContact': isOptionalOneOf(contactWays),
  'customer.language': isOptionalText,
  'customer.email': isOptionalText,
  'customer.tags': (value) => value === null || isTexts(value),
  'issue.symptom': isOptionalText,
  'issue.impact': isOptionalText,
  'issue.occurredAtMs': isOptionalInt,
  'issue.scenario': isOptionalText,
  'issue.product': isOptionalText,
  'issue.region': isOptionalText,
  'classification.problemType': isOptionalOneOf(problemTypes),
  'classification.urgency': isOneOf(urgencies),
  'classification.severity': isOneOf(severities),
  'classification.responsibility': isOptionalOneOf(responsibilities),
  'classification.category': isOptionalText,
  'classification.department': isOptionalText,
  'classification.by': isOneOf(['agent', 'accepted_proposal', 'default']),
  owner: isOptionalText,
  team: isText,
}

interface Field {
  readonly group: 'customer' | 'issue' | 'classification' | null
  readonly key: string
  readonly fits: (value: Json) => boolean
  readonly isPersonal: boolean
}

/** By name, taken apart once: folding asks for them all the time. */
const fields: ReadonlyMap<string, Field> = new Map(
  Object.entries(guards).map(([name, fits]) => {
    const [group, key] = name.split('.')
    const isPersonal = group === 'customer' || name === 'issue.symptom' || name === 'issue.impact'
    return [name, { group: key === undefined ? null : (group as Field['group']), key: key ?? name, fits, isPersonal }]
  }),
)

/** Names of all changeable fields. */
export const fieldNames: readonly string[] = [...fields.keys()]
export const isField = (field: string): boolean => fields.has(field)
/** Sealed fields: their values travel under the customer's key only. Source: details.md "Keys, sign-in, privacy". */
export const isPersonalField = (field: string): boolean => fields.get(field)?.isPersonal === true

/** What a field holds now; `null` for an empty optional one, an erased one, and an unknown name. */
export function fieldValue(state: Case, field: string): Json {
  const found = fields.get(field)
  if (found === undefined) return null
  const part = found.group === null ? state : state[found.group]
  return part === null ? null : ((part as unknown as Record<string, Json | undefined>)[found.key] ?? null)
}

/** Sets one field; a name or value that does not fit changes nothing, an erased customer stays erased. Nested objects are replaced, never altered. */
export function setField(draft: Draft, field: string, value: Json): void {
  const found = fields.get(field)
  if (found === undefined || !found.fits(value)) return
  const { group, key } = found
  if (key === 'owner') draft.owner = (value ?? undefined) as ActorId | undefined
  else if (key === 'team') draft.team = value as string
  else if (group === 'customer') draft.customer = draft.customer === null ? null : changed(draft.customer, key, value)
  else if (group === 'issue') draft.issue = changed(draft.issue, key, value)
  else if (group === 'classification') draft.classification = changed(draft.classification, key, value)
}

/** Fields that are always there: emptied, they hold this. */
const always: Readonly<Record<string, Json>> = { name: '', symptom: null, impact: null }

function changed<T extends object>(part: T, key: string, value: Json): T {
  const put = value ?? always[key]
  if (put === undefined) {
    const { [key]: _old, ...rest } = part as Record<string, unknown>
    return rest as T
  }
  const copy = { ...part }
  ;(copy as Record<string, unknown>)[key] = put
  return copy
}
