import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { formatReading, readWhen, type WhenOptions } from '../../../shared/intake/when.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { cpuMs } from '../cpu-time.ts'
import { anyText } from './any-text.ts'
import { msOf, shown } from './show-reading.ts'
import { chineseRows, englishRows, instants, rows, zone } from './when-table.ts'

const at = (local: string, where = zone): WhenOptions => ({
  nowMs: Temporal.PlainDateTime.from(local).toZonedDateTime(where).epochMilliseconds,
  zone: where,
})
const friday = at('2024-05-10T10:20')

function errorOf(text: string, options: WhenOptions): Refusal {
  const read = readWhen(text, options)
  if (read.ok) throw new Error(`${text} was read as ${formatReading(read.value.reading, 'zh-CN')}`)
  return read.error
}

describe('CALL-3 the table of spoken times', () => {
  it('CALL-3 holds at least 200 different phrases for three instants', () => {
    expect(new Set(rows.map((row) => row.phrase)).size).toBe(rows.length)
    expect(rows.length).toBeGreaterThanOrEqual(200)
    expect(instants).toHaveLength(3)
  })

  const atAll = (phrase: string) => instants.map((instant) => shown(phrase, instant.local))

  it.each(chineseRows)('CALL-3a $phrase', ({ phrase, expected }) => {
    expect(atAll(phrase)).toEqual(expected)
  })

  it.each(englishRows)('CALL-3c $phrase', ({ phrase, expected }) => {
    expect(atAll(phrase)).toEqual(expected)
  })

  it.each(['UTC', 'Asia/Shanghai', 'America/New_York'])(
    'CALL-3a CALL-3c reads every phrase alike on a machine in %s, in the hour its clocks skip too',
    async (machineZone) => {
      const lines = await childLines(machineZone)
      const expected = rows.map((row) => row.expected.join(' / '))
      expect(lines.slice(0, rows.length)).toEqual(expected)
      // 02:30 of 10 March 2024 does not exist in New York; the person speaks in Shanghai.
      expect(lines.slice(rows.length)).toEqual([
        '03-09 10:15',
        'd 03-07 00:00',
        '03-08 10:15',
        '03-05 15:00',
        '2023-12-28 20:00',
      ])
    },
    60_000,
  )
})

/** The whole table, read by a process whose machine is set to another zone. */
function childLines(machineZone: string): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('./when-child.ts', import.meta.url))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { env: { ...process.env, TZ: machineZone } })
    const out: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(Buffer.concat(errors).toString()))
      const lines = Buffer.concat(out).toString().trim().split('\n')
      return lines[0] === machineZone ? resolve(lines.slice(1)) : reject(new Error(`child ran in ${lines[0]}`))
    })
  })
}

describe('what the screen gets', () => {
  it('CASE-1b CALL-3a shows the reading in three languages and keeps the words it read', () => {
    const read = readWhen(' 昨天上午 十点一刻 ', friday)
    const value = read.ok ? read.value : undefined
    expect(value?.source).toBe('昨天上午 十点一刻')
    expect(value?.reading).toEqual({
      year: 2024,
      month: 5,
      day: 9,
      hour: 10,
      minute: 15,
      weekday: 4,
      precision: 'minute',
      approximate: false,
      otherYear: false,
    })
    const shownIn = (['zh-CN', 'zh-TW', 'en'] as const).map((lang) => value && formatReading(value.reading, lang))
    expect(shownIn).toEqual(['5月9日 周四 10:15', '5月9日 週四 10:15', 'Thu 9 May 10:15'])
  })

  it('CALL-3 names the year only where it is another one, and says how exact the words were', () => {
    const text = (phrase: string, lang: 'zh-CN' | 'zh-TW' | 'en') => {
      const read = readWhen(phrase, friday)
      return read.ok ? formatReading(read.value.reading, lang) : read.error.tag
    }
    expect(text('12月28日晚上八点', 'zh-CN')).toBe('2023年12月28日 周四 20:00')
    expect(text('12月28日晚上八点', 'en')).toBe('Thu 28 Dec 2023 20:00')
    expect(text('刚才', 'zh-CN')).toBe('约 5月10日 周五 10:20')
    expect(text('刚才', 'zh-TW')).toBe('約 5月10日 週五 10:20')
    expect(text('昨天下午三点多', 'zh-TW')).toBe('5月9日 週四 15點多')
    expect(text('昨天下午三点多', 'en')).toBe('Thu 9 May just after 15:00')
    expect(text('前天傍晚', 'zh-TW')).toBe('5月8日 週三 傍晚')
    expect(text('上周五', 'zh-CN')).toBe('5月3日 周五')
  })

  it('CALL-3 every reading of the table, shown in any language, reads back as itself', () => {
    const failures: string[] = []
    for (const { phrase } of rows) {
      for (const instant of instants) {
        const options = { nowMs: msOf(instant.local), zone }
        const read = readWhen(phrase, options)
        for (const lang of read.ok ? (['zh-CN', 'zh-TW', 'en'] as const) : []) {
          const text = read.ok ? formatReading(read.value.reading, lang) : ''
          const again = readWhen(text, options)
          const same = again.ok && read.ok && again.value.atMs === read.value.atMs
          if (!same || again.value.reading.precision !== read.value.reading.precision)
            failures.push(`${phrase} → ${text}`)
        }
      }
    }
    expect(failures).toEqual([])
  })
})

