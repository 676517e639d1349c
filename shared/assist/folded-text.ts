/**
 * Text as the word lists see it: lower case, half-width, without blanks inside Chinese and without invisible characters,
 * so that `尽 快`, `１００％` and `ASAP` are found like `尽快`, `100%`, `asap`. `at[i]` is the index of `text[i]` in the
 * original (UTF-16 units) and `at[text.length]` the original's length, so every finding can point at what was typed.
 */
export interface FoldedText {
  readonly raw: string
  readonly text: string
  readonly at: readonly number[]
}

/** A stretch of the original text, end exclusive, in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly text: string
}

const blankPattern = /[\t\u0020\u00a0\u2000-\u200a\u202f\u3000]/
const chinesePattern = /[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f]/

/** Control, zero-width and direction characters: never content, always a way to hide or bend text. */
const invisiblePattern = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Variation_Selector}]/u

const isInvisible = (char: string): boolean => invisiblePattern.test(char)

function foldChar(char: string, code: number): string {
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0).toLowerCase()
  if (blankPattern.test(char)) return ' '
  const lower = char.toLowerCase()
  return lower.length === 1 ? lower : char
}

/** Common Chinese characters and lower-case letters are themselves: the short way for nearly every character. */
const isPlain = (code: number): boolean => (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x61 && code <= 0x7a)

/** Is the blank between these two only layout? Chinese sets no blanks; English needs them. */
const isLayout = (before: string, next: string): boolean =>
  next === ' ' || chinesePattern.test(next) || chinesePattern.test(before)

/** Folds `raw` for matching. Total: any string, including lone surrogates, gives a result. */
export function foldText(raw: string): FoldedText {
  const chars: string[] = []
  const at: number[] = []
  for (let i = 0; i < raw.length; i++) {
    const char = raw.charAt(i)
    const code = raw.charCodeAt(i)
    const plain = isPlain(code)
    if (!plain && isInvisible(char)) continue
    const folded = plain ? char : foldChar(char, code)
    if (chars.at(-1) === ' ' && isLayout(chars.at(-2) ?? '', folded)) {
      chars.pop()
      at.pop()
    }
    chars.push(folded)
    at.push(i)
  }
  at.push(raw.length)
  return { raw, text: chars.join(''), at }
}

/** The original stretch behind `text.slice(start, end)` of a folded text. */
export function spanOf(folded: FoldedText, start: number, end: number): Span {
  const from = folded.at[start] ?? folded.raw.length
  const last = folded.at[end - 1] ?? from
  const to = end > start ? last + 1 : from
  return { start: from, end: to, text: folded.raw.slice(from, to) }
}
