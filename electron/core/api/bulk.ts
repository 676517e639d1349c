import { decide } from '../../../shared/case/decide.ts'
import { isInScope } from '../../../shared/case/scopes.ts'
import type { ExecuteResponse } from '../../../shared/contract/console.ts'
import type { BulkRequest, JudgeResponse } from '../../../shared/contract/work.ts'
import type { CaseId, OrgId } from '../../../shared/kernel/brand.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { ExecuteInput } from '../store/execute.ts'
import type { ApiDeps } from './deps.ts'
import { answerOf, inputOf, plain } from './execute-input.ts'

/** One command for each of several cases in one transaction; each stands or is refused by itself. Source: SUP-3. */
export function executeAll(deps: ApiDeps, { items }: BulkRequest): ExecuteResponse[] {
  const inputs = items.map((item) => inputOf(deps, item))
  const done = deps.store.write.executeCases(inputs.flatMap((input) => (input.ok ? [input.value] : [])))
  const results = done.ok ? done.value[Symbol.iterator]() : null
  return inputs.map((input): ExecuteResponse => {
    if (!input.ok) return { saved: false, refusals: plain(input.error) }
    const result = results === null ? { ok: false as const, error: done.ok ? [] : [done.error] } : results.next().value
    if (result === undefined) throw new Error('api: a command of many got no answer')
    return result.ok ? answerOf(deps, result.value) : { saved: false, refusals: plain(result.error) }
  })
}

/** What `executeAll` would answer now: the kernel's own judgement, nothing is written. */
export function judgeAll(deps: ApiDeps, { items }: BulkRequest): JudgeResponse['answers'] {
  return items.map((item) => {
    const input = inputOf(deps, item)
    const refusals = input.ok ? judged(deps, input.value) : input.error
    const number = deps.store.read.getCase(item.case as CaseId)?.case.number
    return { case: item.case, number: number?.official ?? number?.provisional ?? '', refusals: plain(refusals) }
  })
}

function judged(deps: ApiDeps, input: ExecuteInput): readonly Refusal[] {
  const held = input.case === undefined ? null : deps.store.read.getCase(input.case)
  if (!held || !isInScope(held.case, input.actor)) return [{ tag: 'case.unknown', field: 'case' }]
  const { command } = input
  const other = command.type === 'merge' ? deps.store.read.getCase(command.into as CaseId) : null
  let given = 0
  const decided = decide(held.case, command, {
    nowMs: input.nowMs + input.offsetMs,
    actor: input.actor,
    org: held.case.org as OrgId,
    device: deps.store.sync.device,
    // Nothing of it is kept: any id will do that is none.
    newId: () => `judged-${++given}`,
    nextNumber: () => '',
    policy: input.policy,
    ...(input.resolveDueAtMs === undefined ? {} : { resolveDueAtMs: input.resolveDueAtMs }),
    ...(other ? { other: other.case } : {}),
  })
  return decided.ok ? [] : [decided.error].flat()
}
