import { z } from 'zod'
import { uuidPattern } from '../kernel/ids.ts'
import { amountMinor, code, currency, instant, shortId, slotless, textLimits, typed } from './input.ts'
import { contactWays, demandKinds, problemTypes, responsibilities, severities, urgencies } from './words.ts'

/** A number as dialled: E.164, or a short or 400 number; an extension after `;ext=`. `shared/intake` makes it of any spelling. */
export const phone = z.string().regex(/^\+?[0-9]{2,15}(;ext=[0-9]{1,8})?$/)
export const mediaType = z.string().regex(/^[a-z]+\/[\w.+-]{1,80}$/)
export const uuid = z.string().regex(uuidPattern)
export const words = typed(textLimits.words)
export const label = slotless(textLimits.label)

/** Why: a code from `resources/reasons`, and free words where the code does not say it all. */
export const reason = z.strictObject({ code, text: words.optional() })

const customerShape = {
  name: slotless(textLimits.name),
  phones: z.array(phone).max(10),
  company: label,
  account: label,
  preferredContact: z.enum(contactWays),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})*$/),
  email: z.email().max(200),
  tags: z.array(code).max(30),
}

/** The customer block of CASE-1. A withheld number or a caller without a name is no reason to refuse a case. */
export const customer = z.strictObject(customerShape).partial()
const optionalAs = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]).optional()

/** What an edit may set: a value, or `null` to empty an optional field. */
export const customerEdit = z.strictObject({
  name: customerShape.name.optional(),
  phones: customerShape.phones.optional(),
  company: optionalAs(customerShape.company),
  account: optionalAs(customerShape.account),
  preferredContact: optionalAs(customerShape.preferredContact),
  language: optionalAs(customerShape.language),
  email: optionalAs(customerShape.email),
  tags: optionalAs(customerShape.tags),
})

export const issue = z.strictObject({
  occurredAtMs: instant.optional(),
  scenario: code.optional(),
  product: label.optional(),
  region: label.optional(),
  symptom: words,
  impact: words.optional(),
})
export const issueEdit = z.strictObject({
  occurredAtMs: optionalAs(instant),
  scenario: optionalAs(code),
  product: optionalAs(label),
  region: optionalAs(label),
  symptom: words.optional(),
  impact: optionalAs(words),
})

/** One thing the customer wants. An amount needs its currency. Source: CASE-1. */
export const demand = z.strictObject({
  kind: z.enum(demandKinds),
  text: words.optional(),
  wantedByMs: instant.optional(),
  amountMinor: amountMinor.optional(),
  currency: currency.optional(),
})

const classificationShape = {
  problemType: z.enum(problemTypes),
  urgency: z.enum(urgencies),
  severity: z.enum(severities),
  responsibility: z.enum(responsibilities),
  category: code,
  department: code,
}
/** The matrix of CLS-1, as far as the person has judged it. */
export const classification = z.strictObject(classificationShape).partial()

export const money = { form: code, amountMinor, currency }
export { code, instant, shortId }
