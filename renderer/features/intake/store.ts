import type { ExecuteRequest } from '../../../shared/contract/console.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import { asRefusal, type SendDeps, sendUntilAnswered } from '../../state/execute.ts'
import { blankDraft, type CallDeps, type Calls, createCalls } from './calls.ts'
import { type IntakeDraft, isBlank } from './draft.ts'
import { activeDraft, createIntakeStore, faultsFrom, type IntakeStore, replaceDraft, type SavedCase } from './state.ts'

export interface IntakeDeps extends CallDeps, SendDeps {
  /** Checks a draft and makes the command of it, or says everything that is missing. */
  readonly toCommand: (draft: IntakeDraft, nowMs: number) => Result<ExecuteRequest['command'], readonly Refusal[]>
}

export interface Intake extends Calls {
  readonly store: IntakeStore
  /** Makes a case of the call on screen, once, however often it is asked for. */
  readonly save: () => Promise<void>
}

/** A second press within this time after a save is the same press, not a wish to save an empty form. */
const samePressMs = 1000
const mostSaved = 30

/** The calls being logged in this window, and how they become cases. */
export function createIntake(deps: IntakeDeps): Intake {
  const store = createIntakeStore(blankDraft(deps, null))
  return { ...createCalls(store, deps), store, save: () => save(store, deps) }
}

async function save(store: IntakeStore, deps: IntakeDeps): Promise<void> {
  const { saving, saved } = store.getState()
  const draft = activeDraft(store.getState())
  if (saving !== 'idle') return
  if (isBlank(draft) && saved[0] !== undefined && deps.nowMs() - saved[0].savedAtMs < samePressMs) return
  const command = deps.toCommand(draft, deps.nowMs())
  if (!command.ok) return store.setState({ faults: faultsFrom(command.error), parked: false })
  store.setState({ saving: 'now', faults: {}, parked: false })
  try {
    const request = { commandId: draft.commandId, command: command.value }
    const answer = await sendUntilAnswered(deps, request, () => store.setState({ saving: 'later' }))
    if (answer.saved) settle(store, deps, draft, { id: answer.case, number: answer.number, savedAtMs: deps.nowMs() })
    else refuse(store, deps, draft, answer.refusals.map(asRefusal))
  } catch (fault) {
    // A bug in the core: the draft stays as it is, the form is free again, and the fence keeps the fault.
    store.setState({ saving: 'idle', faults: { form: { tag: 'core.fault' } } })
    throw fault
  }
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