describe('asking instead of guessing', () => {
  it('CALL-3b names both readings of 三点 so that one key can choose', () => {
    const error = errorOf('昨天三点', friday)
    expect(error.tag).toBe('when.ambiguous')
    expect(error.field).toBe('when')
    expect(error.detail).toEqual({
      count: 2,
      at1: msOf('2024-05-09T03:00'),
      read1: '2024-05-09T03:00',
      at2: msOf('2024-05-09T15:00'),
      read2: '2024-05-09T15:00',
    })
  })

  it('CALL-3b offers the nearest past reading of a time that is still to come', () => {
    expect(errorOf('晚上八点', friday).detail).toEqual({
      count: 1,
      at1: msOf('2024-05-10T20:00'),
      read1: '2024-05-10T20:00',
      hintAt: msOf('2024-05-09T20:00'),
      hintRead: '2024-05-09T20:00',
    })
    expect(errorOf('明天上午十点', friday).detail).toEqual({
      count: 1,
      at1: msOf('2024-05-11T10:00'),
      read1: '2024-05-11T10:00',
    })
  })

  it('CALL-3b says what was understood and what was left over', () => {
    expect(errorOf('昨天上午十点一刻系统打不开', friday).detail).toEqual({
      read: '昨天上午十点一刻',
      rest: '系统打不开',
    })
  })

  it('CALL-3b names the vague word', () => {
    expect(errorOf('前几天下午', friday)).toEqual({ tag: 'when.vague', field: 'when', detail: { word: '前几天' } })
  })

  it('CALL-3b a time one second ahead is in the future, the running minute is not', () => {
    const now = msOf('2024-05-10T10:20') + 59_999
    expect(readWhen('10:20', { nowMs: now, zone }).ok).toBe(true)
    expect(errorOf('10:21', { nowMs: now, zone }).tag).toBe('when.future')
    expect(errorOf('2024-05-10T10:21:00+08:00', { nowMs: now, zone }).tag).toBe('when.future')
  })

  it('CALL-3b asks for nothing to read, impossible stamps and absurd numbers', () => {
    expect(errorOf('', friday).tag).toBe('when.empty')
    expect(errorOf(' \u200b\t', friday).tag).toBe('when.empty')
    expect(errorOf('大概', friday).tag).toBe('when.empty')
    expect(errorOf('2024-13-40T10:15:00Z', friday).tag).toBe('when.leftover')
    expect(errorOf('2024-05-10T99:99Z', friday).tag).toBe('when.leftover')
    expect(errorOf('99999999天前', friday).tag).toBe('when.too_old')
    expect(errorOf('99999999周前', friday).tag).toBe('when.too_old')
    expect(errorOf('99999999小时前', friday).tag).toBe('when.too_old')
    expect(errorOf('999999年5月10日', friday).tag).toBe('when.unreadable')
    expect(errorOf('9999年5月10日', friday).tag).toBe('when.future')
    expect(errorOf('差零分三点', friday).tag).toBe('when.unreadable')
    expect(errorOf('三点差七十分', friday).tag).toBe('when.leftover')
    expect(errorOf('yesterday at 70 past ten', friday).tag).toBe('when.impossible')
  })

  it('CALL-3b 5/10 is month and day on a Chinese console, either on an English one', () => {
    const june = at('2024-11-20T12:00')
    expect(readWhen('5/10 15:00', { ...june, locale: 'zh-CN' })).toMatchObject({
      value: { atMs: msOf('2024-05-10T15:00') },
    })
    const error = errorOf('5/10 15:00', { ...june, locale: 'en' })
    expect([error.detail?.['read1'], error.detail?.['read2']]).toEqual(['2024-05-10T15:00', '2024-10-05T15:00'])
    const plain = (text: string) => readWhen(text, { ...june, locale: 'en' })
    expect(plain('10/10 15:00')).toMatchObject({ value: { atMs: msOf('2024-10-10T15:00') } })
    expect(plain('13/10 15:00')).toMatchObject({ value: { atMs: msOf('2024-10-13T15:00') } })
    expect(plain('10/13 15:00')).toMatchObject({ value: { atMs: msOf('2024-10-13T15:00') } })
    expect(errorOf('5/10/2024 15:00', june).tag).toBe('when.ambiguous')
  })
})

