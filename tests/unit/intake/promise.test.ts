import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPromise, suggestPromiseTimes } from '../../../shared/intake/promise.ts'
import { formatReading } from '../../../shared/intake/when.ts'
import { anyText } from './any-text.ts'
import { msOf } from './show-reading.ts'
import { zone } from './when-table.ts'

const morning = '2024-05-10T10:20'
const afternoon = '2024-05-10T15:05:40'

function promised(text: string, local = morning): string {
  const read = readPromise(text, { nowMs: msOf(local), zone })
  return read.ok ? formatReading(read.value.reading, 'zh-CN') : `!${read.error.tag.replace('when.', '')}`
}

/** Phrase, and its minute when promised on Friday 10 May 2024 at 10:20 and at 15:05:40. */
const table: readonly (readonly [string, string, string])[] = [
  ['今天下午五点', '5月10日 周五 17:00', '5月10日 周五 17:00'],
  ['今天下午五点前', '5月10日 周五 17:00', '5月10日 周五 17:00'],
  ['今天下午五點之前', '5月10日 周五 17:00', '5月10日 周五 17:00'],
  ['下午五点半以前', '5月10日 周五 17:30', '5月10日 周五 17:30'],
  ['17:00前', '5月10日 周五 17:00', '5月10日 周五 17:00'],
  ['五点前', '5月10日 周五 17:00', '5月10日 周五 17:00'],
  ['明天上午十点', '5月11日 周六 10:00', '5月11日 周六 10:00'],
  ['明早九点', '5月11日 周六 09:00', '5月11日 周六 09:00'],
  ['后天上午十点', '5月12日 周日 10:00', '5月12日 周日 10:00'],
  ['两小时内', '5月10日 周五 12:20', '5月10日 周五 17:05'],
  ['兩個小時之內', '5月10日 周五 12:20', '5月10日 周五 17:05'],
  ['半小时', '5月10日 周五 10:50', '5月10日 周五 15:35'],
  ['三十分钟后', '5月10日 周五 10:50', '5月10日 周五 15:35'],
  ['一个半小时内', '5月10日 周五 11:50', '5月10日 周五 16:35'],
  ['2小时30分钟后', '5月10日 周五 12:50', '5月10日 周五 17:35'],
  ['24小时内', '5月11日 周六 10:20', '5月11日 周六 15:05'],
  ['三天内', '5月13日 周一 10:20', '5月13日 周一 15:05'],
  ['12点前', '5月10日 周五 12:00', '5月11日 周六 00:00'],
  ['今天十二点半前', '5月10日 周五 12:30', '5月11日 周六 00:30'],
  ['明天十二点前', '5月11日 周六 12:00', '5月11日 周六 12:00'],
  ['12:00前', '5月10日 周五 12:00', '!past'],
  ['今晚12点前', '5月11日 周六 00:00', '5月11日 周六 00:00'],
  ['24点前', '5月11日 周六 00:00', '5月11日 周六 00:00'],
  ['今天内', '5月10日 周五 23:59', '5月10日 周五 23:59'],
  ['明天之内', '5月11日 周六 23:59', '5月11日 周六 23:59'],
  ['下周一上午九点', '5月13日 周一 09:00', '5月13日 周一 09:00'],
  ['周一上午十点', '5月13日 周一 10:00', '5月13日 周一 10:00'],
  ['本周五下午五点', '5月10日 周五 17:00', '5月10日 周五 17:00'],
  ['5月12日17:00前', '5月12日 周日 17:00', '5月12日 周日 17:00'],
  ['1月2日上午十点', '!past', '!past'],
  ['by 5pm', '5月10日 周五 17:00', '5月10日 周五 17:00'],
  ['before noon', '5月10日 周五 12:00', '!past'],
  ['in 2 hours', '5月10日 周五 12:20', '5月10日 周五 17:05'],
  ['within 30 minutes', '5月10日 周五 10:50', '5月10日 周五 15:35'],
  ['30 minutes from now', '5月10日 周五 10:50', '5月10日 周五 15:35'],
  ['tomorrow at 10am', '5月11日 周六 10:00', '5月11日 周六 10:00'],
  ['next Monday 9am', '5月13日 周一 09:00', '5月13日 周一 09:00'],
  ['by the end of the day', '5月10日 周五 23:59', '5月10日 周五 23:59'],
  ['by end of tomorrow', '5月11日 周六 23:59', '5月11日 周六 23:59'],
  ['周五下午五点前', '!ambiguous', '!ambiguous'],
  ['明天十点', '!ambiguous', '!ambiguous'],
  ['今天上午九点', '!past', '!past'],
  ['昨天下午三点', '!past', '!past'],
  ['刚才', '!past', '!past'],
  ['10分钟前', '!past', '!past'],
  ['三天前', '!past', '!past'],
  ['0分钟内', '!past', '!past'],
  ['2024-05-10T00:00:00Z', '!past', '!past'],
  ['明天', '!needs_time', '!needs_time'],
  ['明天上午', '!needs_time', '!needs_time'],
  ['三天后', '!needs_time', '!needs_time'],
  ['下午五点多', '!needs_time', '!needs_time'],
  ['五点左右', '!inexact', '!inexact'],
  ['大概两小时内', '!inexact', '!inexact'],
  ['尽快', '!vague', '!vague'],
  ['儘快', '!vague', '!vague'],
  ['稍后', '!vague', '!vague'],
  ['马上', '!vague', '!vague'],
  ['一会儿', '!vague', '!vague'],
  ['soon', '!vague', '!vague'],
  ['3个工作日内', '!workdays', '!workdays'],
  ['三个工作日', '!workdays', '!workdays'],
  ['within two business days', '!workdays', '!workdays'],
  ['2026年1月1日10:00', '!too_far', '!too_far'],
  ['99999999小时内', '!too_far', '!too_far'],
  ['今天25:00', '!impossible', '!impossible'],
  ['五月十日周四下午五点', '!contradiction', '!contradiction'],
  ['下午五点给您回电', '!leftover', '!leftover'],
  ['前', '!unreadable', '!unreadable'],
  ['半天', '!vague', '!vague'],
  ['', '!empty', '!empty'],
]

