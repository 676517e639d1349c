import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { maxDraftLength, maxDrafts } from '../../../electron/core/store/drafts.ts'
import { everybody } from '../../../electron/core/store/saved-views.ts'
import type { CaseId, CustomerId } from '../../../shared/kernel/brand.ts'
import { ask, close, must, open, openCase, openOrg, scopes } from './tools/fixture.ts'

describe('drafts', () => {
  it('CASE-8 are on the disk when put returns, several side by side, the last words of each', async () => {
    const it = await openOrg()
    it.store.write.putDraft({ id: 'call-1', body: { symptom: '包裹' } })
    it.clock.nowMs += 1_000
    it.store.write.putDraft({ id: 'call-2', body: { symptom: '电话' } })
    it.clock.nowMs += 1_000
    it.store.write.putDraft({ id: 'call-1', body: { symptom: '包裹破损' } })
    await close(it)
    const again = await open({ dir: it.dir })
    expect(again.store.read.drafts().map((draft) => [draft.id, draft.body])).toEqual([
      ['call-2', { symptom: '电话' }],
      ['call-1', { symptom: '包裹破损' }],
    ])
    again.store.write.removeDraft('call-2')
    expect(again.store.read.drafts()).toHaveLength(1)
  })

  it('CASE-8 one that becomes a case goes in the same moment and does not come back, however late its last words are', async () => {
    const it = await openOrg()
    const draft = { id: 'call-1', body: { symptom: '包裹' } }
    it.store.write.putDraft(draft)
    it.store.write.putDraft({ id: 'call-2', body: { symptom: '电话' } })
    const refused = ask(it, { type: 'addNote', text: '还没到' }, { case: 'nowhere' as CaseId, draft: 'call-1' })
    expect([refused.ok, it.store.read.drafts().length]).toEqual([false, 2])
    const give = { draft: 'call-1', commandId: randomUUID() }
    openCase(it, {}, give)
    expect(it.store.read.drafts().map(({ id }) => id)).toEqual(['call-2'])
    expect(it.store.write.putDraft(draft)).toMatchObject({ ok: true })
    expect(it.store.read.drafts().map(({ id }) => id)).toEqual(['call-2'])
    // The answer was lost, and the words were on their way again before the command was.
    await close(it)
    const later = await open({ dir: it.dir })
    later.store.write.putDraft(draft)
    openCase(later, {}, give)
    expect(later.store.read.drafts().map(({ id }) => id)).toEqual(['call-2'])
  })

  it('are refused when too large or too many, and the ones before stay', async () => {
    const it = await openOrg()
    for (let i = 0; i < maxDrafts; i++) it.store.write.putDraft({ id: `d${i}`, body: i })
    expect(it.store.write.putDraft({ id: 'more', body: 1 })).toMatchObject({
      ok: false,
      error: { tag: 'draft.too_many' },
    })
    expect(it.store.write.putDraft({ id: 'd0', body: 'x'.repeat(maxDraftLength) })).toMatchObject({
      ok: false,
      error: { tag: 'draft.too_large' },
    })
    expect(it.store.read.drafts().find((draft) => draft.id === 'd0')?.body).toBe(0)
  })
})

describe('saved views', () => {
  it('belong to their owner or to everybody, in their order', async () => {
    const it = await openOrg()
    const view = { name: '快超时', view: 'near', place: 1 } as const
    it.store.write.putView({ id: 'v1', owner: 'lin', ...view })
    it.store.write.putView({
      id: 'v2',
      owner: everybody,
      ...view,
      name: '全班',
      place: 0,
      filter: { urgency: ['high'] },
    })
    it.store.write.putView({ id: 'v3', owner: 'wu', ...view })
    expect(it.store.read.views('lin').map((it) => it.name)).toEqual(['全班', '快超时'])
    expect(it.store.write.removeView('v3', 'lin')).toBe(false)
    expect(it.store.write.removeView('v1', 'lin')).toBe(true)
    expect(it.store.read.views('lin')).toMatchObject([{ id: 'v2', filter: { urgency: ['high'] } }])
  })
})

describe('reference data', () => {
  it('keeps every version as it was: the newest, and the one a case started under', async () => {
    const it = await openOrg()
    for (const version of [1, 2])
      expect(it.store.write.putReference({ kind: 'policy', version, body: { target: version } }).ok).toBe(true)
    expect(it.store.read.reference('policy')?.body).toEqual({ target: 2 })
    expect(it.store.read.reference('policy', 1)?.body).toEqual({ target: 1 })
    expect(it.store.read.reference('policy', 7)).toBeUndefined()
    expect(it.store.read.reference('scripts')).toBeUndefined()
    expect(it.store.read.referenceVersions('policy')).toEqual([1, 2])
    expect(it.store.write.putReference({ kind: 'policy', version: 2, body: { target: 2 } }).ok).toBe(true)
    expect(it.store.write.putReference({ kind: 'policy', version: 2, body: { target: 3 } })).toMatchObject({
      ok: false,
      error: { tag: 'reference.changed' },
    })
  })
})

describe('the customer', () => {
  it('CASE-4a is shown with all earlier cases, contacts, compensation, tags and marks, by phone or by id', async () => {
    const it = await openOrg({ threads: true })
    const first = openCase(it, { name: '王芳', phone: '+8613812345678' })
    const customer = it.store.read.getCase(first)?.case.customerId as CustomerId
    it.clock.nowMs += 86_400_000
    const second = openCase(it, { name: '王芳', phone: '+8613987654321', customerId: customer })
    must(
      it,
      {
        type: 'logCommunication',
        way: 'phone',
        direction: 'out',
        purpose: 'acknowledge',
        reached: true,
        text: '已联系',
      },
      { case: second },
    )
    must(it, { type: 'proposeCompensation', form: 'coupon', amountMinor: 5_000, currency: 'CNY' }, { case: second })
    openCase(it, { name: '别人', phone: '+8613800000009' })
    const check = async () => {
      for (const query of [{ phone: '13812345678' }, { phone: '138 1234 5678' }, { phone: '5678' }, { customer }]) {
        const history = await it.store.read.customer({ ...query, scopes, limit: 20 })
        expect(
          history.cases.map((row) => row.id),
          JSON.stringify(query),
        ).toEqual([second, first])
        expect(history).toMatchObject({ customer: { name: '王芳', id: customer }, openCases: 2 })
        expect(history.contacts).toMatchObject([{ case: second, way: 'phone', direction: 'out' }])
        expect(history.compensations).toMatchObject([{ case: second, amountMinor: 5_000, state: 'proposed' }])
      }
    }
    await check()
    await it.store.indexed()
    await check()
    const nobody = await it.store.read.customer({ phone: '13811111111', scopes, limit: 20 })
    expect(nobody).toMatchObject({ customer: null, cases: [], openCases: 0 })
    const other = await it.store.read.customer({ phone: '13812345678', scopes: ['team:rnd'], limit: 20 })
    expect(other.cases).toEqual([])
  })
})

describe('the end', () => {
  it('closes to the end when the index is at work and nothing else keeps the process alive', async () => {
    const closer = join(import.meta.dirname, 'tools/closer.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [closer])
    expect(stdout).toBe('closed\n')
  })
})
