import type { CaseId, Hash, ScopeId } from '../../shared/kernel/brand.ts'
import { scopeDigest } from '../../shared/sync/chain.ts'
import { digest } from './digest.ts'
import type { Accepted } from './judge.ts'

/** One place in a feed, before it has its number. */
export interface Entry {
  readonly caseId: CaseId
  readonly caseV: number
  readonly caseHash: Hash
}

export interface FeedRow extends Entry {
  readonly scope: ScopeId
  readonly seq: number
  /** `scopeDigest` at `seq`. */
  readonly digest: Hash
}

export interface ScopeHead {
  readonly scope: ScopeId
  readonly head: number
  readonly digest: Hash
}

/**
 * What each feed gets, in order. A feed that takes a case over gets the case's whole record first (`earlier` = what the
 * database holds of it), so that its readers need nothing but their own numbers.
 */
export function entriesByScope(
  accepted: readonly Accepted[],
  earlier: ReadonlyMap<CaseId, readonly Entry[]>,
): ReadonlyMap<ScopeId, readonly Entry[]> {
  const byScope = new Map<ScopeId, Entry[]>()
  const records = new Map<CaseId, Entry[]>()
  for (const item of accepted) {
    const caseId = item.envelope.case
    const record = records.get(caseId) ?? [...(earlier.get(caseId) ?? [])]
    records.set(caseId, record)
    const entry = { caseId, caseV: item.caseV, caseHash: item.caseHash }
    for (const scope of item.scopes) {
      const list = byScope.get(scope) ?? []
      byScope.set(scope, list)
      if (item.joined.includes(scope)) list.push(...record)
      list.push(entry)
    }
    record.push(entry)
  }
  return byScope
}

/** Numbers the entries from the locked heads on and moves heads and digests. */
export function numberEntries(
  byScope: ReadonlyMap<ScopeId, readonly Entry[]>,
  heads: readonly ScopeHead[],
): { readonly rows: readonly FeedRow[]; readonly heads: readonly ScopeHead[] } {
  const rows: FeedRow[] = []
  const moved = heads.map((from) => {
    let { head, digest: link } = from
    for (const entry of byScope.get(from.scope) ?? []) {
      head += 1
      link = scopeDigest(link, entry.caseHash, head, digest)
      rows.push({ ...entry, scope: from.scope, seq: head, digest: link })
    }
    return { scope: from.scope, head, digest: link }
  })
  return { rows, heads: moved }
}
