import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completionsAt } from '../../../../renderer/state/filter/complete.ts'
import { readFilter } from '../../../../renderer/state/filter/parse.ts'
import { filterFields, isListField, vocabularyOf } from '../../../../renderer/state/filter/vocabulary.ts'
import { en } from '../../../../renderer/text/en.ts'
import { zhCN } from '../../../../renderer/text/zh-CN.ts'
import { zhTW } from '../../../../renderer/text/zh-TW.ts'

const zone = 'Asia/Shanghai'
const nowMs = Date.parse('2024-05-10T10:20:00+08:00')
const vocabulary = vocabularyOf({
  languages: [zhCN, zhTW, en],
  teams: [
    { id: 'hotline', name: '热线一组' },
    { id: 'rnd', name: '研发支持' },
    { id: 'rnd2', name: '研发二部' },
  ],
  people: [
    { id: 'lin', name: '林小雨' },
    { id: 'chen', name: '陈思' },
  ],
  me: 'lin',
})
const read = (line: string) => readFilter(line, vocabulary, { nowMs, zone })
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`)

describe('the filter line', () => {
  it('SUP-1 reads the example of the design', () => {
    expect(read('状态:处理中 部门:研发 客户:zs 剩余:<30分')).toEqual({
      filter: { status: ['in_progress'], team: ['rnd', 'rnd2'], customer: 'zs', leftUnderMs: 30 * 60_000 },
      text: '',
      faults: [],
    })
  })

  it.each([
    ['status:"in work"', { status: ['in_progress'] }],
    ['status:in_progress,on_hold', { status: ['in_progress', 'on_hold'] }],
    [`狀態：${zhTW.status.in_progress}，${zhTW.status.on_hold}`, { status: ['in_progress', 'on_hold'] }],
    ['状态：处理中、挂起', { status: ['in_progress', 'on_hold'] }],
    ['状态:处理中 状态:挂起', { status: ['in_progress', 'on_hold'] }],
    ['负责人:我', { owner: ['lin'] }],
    ['owner:me,陈思', { owner: ['lin', 'chen'] }],
    ['负责人:无', { owned: false }],
    ['紧急:高 渠道:微博', { urgency: ['high'], channel: ['weibo'] }],
    ['left:<2h', { leftUnderMs: 2 * 3_600_000 }],
    ['剩余：＜３０分钟', { leftUnderMs: 30 * 60_000 }],
    ['剩余:>1天', { leftOverMs: 86_400_000 }],
    ['剩余:1.5小时', { leftUnderMs: 5_400_000 }],
    ['重复:是 待上传:否', { repeat: true, pending: false }],
    ['升级:是', { escalated: true }],
    ['受理:今天', { openedFromMs: day('2024-05-10'), openedToMs: day('2024-05-11') - 1 }],
    ['opened:yesterday', { openedFromMs: day('2024-05-09'), openedToMs: day('2024-05-10') - 1 }],
    ['受理:7天', { openedFromMs: day('2024-05-04'), openedToMs: day('2024-05-11') - 1 }],
    ['受理:2024-05-01..2024-05-03', { openedFromMs: day('2024-05-01'), openedToMs: day('2024-05-04') - 1 }],
    ['类型:产品故障 严重:重大 类别:投诉', { problemType: ['product_fault'], severity: ['major'], kind: ['complaint'] }],
  ])('reads %s', (line, filter) => {
    expect(read(line)).toEqual({ filter, text: '', faults: [] })
  })

  it('takes words without a colon as words to look for, wherever they stand', () => {
    expect(read('订单 状态:处理中 打不开')).toEqual({
      filter: { status: ['in_progress'] },
      text: '订单 打不开',
      faults: [],
    })
    expect(read('“一句 完整的话”').text).toBe('一句 完整的话')
    expect(read('   ')).toEqual({ filter: {}, text: '', faults: [] })
  })

  it.each([
    ['颜色:红', { kind: 'field', word: '颜色', from: 0, to: 4 }],
    ['状态:没有', { kind: 'value', word: '没有', field: 'status', from: 0, to: 5 }],
    ['剩余:很久', { kind: 'duration', word: '很久', field: 'left', from: 0, to: 5 }],
    ['受理:2024-02-30', { kind: 'date', word: '2024-02-30', field: 'opened', from: 0, to: 13 }],
    ['受理:2024-05-03..2024-05-01', { kind: 'date', word: '2024-05-03..2024-05-01', field: 'opened', from: 0, to: 25 }],
    ['重复:也许', { kind: 'flag', word: '也许', field: 'repeat', from: 0, to: 5 }],
    ['客户:', { kind: 'empty', word: '', field: 'customer', from: 0, to: 3 }],
  ])('says what is wrong with %s, and narrows by the rest', (line, fault) => {
    expect(read(`${line} 紧急:高`)).toEqual({ filter: { urgency: ['high'] }, text: '', faults: [fault] })
  })

  it.each(['America/New_York', 'Pacific/Apia', 'Pacific/Pago_Pago', 'UTC'])('counts days in %s', (there) => {
    const { filter } = readFilter('受理:2024-03-10', vocabulary, { nowMs, zone: there })
    const dayThere = (ms = 0) => new Intl.DateTimeFormat('en-CA', { timeZone: there }).format(ms)
    expect([dayThere(filter.openedFromMs), dayThere((filter.openedFromMs ?? 0) - 1)]).toEqual([
      '2024-03-10',
      '2024-03-09',
    ])
    expect([dayThere(filter.openedToMs), dayThere((filter.openedToMs ?? 0) + 1)]).toEqual(['2024-03-10', '2024-03-11'])
  })

  it('reads anything without throwing, and every fault lies in the line', () => {
    const piece = fc.oneof(
      fc.constantFrom('状态', '剩余', '受理:', ':', '：', '"', '“', ',', '、', ' ', '\u3000', '<30分', '..', '处理中'),
      fc.string({ maxLength: 4, unit: 'binary' }),
    )
    let faults = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const line = pieces.join('')
        completionsAt(line, line.length, vocabulary)
        const found = read(line).faults
        faults += found.length
        expect(found.filter(({ from, to }) => from < 0 || from >= to || to > line.length)).toEqual([])
      }),
    )
    expect(faults).toBeGreaterThan(0)
  })

  it('every word of every language leads to its field and to its value', () => {
    for (const language of [zhCN, zhTW, en]) {
      for (const field of filterFields) {
        const word = language.filter.field[field].split(' ')[0]
        expect(read(`${word}:`).faults[0]?.field).toBe(field)
        if (!isListField(field) || field === 'team' || field === 'owner') continue
        for (const [code, value] of Object.entries(language[field] as Record<string, string>))
          expect([value, read(`${word}:"${value}"`).filter]).toEqual([value, { [field]: [code] }])
      }
    }
  })
})

describe('going on', () => {
  const shown = (line: string, caret = line.length) => completionsAt(line, caret, vocabulary).map((one) => one.shown)
  const taken = (line: string, nth = 0) => {
    const one = completionsAt(line, line.length, vocabulary)[nth]
    return one ? line.slice(0, one.from) + one.insert + line.slice(one.to) : line
  }

  it('offers every field at the beginning and after a space, then those that begin so', () => {
    expect(shown('')).toHaveLength(filterFields.length)
    expect(shown('状态:处理中 ')).toHaveLength(filterFields.length)
    expect(shown('渠')).toEqual(['渠道'])
    expect(shown('sta')).toEqual(['状态'])
    expect(taken('渠')).toBe('渠道:')
  })

  it('offers the values of the field, by their beginning or by what they hold', () => {
    expect(shown('部门:研')).toEqual(['研发支持', '研发二部'])
    expect(shown('负责人:')).toEqual(['我', '无', '林小雨', '陈思'])
    expect(shown('剩余:<')).toContain('<30分')
    expect(shown('状态:处理中,挂')).toEqual(['挂起'])
    expect(taken('状态:处理中,挂')).toBe('状态:处理中,挂起 ')
    expect(taken('部门:二部')).toBe('部门:研发二部 ')
  })

  it('completes where the caret is, not at the end', () => {
    expect(shown('渠 状态:处理中', 1)).toEqual(['渠道'])
  })
})
