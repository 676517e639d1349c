import type { z } from 'zod'
import { fieldValue } from '../../../shared/case/field.ts'
import { isInScope } from '../../../shared/case/scopes.ts'
import type { RevealRequestSchema, RevealResponseSchema } from '../../../shared/contract/work.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import type { ApiDeps } from './deps.ts'
import { inputOf, plain } from './execute-input.ts'

type RevealRequest = z.infer<typeof RevealRequestSchema>
type RevealResponse = z.infer<typeof RevealResponseSchema>

/** Writes down who looks at which field and why, and only then gives it out. Source: CASE-5. */
export function reveal(deps: ApiDeps, { commandId, case: id, field, reason }: RevealRequest): RevealResponse {
  const input = inputOf(deps, { commandId, case: id, command: { type: 'revealField', field, reason } })
  if (!input.ok) return { shown: false, refusals: plain(input.error) }
  const held = deps.store.read.getCase(id as CaseId)
  if (!held || !isInScope(held.case, input.value.actor))
    return { shown: false, refusals: [{ tag: 'case.unknown', field: 'case' }] }
  const saved = deps.store.write.executeCase(input.value)
  if (!saved.ok) return { shown: false, refusals: plain(saved.error) }
  return { shown: true, value: fieldValue(held.case, field) }
}
