import type { ExecuteRequest } from '../../../shared/contract/console.ts'
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts'
import type { IntakeDraft } from './draft.ts'
import { readNumber } from './number.ts'

/** The command of a draft, or everything that is still missing, at once. */
export function toCommand(draft: IntakeDraft, nowMs: number): Result<ExecuteRequest['command'], readonly Refusal[]> {
  const number = readNumber(draft.phone)
  const symptom = draft.symptom.trim()
  const missing: Refusal[] = number.ok ? [] : [number.error]
  if (symptom === '') missing.push({ tag: 'text.empty', field: 'symptom' })
  if (!number.ok || missing.length > 0) return { ok: false, error: missing }
  return ok({
    type: 'open',
    kind: 'complaint',
    customer: { phones: [...number.value.stored] },
    issue: { symptom },
    reception: { channel: 'hotline', receivedAtMs: Math.floor(draft.startedAtMs ?? nowMs) },
    classification: { urgency: draft.urgency, by: draft.urgencyChosen ? 'agent' : 'default' },
  })
}
