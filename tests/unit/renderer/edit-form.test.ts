import { describe, expect, it } from 'vitest'
import { edit } from '../../../renderer/actions/form/edit-form.ts'
import type { FormWords } from '../../../renderer/actions/form/types.ts'
import { knownTags } from '../../../renderer/text/customer.ts'
import { zhCN } from '../../../renderer/text/zh-CN.ts'
import { parseCommand } from '../../../shared/case/commands.ts'
import type { Case } from '../../../shared/case/model.ts'

const nowMs = Date.parse('2024-05-10T02:20:00Z')
const tagWords: Readonly<Record<string, string>> = zhCN.tag
const words = {
  naming: { name: (_family: string, code: string) => tagWords[code] ?? code },
  ...{ nowMs, zone: 'Asia/Shanghai', language: 'zh-CN' },
} as unknown as FormWords

/** As the core shows it: contact data covered. */
const shown = {
  customer: {
    ...{ name: '张三', phones: ['138****1234', '010-****5678'], account: 'qi****26', email: 'z***@example.com' },
    tags: ['vip'],
  },
  issue: { symptom: '订单打不开，请回 138****1234', occurredAtMs: Date.parse('2024-05-10T01:15:00Z') },
} as unknown as Case

const start = edit.start?.(shown, words) ?? {}
const make = (typed: Record<string, string>) => edit.make({ ...start, ...typed }, words, shown)

describe('the form that puts a case right', () => {
  it('CASE-1a CASE-5a sends nothing that nobody touched, least of all what stands there covered', () => {
    expect(make({})).toEqual({ ok: true, value: { type: 'edit' } })
    expect(start).toMatchObject({ phones: '138****1234 / 010-****5678', occurredAtMs: '2024-05-10 09:15' })
  })

  it.each([
    [{ phones: '138****1234 / 139 0000 1111' }, 'phone.masked', 'phones'],
    [{ account: 'qi****27' }, 'input.covered', 'account'],
    [{ email: 'zh***@example.com' }, 'input.covered', 'email'],
    [{ symptom: '订单还是打不开，请回 138****1234' }, 'input.covered', 'symptom'],
    [{ phones: '１３８ 1234' }, 'phone.area_code_missing', 'phones'],
    [{ occurredAtMs: '明天上午十点' }, 'when.future', 'occurredAtMs'],
    [{ occurredAtMs: '前几天' }, 'when.vague', 'occurredAtMs'],
  ])('CASE-1a %o is asked about in its place', (typed, tag, field) => {
    expect(make(typed)).toMatchObject({ ok: false, error: { tag, field } })
  })

  it('CASE-1a CASE-1b CALL-3 reads numbers, times and tags as people write them', () => {
    const made = make({
      ...{ phones: '139 0000-1111、010 8888 6666', email: 'zhang@example.com', tags: '贵宾，年长 老客户' },
      ...{ preferredContact: 'wecom', language: 'yue', occurredAtMs: '昨天下午三点', account: 'qinghe27' },
    })
    expect(made).toEqual({
      ok: true,
      value: {
        type: 'edit',
        customer: {
          ...{ phones: ['+8613900001111', '+861088886666'], account: 'qinghe27', email: 'zhang@example.com' },
          ...{ preferredContact: 'wecom', language: 'yue', tags: ['vip', 'elderly', '老客户'] },
        },
        issue: { occurredAtMs: Date.parse('2024-05-09T07:00:00Z') },
      },
    })
    expect(made.ok && parseCommand(made.value).ok).toBe(true)
  })

  it('CASE-1a empties what was emptied', () => {
    const made = make({ phones: '', account: '', email: ' ', tags: '', occurredAtMs: '' })
    expect(made).toEqual({
      ok: true,
      value: {
        type: 'edit',
        customer: { phones: [], account: null, email: null, tags: null },
        issue: { occurredAtMs: null },
      },
    })
    expect(made.ok && parseCommand(made.value).ok).toBe(true)
  })

  it('knows the tags that have words', () => {
    expect(Object.keys(zhCN.tag)).toEqual([...knownTags])
  })
})
