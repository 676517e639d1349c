import type { KeyObject } from 'node:crypto'
import { queryName } from '../../../../shared/intake/names.ts'
import { phoneQueryKeys } from '../../../../shared/intake/phone-keys.ts'
import { foldUnits } from './fold-units.ts'
import { numberToken, phoneToken } from './search-doc.ts'
import { headMark, nameMark, oftenMark, quoted, type Run, runsOf, tokensOfRun } from './tokens.ts'

/** One word of the question. All words of a question must be found. */
export interface Term {
  /** Folded; what a candidate's text is checked for, and what a snippet shows. */
  readonly text: string
  /** Expression of the index that holds wherever the word stands in the text. */
  readonly words: string
  /** Expression for the marked tokens (name, number) that also answer it, or `null`. */
  readonly marks: string | null
  /** Its tokens can be there without the word itself: the text has to be looked at. */
  readonly isLoose: boolean
  /** Its tokens, to ask for them in the head of the text, or often. */
  readonly tokens: readonly string[]
}

export interface SearchTerms {
  readonly terms: readonly Term[]
  /** Expression for the question as a whole: a phone number or a case number, or `null`. */
  readonly whole: string | null
}

const mostTerms = 8
const longestQuestion = 200

/** Reads what a person typed into the search box; `null` when nothing to look for is left. Never throws. */
export function readSearch(text: string, phoneKey: KeyObject): SearchTerms | null {
  const asked = text.slice(0, longestQuestion).toWellFormed().trim()
  const folded = foldUnits(asked)
  const words = folded.split(/[\s,，、;；]+/u).filter((word) => word !== '')
  const terms = words.slice(0, mostTerms).flatMap((word) => termOf(word) ?? [])
  const wholes = [...phoneQueryKeys(asked).map((key) => phoneToken(phoneKey, key)), ...caseNumberTokens(folded)]
  if (terms.length === 0 && wholes.length === 0) return null
  return { terms, whole: wholes.length === 0 ? null : wholes.map(quoted).join(' OR ') }
}

function caseNumberTokens(folded: string): string[] {
  const looksLikeNumber = /^[a-z0-9]{1,20}-?\d{1,12}$/.test(folded) && /\d/.test(folded)
  return looksLikeNumber ? [numberToken(folded)] : []
}

function termOf(word: string): Term | null {
  const runs = [...runsOf(word)]
  const last = runs.at(-1)
  if (last === undefined) return null
  const text = word.slice(word.indexOf(runs[0]?.text ?? ''), word.lastIndexOf(last.text) + last.text.length)
  const tokens = runs.flatMap((run) => tokensAsked(run))
  const isOne = runs.length === 1 && tokens.length === 1
  const words = tokens.map((token, i) =>
    i === tokens.length - 1 && endsOpen(last, token) ? `${quoted(token)} *` : quoted(token),
  )
  const marks = marksOf(text)
  return { text, words: words.join(' AND '), marks, isLoose: !isOne, tokens }
}

/** A word in the making, a single Chinese character, or less than three digits, is the beginning of a token. */
const endsOpen = (run: Run, token: string): boolean =>
  run.kind === 'word' || (run.kind === 'han' ? [...token].length === 1 : token.length < 3)

/** The last character by itself is asked for only when it is all there is: the pairs before it say more. */
function tokensAsked(run: Run): string[] {
  const tokens: string[] = []
  tokensOfRun(run, '', (token) => tokens.push(token))
  return run.kind === 'han' && tokens.length > 1 ? tokens.slice(0, -1) : tokens
}

/** Names answer to pinyin, initials and parts of themselves. */
function marksOf(text: string): string | null {
  const name = queryName(text)
  return name?.kind === 'pinyin' && /^[a-z]+$/.test(name.text) ? `${quoted(nameMark + name.text)} *` : null
}

/** The whole question as one expression of the index. */
export function expressionOf({ terms, whole }: SearchTerms): string {
  const each = terms.map((term) => (term.marks === null ? `(${term.words})` : `((${term.words}) OR ${term.marks})`))
  const all = each.join(' AND ')
  if (whole === null) return all
  return all === '' ? whole : `(${all}) OR ${whole}`
}

/** The question asked of names only: 张, 张三, zhangsan, zs. */
export function nameExpression(text: string): string | null {
  const name = queryName(text)
  if (name === null) return null
  if (name.kind === 'pinyin') return `${quoted(nameMark + name.text)} *`
  const runs = [...runsOf(name.text)].filter((run) => run.kind === 'han')
  const tokens = runs.flatMap((run) => tokensAsked(run).map((token) => ({ run, token })))
  if (tokens.length === 0) return null
  return tokens.map(({ run, token }) => quoted(nameMark + token) + (endsOpen(run, token) ? ' *' : '')).join(' AND ')
}

/** All words in the head of the text, or often in it: better hits come first. `null` when a word cannot be asked so. */
export function betterExpression({ terms }: SearchTerms, kind: 'head' | 'often'): string | null {
  const mark = kind === 'head' ? headMark : oftenMark
  if (terms.length === 0 || terms.some((term) => term.tokens.length === 0)) return null
  return terms
    .map((term) => {
      const last = term.words.endsWith('*') ? ' *' : ''
      const asked = term.tokens.map((token, i) => quoted(mark + token) + (i === term.tokens.length - 1 ? last : ''))
      return `(${asked.join(' AND ')})`
    })
    .join(' AND ')
}
