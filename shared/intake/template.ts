import { z } from 'zod'
import { inEveryLang, provenance, wordId } from '../assist/record.ts'
import { classification } from '../case/command-fields.ts'
import { caseKinds, demandKinds } from '../case/words.ts'

/** Fields a form can show; `demands` is the list of what the customer wants. Source: CASE-1, D1 二(一)2. */
export const formFields = [
  'phone',
  'name',
  'company',
  'account',
  'email',
  'preferredContact',
  'when',
  'symptom',
  'impact',
  'product',
  'region',
  'demands',
] as const
export type FormField = (typeof formFields)[number]

const field = z.strictObject({
  field: z.enum(formFields),
  required: z.boolean(),
  /** Taken when the agent leaves the field empty. */
  default: z.string().trim().min(1).max(200).optional(),
})

const answerKinds = ['text', 'yes_no', 'number', 'choice'] as const

/** A question the agent should ask; the answer is kept with the symptom, in the words of the question. */
const question = z
  .strictObject({
    id: wordId,
    ask: inEveryLang,
    kind: z.enum(answerKinds),
    required: z.boolean(),
    options: z.array(z.strictObject({ id: wordId, name: inEveryLang })).optional(),
  })
  .refine((q) => (q.kind === 'choice') === (q.options !== undefined && q.options.length > 1), {
    error: 'a choice needs two options, other kinds none',
    path: ['options'],
  })
export type Question = z.infer<typeof question>

const phraseIds = z.array(wordId).min(1)
const once = (items: readonly string[]): boolean => new Set(items).size === items.length

/**
 * An intake template: which fields, what to ask, how a case of it is usually classified, and the first words to say.
 * Versioned; a newer version never changes a case already opened. Source: CALL-1, TRU-5.
 */
export const templateSchema = z
  .strictObject({
    id: wordId,
    version: z.int().min(1),
    name: inEveryLang,
    kind: z.enum(caseKinds),
    scenario: wordId,
    /** Place in the picker, 1 first; Alt+1…9 reach the first nine. */
    order: z.int().min(1).max(99),
    fields: z.array(field).min(1),
    questions: z.array(question),
    demands: z.array(z.enum(demandKinds)),
    classification,
    firstPhrases: z.strictObject({ 'zh-CN': phraseIds, 'zh-TW': phraseIds, en: phraseIds }),
    articles: z.array(wordId),
    ...provenance,
  })
  .refine((t) => once(t.fields.map((f) => f.field)), { error: 'a field stands twice', path: ['fields'] })
  .refine((t) => once(t.questions.map((q) => q.id)), { error: 'a question stands twice', path: ['questions'] })
  .refine((t) => t.fields.some((f) => f.field === 'symptom' && f.required), {
    error: 'a case needs its symptom',
    path: ['fields'],
  })
  .refine((t) => t.author !== t.reviewer, { error: 'author and reviewer must differ', path: ['reviewer'] })

export type Template = z.infer<typeof templateSchema>
export const templateFile = z.strictObject({ templates: z.array(templateSchema).min(1) })
