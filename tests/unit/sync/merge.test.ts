import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventId } from '../../../shared/kernel/brand.ts'
import { ok, refuse } from '../../../shared/kernel/result.ts'
import { mergePage, type PageView, rebase, settle } from '../../../shared/sync/merge.ts'
import type { OrderedEvent, Verdict } from '../../../shared/sync/protocol.ts'

const id = (n: number) => `e${n}` as EventId
const ordered = (seq: number) => ({ seq, event: { id: id(seq) } }) as OrderedEvent
const pageOf = (from: number, to: number, head = to): PageView => ({
  from,
  to,
  head,
  events: Array.from({ length: to - from }, (_, i) => ordered(from + i + 1)),
})
const none: ReadonlySet<EventId> = new Set()
const seqs = (merge: ReturnType<typeof mergePage>) =>
  merge.plan === 'advance' ? merge.apply.map((e) => e.seq) : merge.plan

describe('mergePage', () => {
  it('SYNC-4b advances by exactly what the server examined', () => {
    const merge = mergePage(3, pageOf(3, 6, 90), none)
    expect(merge).toMatchObject({ plan: 'advance', cursor: 6 })
    expect(seqs(merge)).toEqual([4, 5, 6])
  })

  it('SYNC-3a gives only what is new of a page that comes again', () => {
    expect(seqs(mergePage(5, pageOf(3, 6), none))).toEqual([6])
    expect(mergePage(6, pageOf(3, 6), none)).toEqual({ plan: 'nothing' })
  })

  it('SYNC-4b never jumps over a gap, inside a page or before it', () => {
    expect(mergePage(2, pageOf(3, 6), none)).toEqual({ plan: 'bootstrap', reason: 'gap' })
    const holed = { ...pageOf(3, 6), events: [ordered(4), ordered(6)] }
    expect(mergePage(3, holed, none)).toEqual({ plan: 'bootstrap', reason: 'not_dense' })
    const swapped = { ...pageOf(3, 5), events: [ordered(5), ordered(4)] }
    expect(mergePage(3, swapped, none)).toEqual({ plan: 'bootstrap', reason: 'not_dense' })
    expect(mergePage(6, { from: 6, to: 4, head: 9, events: [] }, none)).toEqual({
      plan: 'bootstrap',
      reason: 'not_dense',
    })
  })

  it('SYNC-11 notices a server whose head is behind what we read', () => {
    expect(mergePage(9, pageOf(3, 6), none)).toEqual({ plan: 'bootstrap', reason: 'head_behind' })
    expect(mergePage(3, { ...pageOf(3, 6), head: 5 }, none)).toEqual({ plan: 'bootstrap', reason: 'head_behind' })
  })

  it('takes a pending event out of the queue only when its own id comes back', () => {
    expect(mergePage(3, pageOf(3, 6), new Set([id(5), id(77)]))).toMatchObject({ settled: [id(5)] })
  })

  it('SYNC-3a is idempotent and gives each number once, however a history is cut into pages and repeated', () => {
    const cut = fc.array(fc.tuple(fc.nat(40), fc.nat(12)), { maxLength: 60 })
    fc.assert(
      fc.property(cut, (cuts) => {
        let cursor = 0
        const seen: number[] = []
        for (const [start, length] of cuts) {
          const merge = mergePage(cursor, pageOf(start, Math.min(start + length, 40), 40), none)
          if (merge.plan !== 'advance') continue
          seen.push(...merge.apply.map((e) => e.seq))
          cursor = merge.cursor
        }
        expect(seen).toEqual(Array.from({ length: cursor }, (_, i) => i + 1))
      }),
    )
  })
})

describe('rebase', () => {
  const admit = (total: number, add: number) => (total + add > 10 ? refuse('too_much') : ok(undefined))
  const evolve = (total: number, add: number) => total + add

  it('SYNC-5d shows what would be refused and judges later ones on their own', () => {
    const { view, doubtful } = rebase(6, [3, 4, 1], admit, evolve)
    expect(view).toBe(10)
    expect(doubtful).toEqual([{ event: 4, refusal: { tag: 'too_much' } }])
  })

  it('merges of different cases do not depend on their order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), fc.array(fc.nat(9)), (a, b) => {
        const ab = [rebase(0, a, admit, evolve), rebase(5, b, admit, evolve)]
        const ba = [rebase(5, b, admit, evolve), rebase(0, a, admit, evolve)].reverse()
        expect(ab).toEqual(ba)
      }),
    )
  })
})

describe('settle', () => {
  const sent = [
    { id: id(1), n: 1 },
    { id: id(2), n: 2 },
    { id: id(3), n: 3 },
    { id: id(4), n: 4 },
  ]
  const verdicts: Verdict[] = [
    { n: 1, id: id(1), verdict: 'accepted' },
    { n: 2, id: id(2), verdict: 'refused', code: 'case.closed', field: 'status', defeatedBy: id(9) },
    { n: 3, id: id(3), verdict: 'duplicate', of: id(8) },
    { n: 4, id: id(4), verdict: 'quarantined', code: 'actor.other' },
  ]

  it('SYNC-1b SYNC-5d keeps a refused event with its reason and lets later ones stand', () => {
    expect(settle(sent, verdicts)).toEqual([
      { id: id(1), becomes: 'sent' },
      { id: id(2), becomes: 'refused', refusal: { tag: 'case.closed', field: 'status' }, defeatedBy: id(9) },
      { id: id(3), becomes: 'sent', of: id(8) },
      { id: id(4), becomes: 'quarantined', refusal: { tag: 'actor.other' } },
    ])
    expect(settle([{ id: id(1), n: 1 }], [{ n: 1, id: id(1), verdict: 'refused', code: 'x' }])).toEqual([
      { id: id(1), becomes: 'refused', refusal: { tag: 'x' } },
    ])
  })

  it('takes no answer that is not for this batch', () => {
    expect(settle(sent, verdicts.slice(1))).toBeNull()
    expect(settle(sent.slice(0, 1), [{ n: 1, id: id(2), verdict: 'accepted' }])).toBeNull()
    expect(settle(sent.slice(0, 1), [{ n: 2, id: id(1), verdict: 'accepted' }])).toBeNull()
  })
})
