import { type Urgency, urgencies } from '../../../shared/case/words.ts'

/** One call being logged, as the form holds it. Phone and symptom are what the agent typed, untouched. */
export interface IntakeDraft {
  readonly id: string
  /** Made once per intent to save: sent again with the same id, it is the same command. */
  readonly commandId: string
  /** When the call began: first key typed, or the moment a new call was asked for. Epoch milliseconds. */
  readonly startedAtMs: number | null
  readonly phone: string
  readonly symptom: string
  readonly urgency: Urgency
  /** The agent chose the urgency; otherwise it is only the default. */
  readonly urgencyChosen: boolean
}

export type DraftFields = Pick<IntakeDraft, 'phone' | 'symptom' | 'urgency'>

export const newDraft = (id: string, commandId: string, startedAtMs: number | null): IntakeDraft => ({
  id,
  commandId,
  startedAtMs,
  phone: '',
  symptom: '',
  urgency: 'mid',
  urgencyChosen: false,
})

/** Nothing in it that would be missed. */
export const isBlank = (draft: IntakeDraft): boolean => draft.phone.trim() === '' && draft.symptom.trim() === ''

/** The draft as it is kept by the core; its `v` says how to read it later. */
export const draftBody = ({ commandId, startedAtMs, phone, symptom, urgency, urgencyChosen }: IntakeDraft) => ({
  screen: 'intake' as const,
  v: 1,
  commandId,
  startedAtMs,
  phone,
  symptom,
  urgency,
  urgencyChosen,
})

/** Reads a kept draft back; `null` when it belongs to another screen or a newer version, and so is left alone. */
export function draftFrom(id: string, body: unknown): IntakeDraft | null {
  if (typeof body !== 'object' || body === null) return null
  const kept: Record<string, unknown> = { ...body }
  const urgency = urgencies.find((known) => known === kept['urgency'])
  const { commandId, startedAtMs, phone, symptom } = {
    commandId: kept['commandId'],
    startedAtMs: kept['startedAtMs'],
    phone: kept['phone'],
    symptom: kept['symptom'],
  }
  if (kept['screen'] !== 'intake' || kept['v'] !== 1 || urgency === undefined) return null
  if (typeof commandId !== 'string' || typeof phone !== 'string' || typeof symptom !== 'string') return null
  return {
    id,
    commandId,
    startedAtMs: typeof startedAtMs === 'number' ? startedAtMs : null,
    phone,
    symptom,
    urgency,
    urgencyChosen: kept['urgencyChosen'] === true,
  }
}
