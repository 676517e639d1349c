import { z } from 'zod'
import { channels, problemTypes, responsibilities, roles, severities, urgencies } from '../case/words.ts'
import { inEveryLang, wordId } from './record.ts'

const idsAre = (what: string) => (items: readonly { id: string }[], ctx: z.RefinementCtx) => {
  const seen = new Set<string>()
  for (const { id } of items) {
    if (seen.has(id)) ctx.addIssue({ code: 'custom', message: `${what} ${id} twice` })
    seen.add(id)
  }
}

/** Departments that answer transfers; `overdueTo` = who steps in when they do not. Source: CLS-3, SLA-9, D1 二(三)1. */
export const departmentFile = z.strictObject({
  version: z.int().min(1),
  departments: z
    .array(
      z.strictObject({
        id: wordId,
        name: inEveryLang,
        responsibilities: z.array(z.enum(responsibilities)),
        overdueTo: z.enum([...roles, 'manager']),
      }),
    )
    .superRefine(idsAre('department')),
})

/**
 * Ways in, each with the department that answers for it; `outside` = must be in the system within 24 h of being found;
 * `joins` = departments told at once. Source: CASE-3, SLA-7, D1 二(一)1.
 */
export const channelFile = z.strictObject({
  version: z.int().min(1),
  channels: z
    .array(
      z.strictObject({
        id: z.enum(channels),
        name: inEveryLang,
        owner: wordId,
        outside: z.boolean(),
        joins: z.array(wordId),
      }),
    )
    .superRefine(idsAre('channel')),
})

/** One node of the category tree with what a case of it usually is. Source: CLS-1, CLS-3. */
export const categorySchema = z.strictObject({
  id: wordId,
  parent: wordId.optional(),
  name: inEveryLang,
  problemType: z.enum(problemTypes),
  urgency: z.enum(urgencies),
  severity: z.enum(severities),
  department: wordId,
  responsibility: z.enum(responsibilities).optional(),
  joins: z.array(wordId),
})
export type Category = z.infer<typeof categorySchema>

/** A parent comes before its children, so the tree has no cycle. */
const parentsFirst = (items: readonly Category[], ctx: z.RefinementCtx) => {
  const seen = new Set<string>()
  for (const { id, parent } of items) {
    if (parent !== undefined && !seen.has(parent))
      ctx.addIssue({ code: 'custom', message: `${id}: no parent ${parent}` })
    seen.add(id)
  }
}

export const categoryFile = z.strictObject({
  version: z.int().min(1),
  categories: z.array(categorySchema).superRefine(idsAre('category')).superRefine(parentsFirst),
})

/** Acts that ask why, causes, forms of compensation, reasons of dissatisfaction. */
export const reasonGroups = [
  'hold',
  'reassign',
  'transfer',
  'return_transfer',
  'withdraw_transfer',
  'escalate',
  'step_down',
  'reopen',
  'withdraw',
  'promote',
  'cause',
  'no_follow_up',
  'reveal',
  'void_breach',
  'apply_policy',
  'reject_compensation',
  'compensation_form',
  'dissatisfaction',
] as const

/** `wantsText` = the code alone does not say enough: the screen asks for words. */
export const reasonFile = z.strictObject({
  version: z.int().min(1),
  groups: z
    .array(
      z.strictObject({
        id: z.enum(reasonGroups),
        reasons: z
          .array(z.strictObject({ id: wordId, name: inEveryLang, wantsText: z.boolean() }))
          .min(2)
          .superRefine(idsAre('reason')),
      }),
    )
    .superRefine(idsAre('group')),
})
