import { randomUUID } from 'node:crypto'
import { parseCommand } from '../../../shared/case/commands.ts'
import { caseSeenBy } from '../../../shared/case/field-tags.ts'
import type { Case } from '../../../shared/case/model.ts'
import { isInScope } from '../../../shared/case/scopes.ts'
import { beyondDocument, type CaseDocument, documentOf } from '../../../shared/contract/case-document.ts'
import type { ExportedCase } from '../../../shared/contract/exchange.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { ExecuteInput } from '../store/execute.ts'
import { type CoveredField, fieldsShown, maskedDocument } from './mask-document.ts'
import { type ExchangeDeps, plainRefusals } from './save-rows.ts'

export interface CasesRead {
  readonly cases: ExportedCase[]
  /** Cases that stayed masked, and why. */
  readonly refused: { readonly case: string; readonly refusals: ReturnType<typeof plainRefusals> }[]
}

interface Unmasking {
  readonly reason: string
}

/** Code of the reason with which an export shows covered fields; the person's own words stand beside it. */
const exportReason = 'export'

/**
 * Cases as documents, as far as this session may see them. With `unmasked`, each field that is shown is first written to the
 * record of its case; where that is refused the case stays masked. Source: CASE-5.
 */
export function readCases(deps: ExchangeDeps, ids: readonly string[], unmasked?: Unmasking): CasesRead {
  const who = deps.who()
  const held = ids.flatMap((id) => {
    const found = who && deps.store.read.getCase(id as CaseId)
    return who && found && isInScope(found.case, who.actor) ? [caseSeenBy(found.case, who.actor)] : []
  })
  const seen = held.map((theCase) => looked(theCase))
  const refused = unmasked === undefined ? new Map<string, readonly Refusal[]>() : reveal(deps, seen, unmasked)
  const cases = seen.map((it) => exported(it, unmasked !== undefined && !refused.has(it.theCase.id)))
  return { cases, refused: [...refused].map(([id, refusals]) => ({ case: id, refusals: plainRefusals(refusals) })) }
}

interface Looked {
  readonly theCase: Case
  readonly document: CaseDocument | null
  readonly masked: CaseDocument | null
  readonly shown: readonly CoveredField[]
}

function looked(theCase: Case): Looked {
  const document = documentOf(theCase)
  const masked = document && maskedDocument(document)
  return { theCase, document, masked, shown: document && masked ? fieldsShown(document, masked) : [] }
}

function exported({ theCase, document, masked, shown }: Looked, isUnmasked: boolean): ExportedCase {
  const { id, number, status, openedAtMs, updatedAtMs } = theCase
  return {
    id,
    number: number.official ?? number.provisional,
    status,
    openedAt: new Date(openedAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
    masked: !isUnmasked && shown.length > 0,
    beyond: [...beyondDocument(theCase)],
    case: isUnmasked ? document : masked,
  }
}

/** Writes to each case's record what is about to be shown. Gives the cases for which that is refused. */
function reveal(deps: ExchangeDeps, seen: readonly Looked[], { reason }: Unmasking): Map<string, readonly Refusal[]> {
  const who = deps.who()
  const refused = new Map<string, readonly Refusal[]>()
  const wanted = seen.flatMap(({ theCase, shown }) => shown.map((field) => ({ id: theCase.id, field })))
  if (!who || wanted.length === 0) return refused
  const base = { ...who, nowMs: deps.nowMs(), offsetMs: deps.offsetMs(), policy: deps.policy }
  const inputs = wanted.map(({ id, field }): ExecuteInput => {
    const command = parseCommand({ type: 'revealField', field, reason: { code: exportReason, text: reason } })
    if (!command.ok) throw new Error(`exchange: the reveal of ${field} is no command`)
    return { ...base, case: id, commandId: randomUUID(), command: command.value }
  })
  const done = deps.store.write.executeCases(inputs)
  for (const [i, { id }] of wanted.entries()) {
    const result = done.ok ? done.value[i] : { ok: false as const, error: [done.error] }
    if (result?.ok === false) refused.set(id, result.error)
  }
  return refused
}
