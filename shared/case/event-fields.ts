import { z } from 'zod'
import { uuidPattern } from '../kernel/ids.ts'
import { fieldNames, isPersonalField } from './field.ts'
import { amountMinor, code, currency, instant, recorded, shortId, textLimits } from './input.ts'

/** What one event's open body and sealed part must look like. Free text and customer data stand in `personal` only. */
export interface EventSchema {
  readonly body: z.ZodType
  readonly personal: z.ZodType
}

export const uuid = z.string().regex(uuidPattern)
/** Words of a person, in an event. */
export const text = recorded(textLimits.words)
export const label = recorded(textLimits.label)
export const letter = recorded(textLimits.letter)
export const cycle = z.int().min(0).max(1_000_000)
/** Money as an event's body carries it. */
export const money = { form: code, amountMinor, currency }
export { code, instant, shortId }

export const nothing = z.strictObject({})
export const withReason = z.strictObject({ reason: text.optional() })

const openField = z.enum(fieldNames.filter((name) => !isPersonalField(name)) as [string, ...string[]])
const sealedField = z.enum(fieldNames.filter((name) => isPersonalField(name)) as [string, ...string[]])
const openValue = z.union([label, z.int(), z.null()])
const sealedValue = z.union([text, z.array(label).max(30), z.null()])

/** The three parts of a field change; see `applyChanges`. */
export const changes = {
  set: z.partialRecord(openField, openValue).optional(),
  sealed: z.array(sealedField).max(20).optional(),
  seen: z.record(code, uuid).optional(),
}
export const sealedChanges = z.strictObject({ set: z.partialRecord(sealedField, sealedValue).optional() })
