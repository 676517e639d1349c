import { cleanLine } from '../intake/text.ts'
import { ok, type Refusal, type Result } from '../kernel/result.ts'
import type { Phrase, Slot } from './phrase.ts'
import { slotPattern } from './phrase.ts'

/** A filled phrase; `parts` keeps which stretch came from which slot, so that a screen can mark it. */
export interface FilledPhrase {
  readonly text: string
  readonly parts: readonly { readonly text: string; readonly slot?: string }[]
}

/** Longest slot value said aloud, in code points after cleaning. */
export const slotMaxLength = 60

const figures = /[0-9０-９零〇一二三四五六七八九十百千万两兩半]|[中正]午|午夜/
const englishFigures = /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|noon|midnight)\b/i
/** `过两天`, `一会儿`, `a couple of` hold a figure and still name no time. */
const noTime =
  /过两天|這兩天|这两天|過兩天|一会|一會|几|幾|两三|兩三|三五|[一二]下|一早|尽快|盡快|儘快|马上|馬上|稍后|稍後|asap|soon|shortly|couple|few/i
const noNumber = /一些|一点|一點|若干|许多|許多|几|幾|\bsome\b|\bfew\b/i

/** One clean line (no control, hidden or direction marks) whose braces can never open another slot; `null` = too long. */
function cleanValue(raw: string): string | null {
  const clean = cleanLine(raw, { field: 'slots', max: slotMaxLength })
  return clean.ok ? clean.value.replaceAll('{', '｛').replaceAll('}', '｝') : null
}

const isVague = (slot: Slot, value: string): boolean => {
  const hasFigure = figures.test(value) || englishFigures.test(value)
  if (slot.kind === 'number') return !hasFigure || noNumber.test(value)
  return slot.kind === 'time' && (!hasFigure || noTime.test(value))
}

function problemOf(name: string, raw: string | undefined, slots: readonly Slot[]): Refusal | null {
  const field = `slots.${name}`
  const slot = slots.find((s) => s.name === name)
  if (slot === undefined) return { tag: 'phrase.slot_unknown', field, detail: { slot: name } }
  const value = cleanValue(raw ?? '')
  if (value === null) return { tag: 'phrase.slot_too_long', field, detail: { slot: name, max: slotMaxLength } }
  if (value === '') return { tag: 'phrase.slot_unfilled', field, detail: { slot: name } }
  return isVague(slot, value) ? { tag: 'phrase.slot_vague', field, detail: { slot: name } } : null
}

function partsOf(text: string, values: Readonly<Record<string, string>>): FilledPhrase['parts'] {
  const parts: { text: string; slot?: string }[] = []
  let from = 0
  for (const hit of text.matchAll(slotPattern)) {
    const slot = hit[0].slice(2, -2)
    if (hit.index > from) parts.push({ text: text.slice(from, hit.index) })
    parts.push({ text: cleanValue(String(values[slot])) ?? '', slot })
    from = hit.index + hit[0].length
  }
  return from < text.length ? [...parts, { text: text.slice(from) }] : parts
}

/**
 * Puts values into a phrase's slots in one pass: a value is never read as a slot again.
 * Every slot that is not ready is named: `phrase.slot_unfilled`, `phrase.slot_vague` (a time without a time, a number
 * without a figure), `phrase.slot_too_long`, `phrase.slot_unknown`. Source: CALL-4, CALL-6.
 */
export function fillSlots(
  phrase: Pick<Phrase, 'text' | 'slots'>,
  values: Readonly<Record<string, string>>,
  slots: readonly Slot[],
): Result<FilledPhrase, readonly Refusal[]> {
  const own = (name: string): string | undefined => (Object.hasOwn(values, name) ? values[name] : undefined)
  const problems = phrase.slots.map((name) => problemOf(name, own(name), slots)).filter((p) => p !== null)
  if (problems.length > 0) return { ok: false, error: problems }
  const parts = partsOf(phrase.text, values)
  return ok({ text: parts.map((part) => part.text).join(''), parts })
}
