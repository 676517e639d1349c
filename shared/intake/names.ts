import { Converter } from 'opencc-js/t2cn'
import { pinyin, polyphonic } from 'pinyin-pro'
import { caught } from './captures.ts'
import { surnameLength, surnameReadings } from './surnames.ts'

/** One character of a Chinese name, or one word of another, with everything it may be typed as. */
interface Unit {
  readonly shown: string
  readonly readings: readonly string[]
}

/** What a name is found by. All in lower case, traditional folded to simplified. */
export interface NameIndex {
  /** The name itself without spaces and dots: 张三. */
  readonly han: string
  /** Its units in order, for `nameMatches`. */
  readonly units: readonly Unit[]
  /** Whole readings (`zhangsan`) and initials (`zs`, `zhs`), of the name and of the given name alone; no doubles. */
  readonly tokens: readonly string[]
}

const longestName = 80
/** Names longer than this are companies: each character has only the reading its word gives it. */
const longestPersonal = 4
const mostReadings = 3
const mostCombinations = 24

const toSimplified = Converter({ from: 't', to: 'cn' })
/** Chinese characters, without the radicals that are signs and no letters. */
const hanSource = '[\\p{Script=Han}&&[\\p{L}\\p{N}]]'
const han = new RegExp(hanSource, 'gv')
const hanOrWord = new RegExp(`${hanSource}|[\\p{L}\\p{N}]+?(?=${hanSource}|[^\\p{L}\\p{N}]|$)`, 'gv')
const variationSelectors = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu

function evenName(name: string): string {
  const short = name.slice(0, longestName * 2).toWellFormed()
  return short.normalize('NFKC').replace(variationSelectors, '').toLowerCase()
}

/** Twice, because a few characters take two steps (薴, 苧, 苎). */
function simplifyChar(char: string): string {
  return char < '\u2e80' ? char : toSimplified(toSimplified(char))
}

/** Character by character, so that a part of a name folds as the whole does (乾 is 干 in both). */
function simplify(text: string): string {
  return [...text].map(simplifyChar).join('')
}

