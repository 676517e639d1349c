import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ExecuteRequest, ExecuteResponse } from '../../../shared/contract/console.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import { type DraftFields, type IntakeDraft, isBlank, newDraft } from './draft.ts'
import type { Keeper, Keeping } from './keeper.ts'

/** Where the form shows what is wrong; `form` = nothing the agent can point at. */
export type FaultPlace = keyof DraftFields | 'form'
export type Faults = Partial<Record<FaultPlace, Refusal>>

/** `later` = the core does not answer; the same command goes out again once it does. */
export type Saving = 'idle' | 'now' | 'later'

export interface SavedCase {
  readonly id: string
  readonly number: string
  readonly savedAtMs: number
}

export interface IntakeState {
  readonly drafts: readonly IntakeDraft[]
  readonly activeId: string
  readonly faults: Faults
  readonly saving: Saving
  readonly keeping: Keeping
  /** Newest first; what this window saved since it opened. */
  readonly saved: readonly SavedCase[]
  readonly parked: boolean
}

export interface IntakeDeps {
  readonly execute: (request: ExecuteRequest) => Promise<ExecuteResponse>
  /** Checks a draft and makes the command of it, or says everything that is missing. */
  readonly toCommand: (draft: IntakeDraft, nowMs: number) => Result<ExecuteRequest['command'], readonly Refusal[]>
  readonly keeper: Keeper
  readonly isWeather: (fault: unknown) => boolean
  readonly whenOpen: () => Promise<void>
  readonly nowMs: () => number
  readonly newId: () => string
}

export interface Intake {
  readonly store: StoreApi<IntakeState>
  /** The call on screen now. */
  readonly active: () => IntakeDraft
  readonly setFields: (change: Partial<DraftFields>) => void
  /** Begins a call: takes a blank form when there is one, else opens another beside the calls under way. */
  readonly newCall: () => void
  /** Leaves the call where it is and gives a blank form; `false` when there is nothing to leave. */
  readonly park: () => boolean
  readonly show: (id: string) => void
  readonly step: (by: 1 | -1) => boolean
  readonly save: () => Promise<void>
  readonly restore: (drafts: readonly IntakeDraft[]) => void
}

/** A second press within this time after a save is the same press, not a wish to save an empty form. */
const samePressMs = 1000
const mostSaved = 30

export const activeDraft = (state: IntakeState): IntakeDraft => {
  const draft = state.drafts.find(({ id }) => id === state.activeId)
  if (draft === undefined) throw new Error('the active draft is not among the drafts')
  return draft
}

/** Field of the form a refusal of the kernel is about. */
export function placeOf({ field }: Refusal): FaultPlace {
  if (field === undefined) return 'form'
  if (field.startsWith('customer.phones') || field === 'phone') return 'phone'
  if (field.startsWith('issue.symptom') || field === 'symptom') return 'symptom'
  return field.startsWith('classification.urgency') ? 'urgency' : 'form'
}

const faultsFrom = (refusals: readonly Refusal[]): Faults =>
  Object.fromEntries([...refusals].reverse().map((refusal) => [placeOf(refusal), refusal]))

