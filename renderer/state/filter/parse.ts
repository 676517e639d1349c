import type { CaseFilter } from '../../../shared/contract/work.ts'
import { dayEndMs } from '../../text/when.ts'
import { readDuration, readSpan } from './times.ts'
import { type Token, tokensOf, valuesOf } from './tokens.ts'
import { type FilterField, folded, isListField, type ListField, type Named, type Vocabulary } from './vocabulary.ts'

/** What cannot be read: the screen has the words. `field` for a word before a colon that is none. */
export interface FilterFault {
  readonly kind: 'field' | 'value' | 'duration' | 'date' | 'flag' | 'empty'
  readonly word: string
  readonly field?: FilterField
  readonly from: number
  readonly to: number
}

export interface ReadFilter {
  readonly filter: CaseFilter
  /** Words without a colon, looked for in the whole case. */
  readonly text: string
  readonly faults: readonly FilterFault[]
}

export interface FilterMoment {
  readonly nowMs: number
  readonly zone: string
}

type Part = Partial<{ -readonly [K in keyof CaseFilter]: CaseFilter[K] }>
type Reading = { readonly part: Part } | { readonly kind: FilterFault['kind'] }

/** Reads the filter line: `状态:处理中 部门:研发 客户:zs 剩余:<30分`. Never throws; what is wrong is told and does not narrow. */
export function readFilter(line: string, vocabulary: Vocabulary, moment: FilterMoment): ReadFilter {
  const filter: Part = {}
  const words: string[] = []
  const faults: FilterFault[] = []
  for (const token of tokensOf(line)) {
    if (token.name === null) {
      words.push(token.value)
      continue
    }
    const field = fieldNamed(token.name, vocabulary)
    const reading = field === null ? { kind: 'field' as const } : readValue(field, token.value, vocabulary, moment)
    if ('part' in reading) addPart(filter, reading.part)
    else faults.push(faultOf(token, field, reading.kind))
  }
  return { filter: filter as CaseFilter, text: words.join(' '), faults }
}

export function fieldNamed(name: string, { fields }: Vocabulary): FilterField | null {
  const typed = folded(name)
  const found = Object.entries(fields).find(([, { words }]) => words.includes(typed))
  return found === undefined ? null : (found[0] as FilterField)
}

function faultOf(token: Token, field: FilterField | null, kind: FilterFault['kind']): FilterFault {
  const { from, to } = token
  const word = kind === 'field' ? (token.name ?? '') : token.value
  return { kind, word, from, to, ...(field === null ? {} : { field }) }
}

/** The same field twice is either: both lists together. */
function addPart(filter: Part, part: Part): void {
  for (const [key, value] of Object.entries(part)) {
    const before: unknown = filter[key as keyof Part]
    Object.assign(filter, { [key]: Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value })
  }
}

function readValue(field: FilterField, typed: string, vocabulary: Vocabulary, moment: FilterMoment): Reading {
  if (typed === '') return { kind: 'empty' }
  if (isListField(field)) return readList(field, typed, vocabulary)
  switch (field) {
    case 'customer':
      return { part: { customer: typed } }
    case 'left':
      return readLeft(typed, vocabulary)
    case 'opened':
      return readOpened(typed, vocabulary, moment)
    case 'repeat':
    case 'escalated':
    case 'pending':
      return readFlag(field, typed, vocabulary)
  }
}

function readList(field: ListField, typed: string, vocabulary: Vocabulary): Reading {
  const { words, me, values } = vocabulary
  if (field === 'owner' && words.nobody.words.includes(folded(typed))) return { part: { owned: false } }
  const codes: string[] = []
  for (const value of valuesOf(typed).filter((one) => one.trim() !== '')) {
    const isMe = field === 'owner' && words.me.words.includes(folded(value))
    const found = isMe ? [me] : namedBy(value, values[field])
    if (found.length === 0) return { kind: 'value' }
    codes.push(...found)
  }
  return codes.length === 0 ? { kind: 'empty' } : { part: { [field]: [...new Set(codes)] } }
}

/** A value stands for itself, else for all that begin with it, else for all that hold it: 研发 is 研发支持 too. */
function namedBy(value: string, list: readonly Named[]): string[] {
  const typed = folded(value)
  const tests = [
    (word: string) => word === typed,
    (word: string) => word.startsWith(typed),
    (word: string) => word.includes(typed),
  ]
  for (const test of tests) {
    const found = list.filter(({ words }) => words.some(test))
    if (found.length > 0) return found.map(({ code }) => code)
  }
  return []
}

/** `<30分`, `≤2小时`, `>1天`; without a sign it means less than. */
function readLeft(typed: string, { words }: Vocabulary): Reading {
  const [, sign = '', rest = ''] = /^([<>]=?|[≤≥])?(.*)$/.exec(folded(typed)) ?? []
  const lengthMs = readDuration(rest, words)
  if (lengthMs === null) return { kind: 'duration' }
  return { part: sign.startsWith('>') || sign === '≥' ? { leftOverMs: lengthMs } : { leftUnderMs: lengthMs } }
}

function readOpened(typed: string, { words }: Vocabulary, { nowMs, zone }: FilterMoment): Reading {
  const span = readSpan(folded(typed), words, dayEndMs(nowMs, zone), zone)
  return span === null ? { kind: 'date' } : { part: { openedFromMs: span.fromMs, openedToMs: span.toMs } }
}

function readFlag(field: 'repeat' | 'pending' | 'escalated', typed: string, { words }: Vocabulary): Reading {
  const value = folded(typed)
  if (words.yes.words.includes(value)) return { part: { [field]: true } }
  return words.no.words.includes(value) ? { part: { [field]: false } } : { kind: 'flag' }
}