describe('readPromise', () => {
  it.each(table)('CALL-6a %s', (text, atMorning, atAfternoon) => {
    expect([promised(text), promised(text, afternoon)]).toEqual([atMorning, atAfternoon])
  })

  it('CALL-6a says how many working days were promised', () => {
    const read = readPromise('三个工作日内', { nowMs: msOf(morning), zone })
    expect(read).toEqual({ ok: false, error: { tag: 'when.workdays', field: 'when', detail: { days: 3 } } })
  })

  it('CALL-6a offers the next such time when the one named is past', () => {
    const read = readPromise('1月2日上午十点', { nowMs: msOf(morning), zone })
    expect(read.ok ? null : read.error.detail?.['hintRead']).toBe('2025-01-02T10:00')
  })

  it('CALL-6a asks which Monday, when next Monday can be two', () => {
    const read = readPromise('next Monday 9am', { nowMs: msOf('2024-05-12T10:00'), zone })
    expect(read).toMatchObject({ ok: true, value: { atMs: msOf('2024-05-13T09:00') } })
    const midweek = readPromise('next Friday 9am', { nowMs: msOf('2024-05-08T10:00'), zone })
    expect(midweek.ok ? null : midweek.error.detail).toMatchObject({
      read1: '2024-05-10T09:00',
      read2: '2024-05-17T09:00',
    })
  })

  it('CALL-6a never throws, and what it reads is a future whole minute, for any text', () => {
    const words = fc.constantFrom(
      '今天',
      '明天',
      '下午',
      '五',
      '十二',
      '点',
      '半',
      '前',
      '内',
      '后',
      '小时',
      '天',
      '周',
      ' by ',
      '3',
      'pm',
      '个',
      '工作日',
      '尽快',
    )
    const text = fc.oneof(
      fc.array(words, { maxLength: 7 }).map((parts) => parts.join('')),
      anyText,
    )
    const property = fc.property(text, fc.integer({ min: 0, max: 4_102_444_800_000 }), (said, nowMs) => {
      const read = readPromise(said, { nowMs, zone })
      if (read.ok) expect(read.value.atMs > nowMs && read.value.atMs % 60_000 === 0).toBe(true)
      if (!read.ok) expect(read.error.tag).toMatch(/^(?:when|text)\.[a-z_]+$/u)
    })
    expect(() => fc.assert(property, { numRuns: 600 })).not.toThrow()
  }, 60_000)

  it('refuses a megabyte', () => {
    const read = readPromise('明'.repeat(1_000_000), { nowMs: 0, zone })
    expect(read.ok ? null : read.error.tag).toBe('text.too_long')
  })

  it('refuses what grows too long by itself', () => {
    expect(promised(`${'五'.repeat(200)}前`)).toBe('!text.too_long')
  })
})

describe('suggestPromiseTimes', () => {
  const offered = (local: string) =>
    suggestPromiseTimes(msOf(local), zone).map((one) => formatReading(one.reading, 'zh-CN'))

  it('CALL-6a offers spans, noon, five o’clock and tomorrow at ten, soonest first', () => {
    expect(offered('2024-05-10T10:23:20')).toEqual([
      '5月10日 周五 11:00',
      '5月10日 周五 11:30',
      '5月10日 周五 12:00',
      '5月10日 周五 12:30',
      '5月10日 周五 17:00',
      '5月11日 周六 10:00',
    ])
  })

  it('CALL-6a leaves out what is gone or less than an hour away, and doubles', () => {
    expect(offered('2024-05-10T16:00')).toEqual([
      '5月10日 周五 16:30',
      '5月10日 周五 17:00',
      '5月10日 周五 18:00',
      '5月11日 周六 10:00',
    ])
    expect(offered('2024-12-31T23:50').at(-1)).toBe('2025年1月1日 周三 10:00')
  })

  it('CALL-6a every suggestion reads back as a promise', () => {
    const property = fc.property(fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }), (nowMs) => {
      for (const one of suggestPromiseTimes(nowMs, zone)) {
        const read = readPromise(formatReading(one.reading, 'zh-CN'), { nowMs, zone })
        expect(read).toMatchObject({ ok: true, value: { atMs: one.atMs } })
      }
    })
    expect(() => fc.assert(property, { numRuns: 60 })).not.toThrow()
  }, 60_000)
})
