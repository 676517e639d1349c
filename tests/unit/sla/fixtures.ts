import around from '../../../resources/calendars/compiled/24x7.json' with { type: 'json' }
import office from '../../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import ladderData from '../../../resources/ladder/default-v1.json' with { type: 'json' }
import policyData from '../../../resources/policies/default-v1.json' with { type: 'json' }
import type { Result } from '../../../shared/kernel/result.ts'
import { type Calendar, openCalendar } from '../../../shared/sla/calendar.ts'
import type { Clock, ClockView } from '../../../shared/sla/clock.ts'
import { compileCalendar } from '../../../shared/sla/compile.ts'
import type { FoldContext } from '../../../shared/sla/context.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { formatInstant, parseInstant } from '../../../shared/sla/iso.ts'
import { parseLadders } from '../../../shared/sla/ladder.ts'
import { compilePolicy } from '../../../shared/sla/policy-compile.ts'
import type { Signal, SignalType } from '../../../shared/sla/signal.ts'
import { clocksAt, viewClock } from '../../../shared/sla/view.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
const shanghai = 8 * hour

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** `2024-05-10 10:20` in Shanghai. */
export function at(text: string): number {
  const atMs = parseInstant(`${text.replace(' ', 'T')}+08:00`)
  if (atMs === null) throw new Error(`no time: ${text}`)
  return atMs
}

/** The other way round; seconds only when there are any. */
export function local(atMs: number | null): string | null {
  if (atMs === null) return null
  const text = formatInstant(atMs, shanghai).slice(0, 19).replace('T', ' ')
  return text.endsWith(':00') ? text.slice(0, 16) : text
}

export const ladders = must(parseLadders(ladderData))
export const policy = must(compilePolicy(policyData, ladders))
export const business = must(openCalendar(office))
export const allDay = must(openCalendar(around))
export const context: FoldContext = { policy, business }

/** A calendar of a definition, compiled over three years around 2024 without holidays unless years are given. */
export function calendarOf(
  definition: object,
  years: readonly unknown[] = [],
  fromYear = 2023,
  toYear = 2026,
): Calendar {
  return must(openCalendar(must(compileCalendar(definition, years, { fromYear, toYear }))))
}

type Windows = readonly (readonly [string, string])[]

/** A definition with the same windows from Monday to Friday. */
export function weekOf(id: string, zone: string, windows: Windows, weekend: Windows = []): Record<string, unknown> {
  const week = { mon: windows, tue: windows, wed: windows, thu: windows, fri: windows, sat: weekend, sun: weekend }
  return { id, version: 1, zone, week, makeUp: windows, exceptions: [] }
}

/** `signal('held', '2024-05-10 11:00', { reason })` */
export function signal(type: SignalType, time: string, more: Partial<Signal> = {}): Signal {
  return { type, atMs: at(time), ...more }
}

export const opened = (time: string, more: Partial<Signal> = {}): Signal =>
  signal('opened', time, { urgency: 'mid', channel: 'hotline', ...more })

/** The newest cycle of a clock at a time; throws when there is none. */
export function clockAt(signals: readonly Signal[], clock: string, time: string, use = context): ClockView {
  const found = clocksAt(signals, use, at(time)).find((view) => view.clock === clock)
  if (found === undefined) throw new Error(`no clock ${clock}`)
  return found
}

/** All cycles of a clock, oldest first. */
export const cyclesOf = (signals: readonly Signal[], clock: string, use = context): readonly Clock[] =>
  foldClocks(signals, use).clocks.filter((it) => it.clock === clock)

/** `startedAt → dueAt state` of all cycles at a time. */
export const story = (signals: readonly Signal[], clock: string, time: string, use = context): readonly string[] =>
  cyclesOf(signals, clock, use).map((it) => {
    const { startedAtMs, dueAtMs, state } = viewClock(it, at(time))
    return `${local(startedAtMs)} → ${local(dueAtMs) ?? '—'} ${state}`
  })
