import type { Lang } from '../assist/record.ts'
import type { CommandOf } from '../case/commands.ts'
import type { CallOutcome, CaseKind, Channel, DemandKind } from '../case/words.ts'
import type { FormField, Template } from './template.ts'

export type OpenCommand = CommandOf<'open'>
/** Form fields that hold one text; the demands are a list of their own. */
export type TextField = Exclude<FormField, 'demands'>

/** One demand as typed: `within` is a time in the customer's words, `amount` a sum as written; empty when not said. */
export interface DraftDemand {
  readonly kind: DemandKind
  readonly text: string
  readonly within: string
  readonly amount: string
}

/** Everything typed or picked in one call, as it stands in the form. */
export interface Draft {
  readonly template: { readonly id: string; readonly version: number }
  readonly fields: Readonly<Partial<Record<TextField, string>>>
  readonly demands: readonly DraftDemand[]
  /** Answers by question id. */
  readonly answers: Readonly<Record<string, string>>
  /** What the agent set or accepted; the template's usual classification fills the rest. */
  readonly classification: Readonly<Partial<NonNullable<OpenCommand['classification']>>>
  readonly reception: {
    readonly channel: Channel
    readonly receivedAtMs: number
    readonly seat?: string
    readonly agent?: string
    readonly callId?: string
    readonly queue?: string
    readonly outcome?: CallOutcome
    readonly talkMs?: number
    readonly wrapUpMs?: number
    readonly foundAtMs?: number
  }
  readonly kind?: CaseKind
  readonly customerId?: string
  readonly language?: string
  readonly customerTags?: readonly string[]
  readonly team?: string
  readonly owner?: string
  /** 0 calm … 100 furious. */
  readonly emotion?: number
  readonly repeatOf?: string
}

/** When, where and in which words a draft is read; `currency` for sums without a sign, `lang` for the questions' words. */
export interface DraftContext {
  readonly nowMs: number
  readonly zone: string
  readonly lang: Lang
  readonly currency: string
  readonly areaCode?: string
}

/** What stands in a field: the typed text, else the template's default, else nothing. */
export function fieldText(draft: Draft, template: Template, name: TextField): string {
  const typed = draft.fields[name]?.trim() ?? ''
  return typed === '' ? (template.fields.find((f) => f.field === name)?.default ?? '') : typed
}
