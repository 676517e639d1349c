import { type IncomingCall, withheldNumber } from '../../../shared/intake/incoming-call.ts'
import { type DraftFields, type IntakeDraft, isBlank, newDraft } from './draft.ts'
import type { Keeper } from './keeper.ts'
import { activeDraft, type IntakeStore, replaceDraft, withoutFaults } from './state.ts'

export interface CallDeps {
  readonly keeper: Keeper
  readonly nowMs: () => number
  readonly newId: () => string
}

/** The calls under way in this window: one on screen, the others beside it, each with its own draft. */
export interface Calls {
  /** The call on screen now. */
  readonly active: () => IntakeDraft
  readonly setFields: (change: Partial<DraftFields>) => void
  /** Begins a call: takes a blank form when there is one, else opens another beside the calls under way. */
  readonly newCall: () => void
  /** Begins a call that the phone system handed over, with its number filled in. Source: CALL-12. */
  readonly openCall: (call: IncomingCall) => void
  /** Leaves the call where it is and gives a blank form; `false` when there is nothing to leave. */
  readonly park: () => boolean
  readonly show: (id: string) => void
  /** To the neighbouring call; `false` when there is only one. */
  readonly step: (by: 1 | -1) => boolean
  readonly restore: (kept: readonly IntakeDraft[]) => void
}

/** A form with nothing in it; what is saved is not the draft but an intent to save it, so that has an id of its own. */
export const blankDraft = ({ newId }: CallDeps, startedAtMs: number | null): IntakeDraft =>
  newDraft({ id: newId(), commandId: newId(), promiseId: newId() }, startedAtMs)

export function createCalls(store: IntakeStore, deps: CallDeps): Calls {
  const { getState: get, setState: set } = store
  const active = () => activeDraft(get())

  const show = (id: string) => {
    if (get().saving === 'idle') set({ activeId: id, faults: {}, parked: false })
  }

  const openBlank = (startedAtMs: number | null) => {
    const spare = get().drafts.find((draft) => isBlank(draft))
    const draft = spare ? { ...spare, startedAtMs } : blankDraft(deps, startedAtMs)
    if (spare) replaceDraft(store, draft)
    else set(({ drafts }) => ({ drafts: [...drafts, draft] }))
    show(draft.id)
  }

  return {
    active,
    show,
    setFields: (change) => setFields(store, deps, change),
    newCall: () => openBlank(deps.nowMs()),
    openCall: (call) => openCall(store, deps, call),
    park: () => {
      if (isBlank(active()) || get().saving !== 'idle') return false
      openBlank(null)
      set({ parked: true })
      return true
    },
    step: (by) => {
      const { drafts, activeId } = get()
      const at = drafts.findIndex(({ id }) => id === activeId)
      const next = drafts[(at + by + drafts.length) % drafts.length]
      if (next === undefined || next.id === activeId) return false
      show(next.id)
      return true
    },
    restore: (kept) => restore(store, kept),
  }
}

/** In the place of a blank form; while a call is being saved the new one opens beside it. */
function openCall(store: IntakeStore, deps: CallDeps, { number, ...call }: IncomingCall): void {
  const draft = { ...blankDraft(deps, deps.nowMs()), phone: number ?? withheldNumber, call }
  store.setState(({ drafts, ...state }) => {
    const beside = [...drafts.filter((other) => !isBlank(other)), draft]
    return { drafts: beside, ...(state.saving === 'idle' ? { activeId: draft.id, faults: {}, parked: false } : {}) }
  })
  deps.keeper.changed(draft)
}

function setFields(store: IntakeStore, { keeper, nowMs }: CallDeps, change: Partial<DraftFields>): void {
  const { faults, ...state } = store.getState()
  const draft = activeDraft({ faults, ...state })
  const next = { ...draft, ...change, startedAtMs: draft.startedAtMs ?? nowMs() }
  replaceDraft(store, next)
  if (Object.keys(faults).length > 0) store.setState({ faults: withoutFaults(faults, Object.keys(change)) })
  keeper.changed(next)
}

/** Drafts of an earlier window: beside what is being typed, or on screen when nothing is. */
function restore(store: IntakeStore, kept: readonly IntakeDraft[]): void {
  store.setState(({ drafts, activeId }) => {
    const known = new Set(drafts.map(({ id }) => id))
    const more = kept.filter(({ id }) => !known.has(id))
    const newest = more.at(-1)
    if (newest === undefined || !drafts.every(isBlank)) return { drafts: [...more, ...drafts], activeId }
    return { drafts: more, activeId: newest.id }
  })
}
