import { caught } from './captures.ts'
import { numberOf, numeralSource } from './numerals.ts'
import type { DayRef, Parse } from './when-model.ts'
import { type ClockRead, readClocks } from './when-zh-clock.ts'
import { type NumericOrder, readDays } from './when-zh-day.ts'

/** What the grammar made of a text: every complete reading, and how far the best incomplete one came. */
export interface Grammar {
  readonly parses: readonly Parse[]
  /** Characters of the folded text understood before it stopped making sense. */
  readonly understood: number
}

const separators = /^[\s,，、。;；!！()（）的]+/u
const opening = /^(?:就是|就|是|在|于|从)+/u
const closing = /(?:[\s,，、。;；!！.]|的时候|时候|那会儿?|那时|开始的?|发生的?|起|的)+$/u
const justNow = /^(?:就?在?)(?:刚刚才|刚刚|刚才|才刚|刚|方才|适才|现在|这会儿?|此刻|目前|当前)$/u
const unitMinutes: Readonly<Record<string, number>> = {
  秒: 1 / 60,
  秒钟: 1 / 60,
  分: 1,
  分钟: 1,
  刻钟: 15,
  小时: 60,
  钟头: 60,
  个小时: 60,
  个钟头: 60,
  个半小时: 60,
  个半钟头: 60,
  小时半: 60,
  个小时半: 60,
  天: 1440,
}
const spanPiece = new RegExp(
  `^(半个?|\\d+\\.\\d+|${numeralSource})(个半小时|个半钟头|个?小时半|个?小时|个?钟头|刻钟|分钟|分|秒钟|秒|天)`,
  'u',
)

function pieceMinutes(amount: string, unit: string): number | null {
  const scale = unitMinutes[unit]
  const count = amount.startsWith('半') ? 0.5 : amount.includes('.') ? Number(amount) : numberOf(amount)
  if (scale === undefined || count === null) return null
  if (amount.startsWith('半') && scale !== 60) return null
  return (count + (unit.includes('半') ? 0.5 : 0)) * scale
}

/** A length of time at the start of a folded text (一个半小时, 1小时20分钟), in minutes; `null` when there is none. */
export function readSpan(text: string): { readonly minutes: number; readonly length: number } | null {
  let minutes = 0
  let length = 0
  for (let piece = spanPiece.exec(text); piece !== null; piece = spanPiece.exec(text.slice(length))) {
    const value = pieceMinutes(caught(piece, 1), caught(piece, 2))
    if (value === null) return null
    minutes += value
    length += piece[0].length
  }
  return length === 0 ? null : { minutes, length }
}

function readElapsed(text: string, approximate: boolean): readonly Parse[] {
  if (justNow.test(text)) return [{ kind: 'elapsed', minutes: 0, approximate: true }]
  const span = readSpan(text)
  if (span === null || !/^(?:之前|以前|前)$/u.test(text.slice(span.length))) return []
  // 三天前 is a day, not so many minutes: the day grammar reads it.
  return /^[^天]+天[^天时分刻秒]+$/u.test(text) ? [] : [{ kind: 'elapsed', minutes: span.minutes, approximate }]
}

interface State {
  readonly days: readonly DayRef[]
  readonly position: number
  readonly approximate: boolean
}

function skip(text: string, position: number): number {
  return position + caught(separators.exec(text.slice(position)), 0).length
}

/** Every run of one to three days at the start (上周五, 5月3日), the empty run included. */
function dayRuns(text: string, order: NumericOrder, start: State, left: number): readonly State[] {
  if (left === 0) return [start]
  const more = readDays(text.slice(start.position), order).flatMap((read) =>
    dayRuns(
      text,
      order,
      {
        days: [...start.days, read.day],
        position: skip(text, start.position + read.length),
        approximate: start.approximate || read.approximate,
      },
      left - 1,
    ),
  )
  return [start, ...more]
}

const noClock: ClockRead = { clock: { kind: 'none' }, length: 0, approximate: false }

/**
 * Reads a folded text by the Chinese and the written (2024-05-10 10:15) grammar. The whole text must be used up; every
 * complete way to do so is a parse. `order` says which of 5/10 is the month.
 * Source: details.md "Chinese time words".
 */
export function readChinese(folded: string, approximate: boolean, order: NumericOrder): Grammar {
  const text = folded.replace(opening, '').replace(closing, '')
  const elapsed = readElapsed(text, approximate)
  if (elapsed.length > 0) return { parses: elapsed, understood: text.length }
  const parses: Parse[] = []
  let understood = 0
  for (const run of dayRuns(text, order, { days: [], position: 0, approximate }, 3)) {
    for (const read of [noClock, ...readClocks(text.slice(run.position))]) {
      const end = skip(text, run.position + read.length)
      understood = Math.max(understood, end)
      if (end === text.length && (run.days.length > 0 || read !== noClock)) {
        parses.push({
          kind: 'calendar',
          days: run.days,
          clock: read.clock,
          approximate: run.approximate || read.approximate,
        })
      }
    }
  }
  return { parses, understood }
}
