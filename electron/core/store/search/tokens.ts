/**
 * Words of the text index. Chinese words are mostly two characters, so every pair of neighbours is a token, and the last
 * character of a run one by itself (a single character is then a prefix). Latin words are tokens as they are; digits are
 * found inside longer numbers by their triples. Tokens of other kinds begin with a mark no text has.
 */
export const nameMark = '\ue000'
export const phoneMark = '\ue001'
export const headMark = '\ue002'
export const numberMark = '\ue003'
/** Said at least `oftenTimes` times in one case. */
export const oftenMark = '\ue004'
export const oftenTimes = 3

const longestWord = 40

export type RunKind = 'han' | 'word' | 'digits'
export interface Run {
  readonly kind: RunKind
  readonly text: string
}

const kinds = new Uint8Array(65_536)
const kindNumbers = { none: 1, han: 2, word: 3, digits: 4, half: 5 } as const
const kindNames: readonly (RunKind | undefined)[] = [undefined, undefined, 'han', 'word', 'digits', 'han']

function kindOf(unit: number): number {
  const known = kinds[unit] ?? 0
  if (known !== 0) return known
  const fresh = kindNumbers[namedKind(unit)]
  kinds[unit] = fresh
  return fresh
}

/** Half of a character beyond the first plane: those that occur in complaints are rare Chinese characters and emoji. */
const isHalf = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

function namedKind(unit: number): keyof typeof kindNumbers {
  if (isHalf(unit)) return 'half'
  const char = String.fromCharCode(unit)
  if (unit >= 0xe000 && unit <= 0xf8ff) return 'none'
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(char)) return 'han'
  if (/\p{Nd}/u.test(char)) return 'digits'
  return /[\p{L}\p{M}]/u.test(char) ? 'word' : 'none'
}

/** Cuts a folded text into runs of one kind; what is in no run separates. */
export function* runsOf(text: string): Generator<Run> {
  let start = 0
  let kind = 0
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? kindOf(text.charCodeAt(i)) : kindNumbers.none
    const next = unit === kindNumbers.half ? kindNumbers.han : unit
    if (next === kind) continue
    const name = kindNames[kind]
    if (name !== undefined) yield { kind: name, text: text.slice(start, i) }
    start = i
    kind = next
  }
}

/** The tokens of a run: pairs and the last character of Chinese, the word itself, triples of digits. */
export function tokensOfRun(run: Run, mark: string, add: (token: string) => void): void {
  if (run.kind === 'word') add(mark + run.text.slice(0, longestWord))
  else if (run.kind === 'digits') addDigits(run.text, mark, add)
  else addPairs(run.text, mark, add)
}

function addDigits(text: string, mark: string, add: (token: string) => void): void {
  if (text.length < 3) add(mark + text)
  for (let i = 0; i + 3 <= text.length; i++) add(mark + text.slice(i, i + 3))
}

function addPairs(text: string, mark: string, add: (token: string) => void): void {
  let at = 0
  while (at < text.length) {
    const first = at + width(text, at)
    add(mark + text.slice(at, first < text.length ? first + width(text, first) : first))
    at = first
  }
}

const width = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdbff && isHalf(text.charCodeAt(at + 1)) ? 2 : 1
}

/** A token as a string of the query language of the index: user text never reaches it as syntax. */
export const quoted = (token: string): string => `"${token.replaceAll('"', '""')}"`
