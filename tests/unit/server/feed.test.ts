import { expect, it } from 'vitest'
import { type Entry, entriesByScope, numberEntries } from '../../../server/sync/feed.ts'
import type { Accepted } from '../../../server/sync/judge.ts'
import type { CaseId, Hash, ScopeId } from '../../../shared/kernel/brand.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { scopeDigest } from '../../../shared/sync/chain.ts'

const hashOf = (n: number): Hash => String(n).padStart(64, '0') as Hash
const accepted = (caseId: string, caseV: number, scopes: readonly string[], joined: readonly string[] = []): Accepted =>
  ({ envelope: { case: caseId }, caseV, caseHash: hashOf(caseV), scopes, joined }) as unknown as Accepted
const short = (entries: readonly Entry[] | undefined) => entries?.map((it) => `${it.caseId}${it.caseV}`)

it('SYNC-6 a feed that takes a case over gets its whole record first, from the database and from this batch', () => {
  const earlier = new Map([['x' as CaseId, [{ caseId: 'x' as CaseId, caseV: 1, caseHash: hashOf(1) }]]])
  const byScope = entriesByScope(
    [accepted('x', 2, ['a']), accepted('y', 1, ['a']), accepted('x', 3, ['a', 'b'], ['b']), accepted('x', 4, ['b'])],
    earlier,
  )
  expect(short(byScope.get('a' as ScopeId))).toEqual(['x2', 'y1', 'x3'])
  expect(short(byScope.get('b' as ScopeId))).toEqual(['x1', 'x2', 'x3', 'x4'])
})

it('SYNC-4 numbers count on from the locked heads, dense, with the digest of every place', () => {
  const byScope = entriesByScope([accepted('x', 1, ['a']), accepted('x', 2, ['a'])], new Map())
  const { rows, heads } = numberEntries(byScope, [{ scope: 'a' as ScopeId, head: 7, digest: zeroHash }])
  const first = scopeDigest(zeroHash, hashOf(1), 8)
  const second = scopeDigest(first, hashOf(2), 9)
  expect(rows.map((row) => [row.seq, row.digest])).toEqual([
    [8, first],
    [9, second],
  ])
  expect(heads).toEqual([{ scope: 'a', head: 9, digest: second }])
})