describe('clock changes and odd zones', () => {
  const spring = at('2024-03-11T12:00', 'America/New_York')
  const autumn = at('2024-11-04T12:00', 'America/New_York')

  it('CALL-3b refuses the hour that a clock change skips', () => {
    expect(errorOf('昨天02:30', spring).tag).toBe('when.impossible')
    expect(readWhen('昨天03:00', spring).ok).toBe(true)
  })

  it('CALL-3b asks which of the two hours that a clock change repeats', () => {
    const { detail } = errorOf('昨天01:30', autumn)
    expect(detail).toMatchObject({ count: 2, read1: '2024-11-03T01:30', read2: '2024-11-03T01:30' })
    expect(Number(detail?.['at2']) - Number(detail?.['at1'])).toBe(3_600_000)
  })

  it('CALL-3 counts ages in elapsed time across a clock change, and days by the calendar', () => {
    const read = readWhen('24小时前', at('2024-03-10T12:00', 'America/New_York'))
    expect(read.ok && formatReading(read.value.reading, 'en')).toBe('Sat 9 Mar 11:00')
    expect(readWhen('昨天', spring)).toMatchObject({ ok: true, value: { reading: { day: 10, hour: 0 } } })
  })

  it('CASE-1b cuts to the minute in a zone that is 45 minutes off', () => {
    const now = at('2024-05-10T10:20:59.999', 'Asia/Kathmandu')
    const read = readWhen('刚才', now)
    expect(read.ok && [read.value.reading.hour, read.value.reading.minute, read.value.atMs]).toEqual([
      10,
      20,
      now.nowMs - 59_999,
    ])
  })

  it('an unknown zone is a bug and throws', () => {
    expect(() => readWhen('昨天', { nowMs: 0, zone: 'Mars/Olympus' })).toThrow(RangeError)
  })
})

const tags =
  /^(?:text\.too_long|when\.(?:empty|unreadable|leftover|vague|ambiguous|future|impossible|contradiction|too_old))$/u
const pieces = [
  ...'昨前今大天上下周五日月号点时分半刻零一二三十两百廿前晚早午凌晨中夜里差过整多钟这本个年去礼拜星期秒小秒',
  ...'0123456789:.-/ ,()tapm',
  'yesterday',
  'last ',
  'tuesday',
  ' at ',
  'half past ',
  'may',
  ' ago',
  'hours',
]
const timeLike = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''))

describe('bad input', () => {
  it('CALL-3b never throws and never reads a time that is not past and whole-minute, for any text', () => {
    const anything = fc.oneof({ weight: 3, arbitrary: timeLike }, anyText, fc.string())
    const property = fc.property(anything, fc.integer({ min: 0, max: 4_102_444_800_000 }), (text, nowMs) => {
      const read = readWhen(text, { nowMs, zone })
      if (!read.ok) expect(read.error.tag).toMatch(tags)
      if (read.ok) expect(read.value.atMs <= nowMs && read.value.atMs % 60_000 === 0).toBe(true)
    })
    expect(() => fc.assert(property, { numRuns: 1500 })).not.toThrow()
  }, 60_000)

  it('CALL-3 any past minute, as our screens write it, reads back to that minute', () => {
    const back = fc.integer({ min: 1, max: 3 * 365 * 1440 })
    const property = fc.property(
      back,
      fc.constantFrom('zh-CN', 'zh-TW', 'en'),
      fc.boolean(),
      (minutes, lang, otherYear) => {
        const then = Temporal.Instant.fromEpochMilliseconds(friday.nowMs - minutes * 60_000).toZonedDateTimeISO(zone)
        const { year, month, day, hour, minute } = then
        const reading = { year, month, day, hour, minute, weekday: then.dayOfWeek, approximate: false } as const
        const text = formatReading({ ...reading, precision: 'minute', otherYear: otherYear || year !== 2024 }, lang)
        expect(readWhen(text, friday)).toMatchObject({ ok: true, value: { atMs: then.epochMilliseconds } })
      },
    )
    expect(() => fc.assert(property, { numRuns: 200 })).not.toThrow()
  }, 60_000)

  it('refuses a megabyte at once, and the longest allowed text fast', () => {
    const started = cpuMs()
    for (const unit of ['昨', '1', ' ', '\u202e', '一点']) {
      expect(errorOf(unit.repeat(1_000_000 / unit.length), friday).tag).toBe('text.too_long')
    }
    for (const unit of ['昨天', '1', '五十', '5.', '半小时', 'a ', '十点'])
      readWhen(unit.repeat(120 / unit.length), friday)
    expect(cpuMs() - started).toBeLessThan(2000)
  })

  it('neutralises control and bidi characters', () => {
    const read = readWhen('\u202e昨天\u0000上午\u2067十点\u200b一刻\u0007', friday)
    expect(read).toMatchObject({ ok: true, value: { atMs: msOf('2024-05-09T10:15'), source: '昨天上午十点一刻' } })
  })
})
