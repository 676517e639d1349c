import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillSlots, slotMaxLength } from '../../../shared/assist/fill-slots.ts'
import { foldText, spanOf } from '../../../shared/assist/folded-text.ts'
import { anyText } from './any-text.ts'
import { phrase, slots } from './phrases.ts'

const promise = phrase({ id: 'p.promise', text: '{{name}}，{{time}}前我给您回电。', slots: ['name', 'time'] })
const fill = (values: Record<string, string>) => fillSlots(promise, values, slots)

describe('CALL-4 slots', () => {
  it('CALL-4b fills the slots and keeps which part came from where', () => {
    expect(fill({ name: '张先生', time: '14:24' })).toEqual({
      ok: true,
      value: {
        text: '张先生，14:24前我给您回电。',
        parts: [
          { text: '张先生', slot: 'name' },
          { text: '，' },
          { text: '14:24', slot: 'time' },
          { text: '前我给您回电。' },
        ],
      },
    })
    const atEnd = phrase({ id: 'p.end', text: '到账时间{{time}}', slots: ['time'] })
    expect(fillSlots(atEnd, { time: '18:00' }, slots)).toMatchObject({ value: { text: '到账时间18:00' } })
  })

  it('CALL-4b refuses an unfilled slot and names every one of them', () => {
    expect(fill({ name: ' \u200b\u202e ' })).toEqual({
      ok: false,
      error: [
        { tag: 'phrase.slot_unfilled', field: 'slots.name', detail: { slot: 'name' } },
        { tag: 'phrase.slot_unfilled', field: 'slots.time', detail: { slot: 'time' } },
      ],
    })
  })

  it.each(['尽快', '稍后', '过两天', '两三天内', '今天', 'soon', 'a couple of days', '几点'])(
    'CALL-6 a time slot does not take the vague time %s',
    (time) => {
      expect(fill({ name: '张先生', time })).toMatchObject({
        ok: false,
        error: [{ tag: 'phrase.slot_vague', field: 'slots.time' }],
      })
    },
  )

  it.each(['14:24', '明天中午', '半小时内', '三点', '10 minutes', 'noon', '５月１０日'])(
    'CALL-6 a time slot takes %s',
    (time) => {
      expect(fill({ name: '张先生', time }).ok).toBe(true)
    },
  )

  it('CALL-4 a number slot wants a figure', () => {
    const money = phrase({ id: 'p.money', text: '退您{{amount}}元。', slots: ['amount'] })
    expect(fillSlots(money, { amount: '一些' }, slots)).toMatchObject({ error: [{ tag: 'phrase.slot_vague' }] })
    expect(fillSlots(money, { amount: '128' }, slots).ok).toBe(true)
  })

  it('CALL-4 a value can neither open a slot, hide, turn the text round nor break the line', () => {
    const result = fill({ name: '{{time}}\u202e\u0000\n张先生', time: '14:24' })
    expect(result).toMatchObject({ ok: true, value: { text: '｛｛time｝｝ 张先生，14:24前我给您回电。' } })
  })

  it('CALL-4 refuses a value that is too long, a megabyte included', () => {
    const tooLong = [{ tag: 'phrase.slot_too_long', field: 'slots.name', detail: { slot: 'name', max: slotMaxLength } }]
    expect(fill({ name: '长'.repeat(slotMaxLength + 1), time: '14:24' })).toEqual({ ok: false, error: tooLong })
    expect(fill({ name: '长'.repeat(1_000_000), time: '14:24' })).toEqual({ ok: false, error: tooLong })
  })

  it('CALL-4 refuses a slot nobody defined and takes nothing from the prototype', () => {
    const odd = phrase({ id: 'p.odd', text: '{{constructor}}您好', slots: ['constructor'] })
    expect(fillSlots(odd, {}, slots)).toMatchObject({ error: [{ tag: 'phrase.slot_unknown' }] })
    const known = [
      ...slots,
      { ...slots[3], name: 'constructor', kind: 'text' as const, label: promiseText, example: promiseText },
    ]
    expect(fillSlots(odd, {}, known)).toMatchObject({ error: [{ tag: 'phrase.slot_unfilled' }] })
  })

  it('CALL-4 any value gives one clean line or a refusal', () => {
    fc.assert(
      fc.property(anyText(120), (value) => {
        const result = fillSlots(phrase({ id: 'p.s', text: '我做{{step}}', slots: ['step'] }), { step: value }, slots)
        if (!result.ok) return true
        return !/\{|\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(result.value.text)
      }),
      { numRuns: 100 },
    )
    const spaced = fillSlots(phrase({ id: 'p.s', text: '我做{{step}}', slots: ['step'] }), { step: '  a \t b ' }, slots)
    expect(spaced).toMatchObject({ ok: true, value: { text: '我做a b' } })
  })
})

const promiseText = { 'zh-CN': 'x', 'zh-TW': 'x', en: 'x' }

describe('folded text', () => {
  it('drops blanks inside Chinese, keeps them in English, folds width and case', () => {
    expect(foldText('尽 快 ＡＢ c  d').text).toBe('尽快ab c d')
    expect(foldText('A\u3000B\nC').text).toBe('a b\nc')
    expect(foldText('İ').text).toBe('İ')
  })

  it('points back at the original for every stretch', () => {
    fc.assert(
      fc.property(anyText(60), (raw) => {
        const folded = foldText(raw)
        return folded.at.length === folded.text.length + 1 && folded.at.every((at, i) => at >= (folded.at[i - 1] ?? 0))
      }),
      { numRuns: 100 },
    )
    const folded = foldText('x尽\u200b快y')
    expect(spanOf(folded, 1, 3)).toEqual({ start: 1, end: 4, text: '尽\u200b快' })
    expect(spanOf(folded, 2, 2)).toEqual({ start: 3, end: 3, text: '' })
    expect(spanOf(folded, 9, 12)).toEqual({ start: 5, end: 6, text: '' })
  })
})
