import { createHmac, type KeyObject } from 'node:crypto'
import type { Case } from '../../../../shared/case/model.ts'
import { indexName } from '../../../../shared/intake/names.ts'
import { readPhone } from '../../../../shared/intake/phone.ts'
import { phoneKeys } from '../../../../shared/intake/phone-keys.ts'
import { foldUnits } from './fold-units.ts'
import { headMark, nameMark, numberMark, oftenMark, oftenTimes, phoneMark, runsOf, tokensOfRun } from './tokens.ts'

/** What one case is found by: its words as one text for the index, and the text a candidate is checked against. */
export interface SearchDoc {
  readonly tokens: string
  readonly text: string
}

/** Longest text of one case that is indexed, UTF-16 units: a case of two thousand notes stays searchable, not endless. */
const longestText = 200_000
/** So much of the beginning counts as its head when hits are ranked. */
const headLength = 80

/** Name and symptom first: they are the head of the text. */
function partsOf(theCase: Case): (string | null | undefined)[] {
  const { customer, issue, resolution } = theCase
  return [
    customer?.name,
    issue.symptom,
    issue.impact,
    issue.product,
    issue.region,
    customer?.company,
    customer?.account,
    ...theCase.demands.map((it) => it.text),
    ...theCase.notes.map((it) => it.text),
    ...theCase.communications.map((it) => it.text),
    ...theCase.transfers.flatMap((it) => [it.reason, it.answer]),
    ...theCase.promises.map((it) => it.text),
    resolution?.cause,
    resolution?.measures,
    ...theCase.followUps.map((it) => it.text),
  ]
}

function searchTextOf(theCase: Case): string {
  const parts = partsOf(theCase).filter((part): part is string => typeof part === 'string' && part !== '')
  return parts.join('\n').slice(0, longestText)
}

export function searchDocOf(theCase: Case, phoneKey: KeyObject): SearchDoc {
  const text = searchTextOf(theCase)
  const folded = foldUnits(text)
  const times = new Map<string, number>()
  const count = (token: string): void => void times.set(token, (times.get(token) ?? 0) + 1)
  for (const run of runsOf(folded)) tokensOfRun(run, '', count)
  const tokens = new Set(times.keys())
  const add = (token: string): void => void tokens.add(token)
  for (const [token, often] of times) if (often >= oftenTimes) add(oftenMark + token)
  const { name = '', phones = [] } = theCase.customer ?? {}
  for (const run of runsOf(folded.slice(0, name.length + 1 + headLength))) tokensOfRun(run, headMark, add)
  for (const token of nameTokens(name)) add(token)
  for (const phone of phones) for (const token of phoneTokens(phoneKey, phone)) add(token)
  for (const number of [theCase.number.provisional, theCase.number.official]) if (number) add(numberToken(number))
  return { tokens: [...tokens].join(' '), text }
}

/** A case number as one token, whatever is between its parts. */
export const numberToken = (number: string): string =>
  numberMark +
  number
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 40)

const maxCached = 5_000
const names = new Map<string, readonly string[]>()

/** Pinyin, initials and characters of a name, each under the mark of names. */
function nameTokens(name: string): readonly string[] {
  if (name === '') return []
  const known = names.get(name)
  if (known !== undefined) return known
  const index = indexName(name)
  const tokens = index.tokens.map((token) => nameMark + token)
  for (const run of runsOf(index.han)) tokensOfRun(run, nameMark, (token) => tokens.push(token))
  if (names.size > maxCached) names.clear()
  names.set(name, tokens)
  return tokens
}

/**
 * Full number, last 4, first 3 + last 4, each as an HMAC under a key of the organisation: the index of phones tells nothing
 * by itself. Source: details.md "Phone search".
 */
function phoneTokens(key: KeyObject, phone: string): readonly string[] {
  const read = readPhone(phone.replace(';ext=', '转'))
  return read.ok ? phoneKeys(read.value).map((text) => phoneToken(key, text)) : []
}

export const phoneToken = (key: KeyObject, text: string): string =>
  phoneMark + createHmac('sha256', key).update(text).digest('hex').slice(0, 16)
