import { z } from 'zod'
import type { Refusal } from '../kernel/result.ts'

/** Earliest and latest instant a record may name: 2000-01-01 and 2100-01-01. Anything else is a mistyped year. */
const minEpochMs = 946_684_800_000
const maxEpochMs = 4_102_444_800_000

/** Longest texts, characters: a name, a label, free words, a letter. */
export const textLimits = { name: 120, label: 200, words: 4000, letter: 20_000 } as const

/** Control characters, overrides and isolates of text direction, byte-order marks: they show one thing and say another. */
const unsafe = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu
const lineEnds = /\r\n?|\u2028|\u2029/g

/**
 * Typed or pasted text made harmless: line ends unified, control and direction characters taken out, halves of broken
 * characters replaced, white space trimmed. Words are never changed. Source: issue B "Bad input".
 */
export const cleanText = (text: string): string =>
  text.toWellFormed().replace(lineEnds, '\n').replace(unsafe, '').trim()

/** `true` when nothing in `text` would be changed but white space at its ends: what an event's text must be. */
export const isCleanText = (text: string): boolean =>
  text.isWellFormed() && text.replace(lineEnds, '\n').replace(unsafe, '') === text

const slot = /\{\{/

/** Typed text of 1 … `max` characters, neutralised. */
export const typed = (max: number) => z.string().max(max).transform(cleanText).pipe(z.string().min(1))
/** Typed text that becomes part of sentences or reaches the customer: an unfilled or smuggled slot is refused. */
export const slotless = (max: number) =>
  z
    .string()
    .max(max)
    .transform(cleanText)
    .pipe(
      z
        .string()
        .min(1)
        .refine((text) => !slot.test(text), { error: 'slot' }),
    )

/** Text inside an event: already clean, refused otherwise. */
export const recorded = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => isCleanText(text), { error: 'control' })

/** How long something in a call took, ms, up to a day. */
export const spanMs = z.int().min(0).max(86_400_000)
/** An instant, epoch ms, inside `minEpochMs … maxEpochMs`. */
export const instant = z.int().min(minEpochMs, { error: 'absurd' }).max(maxEpochMs, { error: 'absurd' })
/** Code of an entry in a data list (reason, scenario, category …): never shown as it is. */
export const code = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[\p{L}\p{N}_.:/-]+$/u)
/** Id of a person, team or thing given by the organisation. */
export const shortId = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[\w:.-]+$/)
/** Money in minor units (fen), never negative: 0 … 10,000,000,000. */
export const amountMinor = z.int().min(0).max(10_000_000_000)
export const currency = z.string().regex(/^[A-Z]{3}$/)

const tags: Readonly<Record<string, string>> = {
  slot: 'text.unfilled_slot',
  control: 'text.control_character',
  absurd: 'time.absurd',
}

function tagOf(issue: z.core.$ZodIssue): string {
  const own = tags[issue.message]
  if (own !== undefined) return own
  if ('input' in issue && issue.input === undefined) return 'input.missing'
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'text.too_long' : 'input.too_large'
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'text.empty' : 'input.too_small'
  if (issue.code === 'unrecognized_keys') return 'input.unknown_field'
  if (issue.code === 'invalid_value' || issue.code === 'invalid_union') return 'input.not_offered'
  return 'input.malformed'
}

function detailOf(issue: z.core.$ZodIssue): Refusal['detail'] {
  if (issue.code === 'too_big') return { max: Number(issue.maximum) }
  if (issue.code === 'too_small') return { min: Number(issue.minimum) }
  return undefined
}

/**
 * Every fault of an input (parsed with `reportInput`) as refusals: tag, dotted field, limits. Never the received value: it may be personal.
 * Tags: `input.missing|malformed|not_offered|unknown_field|too_large|too_small`, `text.too_long|empty|unfilled_slot|
 * control_character`, `time.absurd`.
 */
export function refusalsOf(error: z.ZodError, under = ''): Refusal[] {
  return error.issues.flatMap((issue) => {
    const keys =
      issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 5).map((key) => key.slice(0, 60)) : [undefined]
    return keys.map((key) => refusalOf(issue, under, key))
  })
}

function refusalOf(issue: z.core.$ZodIssue, under: string, key: string | undefined): Refusal {
  const path = [under, ...issue.path.map(String), key].filter((part) => part !== undefined && part !== '')
  const detail = detailOf(issue)
  return { tag: tagOf(issue), field: path.join('.'), ...(detail === undefined ? {} : { detail }) }
}
