import { z } from 'zod'
import { stages } from '../../../shared/assist/phrase.ts'
import { classification } from '../../../shared/case/command-fields.ts'
import { callOutcomes, demandKinds } from '../../../shared/case/words.ts'
import type { TextField } from '../../../shared/intake/draft-model.ts'
import type { Template } from '../../../shared/intake/template.ts'

/** Longest line that is taken at all. One too long for its field is kept and refused in words; it is never cut unseen. */
export const mostTyped = 5000

/** Fields of the form that hold what the agent typed, untouched. */
export const textFields = [
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
] as const satisfies readonly TextField[]

/** Fields a call is judged by, in the order they stand in. */
export const judgedParts = ['problemType', 'urgency', 'department', 'severity'] as const
export type JudgedPart = (typeof judgedParts)[number]

/** One demand as typed; kind, time and sum are read from the words unless the agent chose the kind. */
const demand = z.object({ kind: z.enum(demandKinds).nullable(), text: z.string() })
export type TypedDemand = Readonly<z.infer<typeof demand>>

/** A phrase said in this call, to go on the record of the case. `id` makes the command that records it. */
const said = z.object({
  id: z.string(),
  phraseId: z.string(),
  stage: z.enum(stages),
  text: z.string(),
  buffer: z.boolean(),
  atMs: z.number(),
})

/** An article handed to the customer in this call. */
const handed = z.object({ id: z.string(), article: z.string(), text: z.string() })

/** What prepared words were good for in this call. */
const judgedWords = z.object({ id: z.string(), words: z.string(), helped: z.boolean(), text: z.string().nullable() })

/** One call being logged, as the form holds it and as the core keeps it while it is typed. */
const body = z.object({
  screen: z.literal('intake'),
  v: z.literal(2),
  /** Made once per intent to save: sent again with the same id, it is the same command. */
  commandId: z.string(),
  /** When the call began: first key typed, or the moment a new call was asked for. Epoch milliseconds. */
  startedAtMs: z.number().nullable(),
  /** When the talk ended; what follows is work after the call. */
  endedAtMs: z.number().nullable(),
  /** How it ended; `null` = as calls of its sort usually do. */
  outcome: z.enum(callOutcomes).nullable().default(null),
  template: z.string().nullable(),
  /** Its version when it was picked; a newer one is told, the call goes on by it. */
  templateV: z.int().nullable().default(null),
  ...Object.fromEntries(textFields.map((name) => [name, z.string()])),
  /** The customer's, by its code; empty = not said. */
  language: z.string().default(''),
  demands: z.array(demand),
  answers: z.record(z.string(), z.string()),
  /** What the agent set or accepted; the template's usual one fills the rest. */
  classification,
  /** Judged by hand, emptied again perhaps: no proposal fills it any more. */
  touched: z.array(z.enum(judgedParts)).default([]),
  accepted: z.boolean(),
  /** The agent's own rating of the customer's mood, 0 … 100. */
  emotion: z.number().nullable(),
  /** What the customer is told about the time; becomes a promise with a clock. */
  promise: z.string(),
  promiseId: z.string(),
  stage: z.enum(stages),
  said: z.array(said),
  handed: z.array(handed),
  judged: z.array(judgedWords).default([]),
  repeatOf: z.string().nullable(),
  /** What the phone system said of the call. */
  call: z.object({ callId: z.string().optional(), queue: z.string().optional() }),
})

type Kept = z.infer<typeof body> & Record<(typeof textFields)[number], string>

export interface IntakeDraft extends Readonly<Omit<Kept, 'screen' | 'v'>> {
  readonly id: string
}

export type DraftFields = Omit<IntakeDraft, 'id' | 'commandId' | 'promiseId' | 'startedAtMs'>

/** The ids of what the call may come to: the case, and the promise in it. */
export interface DraftIds {
  readonly id: string
  readonly commandId: string
  readonly promiseId: string
}

export const newDraft = (ids: DraftIds, startedAtMs: number | null): IntakeDraft => ({
  ...ids,
  startedAtMs,
  endedAtMs: null,
  outcome: null,
  template: null,
  templateV: null,
  phone: '',
  name: '',
  company: '',
  account: '',
  email: '',
  preferredContact: '',
  language: '',
  when: '',
  symptom: '',
  impact: '',
  product: '',
  region: '',
  demands: [],
  answers: {},
  classification: {},
  touched: [],
  accepted: false,
  emotion: null,
  promise: '',
  stage: 'listen',
  said: [],
  handed: [],
  judged: [],
  repeatOf: null,
  call: {},
})

/** A draft goes by a template as it stood when it was picked; `null` = by none. */
export const pickedTemplate = (template: Template | null): Pick<IntakeDraft, 'template' | 'templateV'> => ({
  template: template?.id ?? null,
  templateV: template?.version ?? null,
})

/** What the customer is told about the time. */
export const promiseOf = ({ promise }: IntakeDraft): string => promise

/** Nothing in it that would be missed. */
export const isBlank = (draft: IntakeDraft): boolean =>
  textFields.every((name) => draft[name].trim() === '') &&
  draft.demands.every(({ text }) => text.trim() === '') &&
  draft.promise.trim() === '' &&
  draft.said.length === 0

/** The draft as it is kept by the core; its `v` says how to read it later. */
export const draftBody = ({ id: _id, ...fields }: IntakeDraft) => ({
  screen: 'intake' as const,
  v: 2 as const,
  ...fields,
})

/** Reads a kept draft back; `null` when it belongs to another screen or another version, and so is left alone. */
export function draftFrom(id: string, kept: unknown): IntakeDraft | null {
  const read = body.safeParse(kept)
  if (!read.success) return null
  const { screen: _screen, v: _v, ...fields } = read.data as Kept
  return { id, ...fields }
}
