import { z } from 'zod'
import { contactWays } from '../case/words.ts'
import { daySchema, inEveryLang, langs, provenance, wordId } from './record.ts'

const line = z.string().trim().min(2).max(240)
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
const monthDay = z.string().regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/)

/**
 * When not to call. `daily` hours on the given weekdays (1 Monday … 7 Sunday); `yearly` the same days each year;
 * `dated` days that move, listed year by year: a year that is not listed is unknown, never "allowed".
 */
const quietTime = z.discriminatedUnion('kind', [
  z.strictObject({
    id: wordId,
    kind: z.literal('daily'),
    weekdays: z.array(z.int().min(1).max(7)).min(1),
    from: clock,
    to: clock,
    why: line,
  }),
  z.strictObject({ id: wordId, kind: z.literal('yearly'), from: monthDay, to: monthDay, why: line }),
  z.strictObject({
    id: wordId,
    kind: z.literal('dated'),
    spans: z.array(z.strictObject({ from: daySchema, to: daySchema })).min(1),
    hours: z.strictObject({ from: clock, to: clock }).optional(),
    why: line,
  }),
])
export type QuietTime = z.infer<typeof quietTime>

/**
 * How to treat customers of one culture: how plainly they speak, who should apologise, when not to call, which gifts
 * and forms of compensation fit, sayings and what they mean. Hints for courtesy; the person comes first.
 * Source: CALL-13, D0 六(一)(二).
 */
export const cultureSchema = z.strictObject({
  id: wordId,
  lang: z.enum(langs),
  name: inEveryLang,
  regions: z.array(z.string().length(2)).min(1),
  languages: z.array(z.string().min(2).max(20)).min(1),
  context: z.enum(['high', 'middle', 'low']),
  contextNote: line,
  powerDistance: z.enum(['high', 'middle', 'low']),
  apologyBy: z.enum(['agent', 'lead', 'manager', 'executive']),
  apologyNote: line,
  address: z.array(line).min(2),
  contactFirst: z.array(z.enum(contactWays)).min(1),
  quietTimes: z.array(quietTime).min(1),
  gifts: z.strictObject({ fitting: z.array(line).min(1), taboo: z.array(line).min(1) }),
  compensation: z.strictObject({ fitting: z.array(line).min(1), avoid: z.array(line).min(1) }),
  idioms: z.array(z.strictObject({ said: z.string().trim().min(2).max(80), means: line, answer: line })).min(3),
  manners: z.array(line).min(3),
  ...provenance,
})
export type Culture = z.infer<typeof cultureSchema>
export const cultureFile = z.strictObject({ cultures: z.array(cultureSchema).min(1) })

/** A moment on the customer's own clock: day `YYYY-MM-DD`, weekday 1 Monday … 7 Sunday, time `HH:MM`. */
export interface LocalMoment {
  readonly day: string
  readonly weekday: number
  readonly time: string
}

/** Why a call-back at that moment is unwelcome; `unknown_year` = nobody has entered that year's days yet. */
export interface CallBackRemark {
  readonly id: string
  readonly verdict: 'avoid' | 'unknown_year'
  readonly why: string
}

/** Half-open span of the day; `from` after `to` runs over midnight. */
const withinHours = (time: string, from: string, to: string): boolean =>
  from <= to ? time >= from && time < to : time >= from || time < to

/** Closed span of days in the year; `from` after `to` runs over New Year. */
const withinDays = (day: string, from: string, to: string): boolean =>
  from <= to ? day >= from && day <= to : day >= from || day <= to

function datedRemark(quiet: Extract<QuietTime, { kind: 'dated' }>, at: LocalMoment): CallBackRemark[] {
  const { id, why, spans, hours } = quiet
  const year = at.day.slice(0, 4)
  const known = spans.some((span) => span.from.startsWith(year) || span.to.startsWith(year))
  if (!known) return [{ id, verdict: 'unknown_year', why }]
  const inSpan = spans.some((span) => at.day >= span.from && at.day <= span.to)
  const inHours = hours === undefined || withinHours(at.time, hours.from, hours.to)
  return inSpan && inHours ? [{ id, verdict: 'avoid', why }] : []
}

/**
 * What speaks against calling at that moment; empty = nothing does. Days that move and are not entered for the year are
 * said to be unknown, never taken as free. Source: CALL-13 ("no daytime call-backs in Ramadan").
 */
export function callBackRemarks(culture: Pick<Culture, 'quietTimes'>, at: LocalMoment): CallBackRemark[] {
  return culture.quietTimes.flatMap((quiet): CallBackRemark[] => {
    if (quiet.kind === 'dated') return datedRemark(quiet, at)
    const isQuiet =
      quiet.kind === 'yearly'
        ? withinDays(at.day.slice(5), quiet.from, quiet.to)
        : quiet.weekdays.includes(at.weekday) && withinHours(at.time, quiet.from, quiet.to)
    return isQuiet ? [{ id: quiet.id, verdict: 'avoid', why: quiet.why }] : []
  })
}
