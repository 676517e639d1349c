import type { Severity } from '../case/words.ts'
import type { LadderRole } from './policy.ts'
import type { CompiledPolicy } from './policy-compile.ts'

/** What a severity asks of people besides other targets: who is told at once, and whose case it is. */
export interface SeverityMarks {
  readonly tell: readonly LadderRole[]
  readonly owner?: LadderRole
}

/** Urgent: the supervisor is told; major: the manager owns. Source: details.md "Severity urgent", D0 一(二)1. */
export function severityMarks({ policy }: CompiledPolicy, severity: Severity): SeverityMarks {
  if (severity === 'urgent') return { tell: policy.severity.urgent.tell }
  return severity === 'major'
    ? { tell: [policy.severity.major.owner], owner: policy.severity.major.owner }
    : { tell: [] }
}
