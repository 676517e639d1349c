import type { Report } from '../runner/outcome.ts'
import { type Claim, idsIn, type Requirement, rowOf } from './requirements.ts'
import type { TestTitle } from './titles.ts'

/** What the last run of the tests said about an id; `unknown` when no report names it. */
type Proof = 'passed' | 'failed' | 'unknown'

export interface TracedClaim extends Claim {
  readonly tests: readonly TestTitle[]
  readonly proof: Proof
}

export interface TracedRow {
  readonly id: string
  readonly text: string
  /** Tests that name the row or one of its claims. */
  readonly tests: readonly TestTitle[]
  readonly proof: Proof
  readonly claims: readonly TracedClaim[]
}

export interface Trace {
  readonly rows: readonly TracedRow[]
  /** Tests that name an id no row or claim has. */
  readonly strays: readonly { readonly id: string; readonly test: TestTitle }[]
}

/** An outcome of the last run, by the full name a report gives. */
export interface Ran {
  readonly name: string
  readonly passed: boolean
}

/** The tests of a vitest report that ran to an end. */
export const ranIn = (report: Report): readonly Ran[] =>
  report.testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ fullName, status }) => ({ name: fullName, passed: status === 'passed' })),
  )

const prefixesOf = (rows: readonly Requirement[]): ReadonlySet<string> =>
  new Set(rows.map(({ id }) => id.replace(/-.*/, '')))

function proofOf(names: (text: string) => boolean, ran: readonly Ran[]): Proof {
  const about = ran.filter(({ name }) => names(name))
  if (about.length === 0) return 'unknown'
  return about.every(({ passed }) => passed) ? 'passed' : 'failed'
}

/** Which tests name which row and claim, how they ended last, and which names lead nowhere. */
export function traceTests(rows: readonly Requirement[], tests: readonly TestTitle[], ran: readonly Ran[] = []): Trace {
  const prefixes = prefixesOf(rows)
  const names = (id: string) => (text: string) => idsIn(text, prefixes).includes(id)
  const namesRow = (id: string) => (text: string) => idsIn(text, prefixes).some((named) => rowOf(named) === id)
  const known = new Set(rows.flatMap(({ id, claims }) => [id, ...claims.map((claim) => claim.id)]))
  return {
    rows: rows.map(({ id, text, claims }) => ({
      id,
      text,
      tests: tests.filter(({ title }) => namesRow(id)(title)),
      proof: proofOf(namesRow(id), ran),
      claims: claims.map((claim) => ({
        ...claim,
        tests: tests.filter(({ title }) => names(claim.id)(title)),
        proof: proofOf(names(claim.id), ran),
      })),
    })),
    strays: tests.flatMap((test) =>
      idsIn(test.title, prefixes)
        .filter((id) => !known.has(id))
        .map((id) => ({ id, test })),
    ),
  }
}