/** Typed pinyin in one spelling: no tones, ü as v, nothing between the syllables. */
function foldPinyin(text: string): string {
  return text
    .replace(/ü|ǖ|ǘ|ǚ|ǜ|u:/gu, 'v')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

const wholeHan = new RegExp(`^${hanSource}$`, 'v')
const isHan = (text: string) => wholeHan.test(text)
const distinct = (values: readonly string[]) => [...new Set(values.filter((value) => value !== ''))]

/** Every reading of one character: 乐 le, yue. */
function readingsOf(char: string): readonly string[] {
  return (polyphonic(char, { toneType: 'none', type: 'array' })[0] ?? []).map(foldPinyin)
}

/** lv is written lyu in passports, nv nyu. */
function withPassportForm(readings: readonly string[]): readonly string[] {
  return distinct([...readings, ...readings.map((reading) => reading.replace(/^([ln])v/u, '$1yu'))])
}

/**
 * Readings of the Chinese characters of a name. Those of the character as written count too: 乾 is 干 when simplified,
 * but qian in a name. Characters that nobody can read stand for themselves.
 */
function readHan(written: readonly string[], personal: boolean): readonly Unit[] {
  const chars = written.map(simplify)
  const read = pinyin(chars.join(''), { surname: personal ? 'head' : 'off', type: 'array', toneType: 'none', v: true })
  const surname = personal ? surnameReadings(chars) : []
  const inSurname = personal ? surnameLength(chars) : 0
  return chars.map((char, index) => {
    const first = foldPinyin(read[index] ?? char)
    const original = written[index] ?? char
    const others = original === char ? [] : readingsOf(original)
    const more = personal && index >= inSurname ? [...others, ...readingsOf(char)] : []
    return {
      shown: char,
      readings: withPassportForm(distinct(surname[index] ?? [first, ...more]).slice(0, mostReadings)),
    }
  })
}

function unitsOf(name: string): readonly Unit[] {
  const pieces = evenName(name).match(hanOrWord) ?? []
  const hans = readHan(pieces.filter(isHan), pieces.length <= longestPersonal)
  let next = 0
  return pieces.map((piece) => {
    const unit = isHan(piece) ? hans[next++] : undefined
    return unit ?? { shown: piece, readings: [foldPinyin(piece)] }
  })
}

function combine(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce<readonly string[]>(
    (heads, list) => heads.flatMap((head) => list.map((tail) => head + tail)).slice(0, mostCombinations),
    [''],
  )
}

/** `z` and, for 知吃诗 readings, `zh`: people type either. */
function initialsOf(unit: Unit): readonly string[] {
  return distinct(
    unit.readings.flatMap((reading) => [
      String.fromCodePoint(reading.codePointAt(0) ?? 32),
      isHan(unit.shown) ? caught(/^[zcs]h/u.exec(reading), 0) : '',
    ]),
  )
}

function tokensOf(units: readonly Unit[]): readonly string[] {
  return [...combine(units.map((unit) => unit.readings)), ...combine(units.map(initialsOf))]
}

/**
 * What a customer's name is found by: pinyin with surname readings (单 shan, 曾 zeng, 仇 qiu, 尉迟 yuchi), every reading
 * of the other characters, initials (`zs` → 张三), traditional as simplified. Characters without a known reading (CJK
 * extension B) stand for themselves. Names beyond 80 characters are cut. Never throws. Source: CALL-2.
 */
export function indexName(name: string): NameIndex {
  const units = unitsOf(name)
  const personal = units.length <= longestPersonal
  const given = personal ? units.slice(surnameLength(units.map((unit) => unit.shown))) : []
  const tokens = [units, given].flatMap((part) => (part.length === 0 ? [] : tokensOf(part)))
  return { han: units.map((unit) => unit.shown).join(''), units, tokens: distinct(tokens) }
}

/** The same for a sentence, up to 160 characters: what `nameMatches` asks, each character with the reading its word gives it. */
export function indexSentence(text: string): Pick<NameIndex, 'han' | 'units'> {
  const units = unitsOf(text)
  return { han: units.map((unit) => unit.shown).join(''), units }
}

export interface NameQuery {
  /** `han`: look for `text` inside `NameIndex.han`; `pinyin`: for a token that begins with `text`; `mixed`: 张san. */
  readonly kind: 'han' | 'pinyin' | 'mixed'
  readonly text: string
}

/** What a person typed into the search box, folded as `indexName` folds; `null` when nothing to look for is left. */
export function queryName(typed: string): NameQuery | null {
  const folded = simplify(evenName(typed)).replace(/[^\p{L}\p{N}\p{M}:']/gu, '')
  const letters = foldPinyin(folded)
  const hans = folded.match(han)?.length ?? 0
  if (letters === '') return null
  if (hans === 0) return { kind: 'pinyin', text: letters }
  return { kind: hans === [...letters].length ? 'han' : 'mixed', text: letters }
}

/** Where in `text` one may stand after a unit that begins at `from`: behind each beginning of a reading found there. */
function stepsOver(unit: Unit, text: string, from: number): readonly number[] {
  return [unit.shown, ...unit.readings].flatMap((reading) => {
    const steps: number[] = []
    for (let length = 1; length <= reading.length && text[from + length - 1] === reading[length - 1]; length++) {
      steps.push(from + length)
    }
    return steps
  })
}

const start: ReadonlySet<number> = new Set([0])

/** Does the text spell the units from `at` on, each by the beginning of a reading or by its character? */
function spells(units: readonly Unit[], at: number, text: string): boolean {
  let reached: ReadonlySet<number> = start
  for (let i = at; i < units.length && reached.size > 0; i++) {
    const unit = units[i]
    reached = new Set(unit === undefined ? [] : [...reached].flatMap((from) => stepsOver(unit, text, from)))
    if (reached.has(text.length)) return true
  }
  return false
}

/** Does a name match what was typed: characters anywhere in it, or syllables begun in order (zs, zhs, zhangs, 张s)? */
export function nameMatches(index: Pick<NameIndex, 'han' | 'units'>, query: NameQuery): boolean {
  if (query.kind === 'han') return index.han.includes(query.text)
  if (query.text.length > longestName) return false
  return index.units.some((_, at) => spells(index.units, at, query.text))
}
