import { parseCommand } from '../../../shared/case/commands.ts'
import { undoMs } from '../../../shared/case/fold-step.ts'
import type { ExecuteRequest, ExecuteResponse } from '../../../shared/contract/console.ts'
import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts'
import type { ExecuteInput, Saved } from '../store/execute.ts'
import type { ApiDeps } from './deps.ts'

export const plain = (refusals: readonly Refusal[]) =>
  refusals.map((it) => ({ ...it, ...(it.detail ? { detail: { ...it.detail } } : {}) }))

/** What the store is asked for a command as it came over the wire, with what only this desk knows beside it. */
export function inputOf(deps: ApiDeps, request: ExecuteRequest): Result<ExecuteInput, readonly Refusal[]> {
  const opener = deps.opener()
  if (!opener) return { ok: false, error: [{ tag: 'session.signed_out' }] }
  const parsed = parseCommand(request.command)
  if (!parsed.ok) return parsed
  const command = parsed.value
  const who = command.type === 'open' ? opener : deps.who()
  if (!who) return { ok: false, error: [{ tag: deps.barred() ?? 'session.signed_out' }] }
  return ok({
    commandId: request.commandId,
    ...(request.case === undefined ? {} : { case: request.case as CaseId }),
    ...(request.draft === undefined ? {} : { draft: request.draft }),
    command,
    ...who,
    nowMs: deps.nowMs(),
    offsetMs: deps.offsetMs(),
    policy: deps.policy,
    directory: deps.directory(),
    ...(command.type === 'promise' ? resolveDue(deps, request.case) : {}),
  })
}

/** When the resolve clock of a case runs out: a promise beyond it asks for a yes. */
function resolveDue(deps: ApiDeps, id: string | undefined): { readonly resolveDueAtMs?: EpochMs } {
  const held = id === undefined ? null : deps.store.read.getCase(id as CaseId)
  const clock = held && deps.clocks(held.case, deps.nowMs() + deps.offsetMs()).find((it) => it.clock === 'resolve')
  return clock?.dueAtMs ? { resolveDueAtMs: clock.dueAtMs } : {}
}

/** A save as the screen is told of it, with what may be taken back. */
export function answerOf(deps: ApiDeps, saved: Saved): ExecuteResponse {
  const { case: id, number, status, savedAtMs, events } = saved
  const undoable = deps.store.read.getCase(id)?.case.undoables.find((it) => events.includes(it.event))
  return {
    ...{ saved: true as const, case: id, number, status, savedAtMs },
    ...(undoable === undefined ? {} : { undo: { of: undoable.event, untilMs: undoable.atMs + undoMs } }),
  }
}
