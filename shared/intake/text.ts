import { ok, type Result, refuse } from '../kernel/result.ts'

/**
 * Longest texts a person may give, in code points after cleaning. A form field that is not listed takes `line` when it
 * is one line and `text` when it is several.
 */
export const textLimits = { when: 120, phone: 120, name: 80, line: 200, text: 20_000 } as const

export interface TextRule {
  /** Dotted path of the input, for the refusal. */
  readonly field: string
  /** Longest allowed, in code points after cleaning. */
  readonly max: number
}

/** Line feed and tab keep their meaning in a text of several lines; every other C0, DEL and C1 code has none. */
const controls = /(?![\n\t])\p{Cc}/gu
/**
 * Marks that reorder or hide what a reader sees: bidi marks, embeddings, overrides and isolates, zero-width space and
 * word joiner, soft hyphen, byte order mark, annotation marks, deprecated format marks. ZWNJ and ZWJ stay: emoji and
 * several scripts need them.
 */
const hiddenMarks = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu
/** Tag characters spell flags after U+1F3F4 and hide text anywhere else. */
const strayTags = /(\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f})|[\u{e0000}-\u{e007f}]/gu
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/gu

/** Text that shows what it holds: no control or hidden marks, one kind of line end, NFC, no half surrogates. */
function neutralise(text: string): string {
  return text
    .toWellFormed()
    .replace(lineEnds, '\n')
    .replace(controls, '')
    .replace(hiddenMarks, '')
    .replace(strayTags, '$1')
    .normalize('NFC')
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Judged before any work is done, so that a huge text costs nothing; cleaning can shorten a text only so much. */
function tooLong(text: string, rule: TextRule): Result<never> | null {
  const roughly = text.length > rule.max * 8 + 1000 ? text.length : 0
  return roughly === 0 ? null : refuse('text.too_long', rule.field, { max: rule.max, length: roughly })
}

function bounded(clean: string, rule: TextRule): Result<string> {
  const length = clean.length <= rule.max ? clean.length : codePoints(clean)
  return length <= rule.max ? ok(clean) : refuse('text.too_long', rule.field, { max: rule.max, length })
}

/**
 * One line as a person meant it: control and bidi-override characters gone, every run of white space one space, NFC,
 * trimmed; emoji and CJK extension B kept. Never throws.
 * Refuses: `text.too_long` {max, length} with the rule's field. Lengths in code points.
 */
export function cleanLine(text: string, rule: TextRule): Result<string> {
  return tooLong(text, rule) ?? bounded(neutralise(text).replace(/\s+/gu, ' ').trim(), rule)
}

/**
 * Several lines as a person meant them: as `cleanLine`, but line feeds and tabs stay, line ends become `\n`, spaces at
 * the ends of lines go, and more than two empty lines in a row become two.
 * Refuses: `text.too_long` {max, length}.
 */
export function cleanText(text: string, rule: TextRule): Result<string> {
  const early = tooLong(text, rule)
  if (early !== null) return early
  const lines = neutralise(text)
    .split('\n')
    .map((line) => line.trimEnd())
  return bounded(
    lines
      .join('\n')
      .replace(/\n{4,}/gu, '\n\n\n')
      .trim(),
    rule,
  )
}
