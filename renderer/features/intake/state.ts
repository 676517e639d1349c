import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { IntakeDraft } from './draft.ts'
import type { Keeping } from './keeper.ts'

/** Where the form shows what is wrong: a field by its name, `demands`, `answers.tried`; `form` = nothing to point at. */
export type FaultPlace = string
export type Faults = Partial<Record<FaultPlace, Refusal>>

/** `later` = the core does not answer; the same command goes out again once it does. */
export type Saving = 'idle' | 'now' | 'later'

export interface SavedCase {
  readonly id: string
  readonly number: string
  readonly savedAtMs: number
  /** Why something said or promised in the call could not be put on its record. */
  readonly unrecorded: readonly Refusal[]
}

export interface IntakeState {
  readonly drafts: readonly IntakeDraft[]
  readonly activeId: string
  readonly faults: Faults
  readonly saving: Saving
  readonly keeping: Keeping
  /** Newest first; what this window saved since it opened. */
  readonly saved: readonly SavedCase[]
  /** The call before this one was just put aside. */
  readonly parked: boolean
}

export type IntakeStore = StoreApi<IntakeState>

export const createIntakeStore = (first: IntakeDraft): IntakeStore =>
  createStore<IntakeState>()(() => ({
    drafts: [first],
    activeId: first.id,
    faults: {},
    saving: 'idle',
    keeping: 'kept',
    saved: [],
    parked: false,
  }))

export function activeDraft(state: IntakeState): IntakeDraft {
  const draft = state.drafts.find(({ id }) => id === state.activeId)
  if (draft === undefined) throw new Error('the active draft is not among the drafts')
  return draft
}

/** Puts a draft in the place of the one with its id. */
export const replaceDraft = (store: IntakeStore, draft: IntakeDraft): void =>
  store.setState(({ drafts }) => ({ drafts: drafts.map((other) => (other.id === draft.id ? draft : other)) }))

/** Field of the form a refusal of the kernel is about. */
export function placeOf({ field }: Refusal): FaultPlace {
  if (field === undefined) return 'form'
  if (field.startsWith('demands.')) return 'demands'
  const typed = field.replace(/^(?:customer|issue)\./, '').replace(/^phones.*$/, 'phone')
  return /^(?:classification|reception)\b/.test(typed) ? 'form' : typed
}

/** The first refusal of each place. */
export const faultsFrom = (refusals: readonly Refusal[]): Faults =>
  Object.fromEntries([...refusals].reverse().map((refusal) => [placeOf(refusal), refusal]))

export const withoutFaults = (faults: Faults, places: readonly string[]): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([place]) => !places.includes(place)))
