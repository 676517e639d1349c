import type { ExecuteRequest } from '../../../shared/contract/console.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import { asRefusal, type SendDeps, sendUntilAnswered } from '../../state/execute.ts'
import { blankDraft, type CallDeps, type Calls, createCalls } from './calls.ts'
import { type IntakeDraft, isBlank } from './draft.ts'
import { activeDraft, createIntakeStore, faultsFrom, type IntakeStore, replaceDraft, type SavedCase } from './state.ts'
import type { CallCommands } from './toCommands.ts'

export interface IntakeDeps extends CallDeps, SendDeps {
  /** Checks a draft and makes the commands of it, or says everything that is missing. */
  readonly toCommands: (draft: IntakeDraft, nowMs: number) => Result<CallCommands, readonly Refusal[]>
}

export interface Intake extends Calls {
  readonly store: IntakeStore
  /** Makes a case of the call on screen, once, however often it is asked for; `null` when there is none to show for it. */
  readonly save: () => Promise<SavedCase | null>
}

/** A second press within this time after a save is the same press, not a wish to save an empty form. */
const samePressMs = 1000
const mostSaved = 30

/** The calls being logged in this window, and how they become cases. */
export function createIntake(deps: IntakeDeps): Intake {
  const store = createIntakeStore(blankDraft(deps, null))
  return { ...createCalls(store, deps), store, save: () => save(store, deps) }
}

async function save(store: IntakeStore, deps: IntakeDeps): Promise<SavedCase | null> {
  const { saving, saved } = store.getState()
  const draft = activeDraft(store.getState())
  if (saving !== 'idle') return null
  if (isBlank(draft) && saved[0] !== undefined && deps.nowMs() - saved[0].savedAtMs < samePressMs) return null
  const commands = deps.toCommands(draft, deps.nowMs())
  if (!commands.ok) {
    store.setState({ faults: faultsFrom(commands.error), parked: false })
    return null
  }
  store.setState({ saving: 'now', faults: {}, parked: false })
  try {
    return await carryOut(store, deps, draft, commands.value)
  } catch (fault) {
    // A bug in the core: the draft stays as it is, the form is free again, and the fence keeps the fault.
    store.setState({ saving: 'idle', faults: { form: { tag: 'core.fault' } } })
    throw fault
  }
}

/** The case first, then what belongs on its record; the draft is kept until all of it is, and goes out again by the same ids. */
async function carryOut(
  store: IntakeStore,
  deps: IntakeDeps,
  draft: IntakeDraft,
  { open, after }: CallCommands,
): Promise<SavedCase | null> {
  const send = (request: ExecuteRequest) => sendUntilAnswered(deps, request, () => store.setState({ saving: 'later' }))
  /** A crash right after the last of it must not bring back what is on the record. */
  const last = after.at(-1)?.id ?? open.id
  const ending = (id: string) => (id === last ? { draft: draft.id } : {})
  const opened = await send({ commandId: open.id, command: { ...open.command }, ...ending(open.id) })
  if (!opened.saved) {
    refuse(store, deps, draft, opened.refusals.map(asRefusal))
    return null
  }
  const unrecorded: Refusal[] = []
  for (const { id, command } of after) {
    const answer = await send({ commandId: id, case: opened.case, command: { ...command }, ...ending(id) })
    if (!answer.saved) unrecorded.push(...answer.refusals.map(asRefusal))
  }
  const saved = { id: opened.case, number: opened.number, savedAtMs: deps.nowMs(), unrecorded }
  settle(store, deps, draft, saved)
  return saved
}

function settle(store: IntakeStore, deps: IntakeDeps, draft: IntakeDraft, saved: SavedCase): void {
  deps.keeper.drop(draft.id)
  const next = blankDraft(deps, null)
  store.setState((state) => ({
    drafts: state.drafts.map((other) => (other.id === draft.id ? next : other)),
    activeId: next.id,
    saving: 'idle',
    saved: [saved, ...state.saved].slice(0, mostSaved),
  }))
}

/** Another try is another intent; its id must not be taken for the refused one's. */
function refuse(store: IntakeStore, deps: IntakeDeps, draft: IntakeDraft, refusals: readonly Refusal[]): void {
  const again = { ...draft, commandId: deps.newId() }
  replaceDraft(store, again)
  deps.keeper.changed(again)
  store.setState({ saving: 'idle', faults: faultsFrom(refusals) })
}
