import type { Case } from '../../../shared/case/model.ts'

/** Everything a case can be found by, one part per line: the check of candidates and the snippets read this text. */
export function searchTextOf(theCase: Case): string {
  const { customer, issue, resolution } = theCase
  const parts = [
    customer?.name,
    customer?.company,
    customer?.account,
    issue.symptom,
    issue.impact,
    issue.product,
    issue.region,
    ...theCase.demands.map((it) => it.text),
    ...theCase.notes.map((it) => it.text),
    ...theCase.communications.map((it) => it.text),
    ...theCase.transfers.map((it) => it.answer),
    resolution?.cause,
    resolution?.measures,
  ]
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join('\n')
}
