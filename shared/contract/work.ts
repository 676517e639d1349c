import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Json } from '../kernel/canonical.ts'
import { RefusalSchema } from './refusal.ts'

const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)
const json = z.unknown() as z.ZodType<Json>

/** The queues of a console, by the names of their keys. */
export const viewNames = ['open', 'mine', 'near', 'breached', 'on_hold', 'unassigned', 'all'] as const

const names = z.array(name).max(50)

/** What a list or a search is narrowed to; parts left out do not narrow. Source: ux.md "Queue". */
export const CaseFilterSchema = z.strictObject({
  status: names.exactOptional(),
  kind: names.exactOptional(),
  urgency: names.exactOptional(),
  severity: names.exactOptional(),
  problemType: names.exactOptional(),
  channel: names.exactOptional(),
  team: names.exactOptional(),
  owner: names.exactOptional(),
  /** `false` = nobody's. */
  owned: z.boolean().exactOptional(),
  /** Opened in this span, both ends included. */
  openedFromMs: epochMs.exactOptional(),
  openedToMs: epochMs.exactOptional(),
  /** Nearest clock with less (or more) than this left, ms. */
  leftUnderMs: z.int().exactOptional(),
  leftOverMs: z.int().exactOptional(),
  /** Name of the customer: Chinese, pinyin or initials. */
  customer: name.exactOptional(),
  repeat: z.boolean().exactOptional(),
  /** Somebody was called in and has not stepped down. */
  escalated: z.boolean().exactOptional(),
  pending: z.boolean().exactOptional(),
})
export type CaseFilter = z.infer<typeof CaseFilterSchema>

/** Most cases one bulk command takes: one transaction, during which the core answers nobody else. */
export const mostBulkCases = 500

/** One command for each of several cases; each stands or is refused by itself. */
export const BulkRequestSchema = z.strictObject({
  items: z
    .array(z.strictObject({ commandId: z.uuid(), case: name, command: json }))
    .min(1)
    .max(mostBulkCases),
})
export type BulkRequest = z.infer<typeof BulkRequestSchema>

/** What would become of each case, in the order asked: no refusal = it would be saved. */
export const JudgeResponseSchema = z.strictObject({
  answers: z.array(z.strictObject({ case: name, number: z.string(), refusals: z.array(RefusalSchema) })),
})
export type JudgeResponse = z.infer<typeof JudgeResponseSchema>

/** A list a person keeps under a name; `query` as it was typed, so that 今天 stays today. */
export const SavedViewSchema = z.strictObject({
  id: z.uuid(),
  name: z.string().min(1).max(40),
  view: z.enum(viewNames),
  query: z.string().max(200),
  /** Place in the person's own order, from 0. */
  place: z.int().min(0).max(1000),
})
export type SavedView = z.infer<typeof SavedViewSchema>

export const viewsContract = {
  list: oc.output(z.array(SavedViewSchema)),
  put: oc.input(SavedViewSchema).output(z.strictObject({})),
  remove: oc.input(z.strictObject({ id: z.uuid() })).output(z.strictObject({})),
}

/** Shows one covered field once; the reveal stands in the record before the value leaves the core. Source: CASE-5. */
export const RevealRequestSchema = z.strictObject({
  commandId: z.uuid(),
  case: name,
  field: name,
  reason: z.strictObject({ code: name, text: z.string().max(2000).optional() }),
})
export const RevealResponseSchema = z.discriminatedUnion('shown', [
  z.strictObject({ shown: z.literal(true), value: json }),
  z.strictObject({ shown: z.literal(false), refusals: z.array(RefusalSchema).min(1) }),
])
