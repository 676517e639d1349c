import type { Lang } from '../../../shared/assist/record.ts'
import type { CaseCommandInput } from '../../../shared/case/commands.ts'
import type { CallOutcome } from '../../../shared/case/words.ts'
import { readDemand } from '../../../shared/intake/demand.ts'
import { draftToCommand } from '../../../shared/intake/draft.ts'
import type { DraftContext, DraftDemand } from '../../../shared/intake/draft-model.ts'
import type { Template } from '../../../shared/intake/template.ts'
import { findPromise } from '../../../shared/intake/time-in-words.ts'
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts'
import { type IntakeDraft, textFields } from './draft.ts'
import { leftOver, usualOutcome } from './outcome.ts'
import { callTemplate, plainTemplate } from './plainTemplate.ts'

/** What a draft is read with: when and where, by which template, for which known customer. */
export interface CallFacts {
  readonly nowMs: number
  readonly zone: string
  readonly lang: Lang
  readonly template: Template | null
  readonly customerId: string | null
  /** How long the talk took, and the work after it so far, ms. */
  readonly talkMs: number
  readonly wrapUpMs: number
  /** When the case will have to be resolved: a promise beyond it was shown as late and given all the same. */
  readonly resolveDueAtMs: number | null
  /** How an outcome is called on screen: all there is to say of a call nobody told anything in. */
  readonly outcomeName: (outcome: CallOutcome) => string
}

/** A command with the id it is sent under, the same at every try. */
export interface IdCommand {
  readonly id: string
  readonly command: CaseCommandInput
}

/** Everything a call comes to: the case, and what was said and promised in it. */
export interface CallCommands {
  readonly open: IdCommand
  readonly after: readonly IdCommand[]
}

const dayMs = 86_400_000

/** Sums without a sign are the mainland's. */
export const homeCurrency = 'CNY'

const contextOf = ({ nowMs, zone, lang }: CallFacts): DraftContext => ({ nowMs, zone, lang, currency: homeCurrency })

/** The demands as the kernel reads them; a line with nothing in it is none. */
function demandsOf(draft: IntakeDraft, facts: CallFacts): readonly DraftDemand[] {
  const options = { nowMs: facts.nowMs, zone: facts.zone, locale: facts.lang, currency: homeCurrency }
  return draft.demands
    .filter(({ text }) => text.trim() !== '')
    .map(({ kind, text }, index) => {
      const read = readDemand(text, options)
      const usual = facts.template?.demands[index] ?? 'other'
      return { kind: kind ?? read.kind ?? usual, text, within: read.within, amount: read.amount }
    })
}

/** A field left empty is told in its own words, not as "missing". */
const missingAs: Readonly<Record<string, string>> = { phone: 'phone.empty', symptom: 'text.empty', when: 'when.empty' }
const inOwnWords = (fault: Refusal): Refusal => {
  const own = fault.tag === 'draft.missing' || fault.tag === 'text.empty' ? missingAs[fault.field ?? ''] : undefined
  return own === undefined ? fault : { ...fault, tag: own }
}

/** The commands of a call, or everything that is missing or cannot be read, at once, each by the place it was typed in. */
export function toCommands(draft: IntakeDraft, facts: CallFacts): Result<CallCommands, readonly Refusal[]> {
  const promise = promiseOf(draft, facts)
  const left = leftOver(draft, facts.template)
  const template = left === 'no_matter' ? callTemplate : (facts.template ?? plainTemplate)
  const open = draftToCommand(
    {
      template: { id: template.id, version: template.version },
      fields: {
        ...typedFields(draft),
        ...(left === 'no_matter' ? { symptom: facts.outcomeName(outcomeOf(draft, facts)) } : {}),
      },
      demands: demandsOf(draft, facts),
      answers: draft.answers,
      classification: { ...draft.classification, ...(draft.accepted ? { by: 'accepted_proposal' } : {}) },
      reception: {
        channel: 'hotline',
        receivedAtMs: Math.floor(draft.startedAtMs ?? facts.nowMs),
        ...callOf(draft, facts),
      },
      ...(facts.customerId === null ? {} : { customerId: facts.customerId }),
      ...(draft.language === '' ? {} : { language: draft.language }),
      ...(draft.emotion === null ? {} : { emotion: draft.emotion }),
      ...(draft.repeatOf === null ? {} : { repeatOf: draft.repeatOf }),
    },
    template,
    contextOf(facts),
  )
  const faults = [...(open.ok ? [] : open.error.map(inOwnWords)), ...(promise.ok ? [] : [promise.error])]
  if (!open.ok || !promise.ok) return { ok: false, error: faults }
  return ok({
    open: { id: draft.commandId, command: open.value },
    after: [
      ...draft.said.map(saidCommand),
      ...draft.handed.map((one) => handedCommand(one, draft)),
      ...draft.judged.map(judgedCommand),
      ...promise.value,
      // Nothing is promised in a call that is over: the id of its promise is free for its end.
      ...(left === 'case' ? [] : [{ id: draft.promiseId, command: { type: 'close' } } as const]),
    ],
  })
}

const typedFields = (draft: IntakeDraft) => Object.fromEntries(textFields.map((name) => [name, draft[name]]))

const outcomeOf = (draft: IntakeDraft, { template }: CallFacts): CallOutcome =>
  draft.outcome ?? usualOutcome(draft, template)

const callOf = (draft: IntakeDraft, facts: CallFacts) => ({
  outcome: outcomeOf(draft, facts),
  talkMs: Math.min(dayMs, Math.floor(facts.talkMs)),
  wrapUpMs: Math.min(dayMs, Math.floor(facts.wrapUpMs)),
  ...(draft.call.callId === undefined ? {} : { callId: draft.call.callId }),
  ...(draft.call.queue === undefined ? {} : { queue: draft.call.queue }),
})

const saidCommand = ({ id, phraseId, stage, text }: IntakeDraft['said'][number]): IdCommand => ({
  id,
  command: { type: 'say', phraseId, stage, text },
})

const handedCommand = ({ id, text }: IntakeDraft['handed'][number], { preferredContact }: IntakeDraft): IdCommand => ({
  id,
  command: {
    type: 'logCommunication',
    way: preferredContact === 'wecom' || preferredContact === 'email' ? preferredContact : 'sms',
    direction: 'out',
    purpose: 'other',
    text,
  },
})

const judgedCommand = ({ id, words, helped, text }: IntakeDraft['judged'][number]): IdCommand => ({
  id,
  command: { type: 'judgeWords', words, helped, ...(text === null ? {} : { text }) },
})

/** None where nothing is promised; a promise that names no time is a fault of its field. */
function promiseOf(draft: IntakeDraft, facts: CallFacts): Result<readonly IdCommand[]> {
  if (draft.promise.trim() === '') return ok([])
  const read = findPromise(draft.promise, { nowMs: facts.nowMs, zone: facts.zone, locale: facts.lang })
  if (!read.ok) return { ok: false, error: { ...read.error, field: 'promise' } }
  const dueAtMs = read.value.atMs
  const late = facts.resolveDueAtMs !== null && dueAtMs > facts.resolveDueAtMs ? { late: true as const } : {}
  return ok([{ id: draft.promiseId, command: { type: 'promise', text: draft.promise, dueAtMs, ...late } }])
}