/** The calls being logged in this window, and how they become cases. */
export function createIntake(deps: IntakeDeps): Intake {
  const blank = (startedAtMs: number | null) => newDraft(deps.newId(), deps.newId(), startedAtMs)
  const first = blank(null)
  const store = createStore<IntakeState>()(() => ({
    drafts: [first],
    activeId: first.id,
    faults: {},
    saving: 'idle',
    keeping: 'kept',
    saved: [],
    parked: false,
  }))
  const { getState: get, setState: set } = store

  const replace = (draft: IntakeDraft) =>
    set(({ drafts }) => ({ drafts: drafts.map((other) => (other.id === draft.id ? draft : other)) }))

  const show = (id: string) => {
    if (get().saving === 'idle') set({ activeId: id, faults: {}, parked: false })
  }

  const openBlank = (startedAtMs: number | null) => {
    const spare = get().drafts.find((draft) => isBlank(draft))
    const draft = spare ? { ...spare, startedAtMs } : blank(startedAtMs)
    if (spare) replace(draft)
    else set(({ drafts }) => ({ drafts: [...drafts, draft] }))
    show(draft.id)
  }

  const settle = (draft: IntakeDraft, saved: SavedCase) => {
    deps.keeper.drop(draft.id)
    const next = blank(null)
    set((state) => ({
      drafts: state.drafts.map((other) => (other.id === draft.id ? next : other)),
      activeId: next.id,
      saving: 'idle',
      faults: {},
      parked: false,
      saved: [saved, ...state.saved].slice(0, mostSaved),
    }))
  }

  /** Another try is another intent; its id must not be taken for the refused one's. */
  const refuse = (draft: IntakeDraft, refusals: readonly Refusal[]) => {
    const again = { ...draft, commandId: deps.newId() }
    replace(again)
    deps.keeper.changed(again)
    set({ saving: 'idle', faults: faultsFrom(refusals) })
  }

  const save = async () => {
    const { saving, saved } = get()
    const draft = activeDraft(get())
    if (saving !== 'idle') return
    if (isBlank(draft) && saved[0] !== undefined && deps.nowMs() - saved[0].savedAtMs < samePressMs) return
    const command = deps.toCommand(draft, deps.nowMs())
    if (!command.ok) return set({ faults: faultsFrom(command.error) })
    set({ saving: 'now', faults: {}, parked: false })
    try {
      const answer = await persist(deps, { commandId: draft.commandId, command: command.value }, () =>
        set({ saving: 'later' }),
      )
      if (answer.saved) settle(draft, { id: answer.case, number: answer.number, savedAtMs: deps.nowMs() })
      else refuse(draft, answer.refusals.map(asRefusal))
    } catch (fault) {
      // A bug in the core: the draft stays as it is, the form is free again, and the fence keeps the fault.
      set({ saving: 'idle', faults: { form: { tag: 'core.fault' } } })
      throw fault
    }
  }

  return {
    store,
    active: () => activeDraft(get()),
    setFields: (change) => {
      const draft = activeDraft(get())
      const startedAtMs = draft.startedAtMs ?? deps.nowMs()
      const next = {
        ...draft,
        ...change,
        startedAtMs,
        urgencyChosen: draft.urgencyChosen || change.urgency !== undefined,
      }
      replace(next)
      if (Object.keys(get().faults).length > 0) set({ faults: without(get().faults, Object.keys(change)) })
      deps.keeper.changed(next)
    },
    newCall: () => openBlank(deps.nowMs()),
    park: () => {
      if (isBlank(activeDraft(get())) || get().saving !== 'idle') return false
      openBlank(null)
      set({ parked: true })
      return true
    },
    show,
    step: (by) => {
      const { drafts, activeId } = get()
      if (drafts.length < 2) return false
      const at = drafts.findIndex(({ id }) => id === activeId)
      const next = drafts[(at + by + drafts.length) % drafts.length]
      if (next) show(next.id)
      return true
    },
    save,
    restore: (kept) =>
      set(({ drafts, activeId }) => {
        const known = new Set(drafts.map(({ id }) => id))
        const more = kept.filter(({ id }) => !known.has(id))
        const untouched = drafts.length === 1 && drafts[0] !== undefined && isBlank(drafts[0])
        const newest = more.at(-1)
        if (!untouched || newest === undefined) return { drafts: [...more, ...drafts], activeId }
        return { drafts: more, activeId: newest.id }
      }),
  }
}

/** On the wire a part may be there but undefined; in the kernel it is there or it is not. */
const asRefusal = ({
  tag,
  field,
  detail,
}: {
  tag: string
  field?: string | undefined
  detail?: Refusal['detail'] | undefined
}): Refusal => ({
  tag,
  ...(field === undefined ? {} : { field }),
  ...(detail === undefined ? {} : { detail }),
})

const without = (faults: Faults, places: readonly string[]): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([place]) => !places.includes(place)))

/** Sends a command until the core has answered it: the same id each time, so it is carried out once. */
async function persist(deps: IntakeDeps, request: ExecuteRequest, waiting: () => void): Promise<ExecuteResponse> {
  for (;;) {
    try {
      return await deps.execute(request)
    } catch (fault) {
      if (!deps.isWeather(fault)) throw fault
      waiting()
      await deps.whenOpen()
    }
  }
}
