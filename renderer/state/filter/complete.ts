import { fieldNamed } from './parse.ts'
import { type Token, tokensOf, valuesOf } from './tokens.ts'
import { type FilterField, filterFields, folded, isListField, type Vocabulary } from './vocabulary.ts'

/** One way to go on: what stands between `from` and `to` of the line becomes `insert`. */
export interface Completion {
  readonly insert: string
  readonly shown: string
  readonly from: number
  readonly to: number
}

const most = 12

/** What can come next at the caret: names of fields, then the values of the one that stands there. */
export function completionsAt(line: string, caret: number, vocabulary: Vocabulary): readonly Completion[] {
  const token = tokensOf(line).find(({ from, to }) => from < caret && caret <= to)
  if (token === undefined) return fieldsLike('', caret, caret, vocabulary)
  if (token.name === null) return fieldsLike(line.slice(token.from, caret), token.from, token.to, vocabulary)
  const field = fieldNamed(token.name, vocabulary)
  return field === null ? [] : valuesFor(field, line, token, caret, vocabulary)
}

function fieldsLike(typed: string, from: number, to: number, { fields }: Vocabulary): readonly Completion[] {
  const start = folded(typed)
  return filterFields
    .filter((field) => fields[field].words.some((word) => word.startsWith(start)))
    .map((field) => ({ insert: `${fields[field].shown}:`, shown: fields[field].shown, from, to }))
}

function valuesFor(field: FilterField, line: string, token: Token, caret: number, vocabulary: Vocabulary) {
  const before = line.slice(token.valueFrom, caret)
  const from = caret - (valuesOf(before).at(-1)?.length ?? 0)
  const start = folded(line.slice(from, caret))
  const place = (word: string): Completion => {
    const insert = /\s/u.test(word) ? `"${word}"` : word
    return { insert: `${insert} `, shown: word, from, to: token.to }
  }
  const all = offered(field, vocabulary)
  const beginning = all.filter(({ words }) => words.some((word) => word.startsWith(start)))
  const holding = all.filter((one) => !beginning.includes(one) && one.words.some((word) => word.includes(start)))
  return [...beginning, ...holding].slice(0, most).map(({ shown }) => place(shown))
}

function offered(
  field: FilterField,
  { values, words }: Vocabulary,
): readonly { shown: string; words: readonly string[] }[] {
  const literal = (shown: string) => ({ shown, words: [folded(shown)] })
  if (field === 'owner') return [words.me, words.nobody, ...values.owner]
  if (isListField(field)) return values[field]
  if (field === 'repeat' || field === 'pending' || field === 'escalated') return [words.yes, words.no]
  if (field === 'left')
    return [`<30${words.minute.shown}`, `<1${words.hour.shown}`, `<4${words.hour.shown}`].map(literal)
  if (field === 'opened')
    return [words.today, words.yesterday, literal(`7${words.day.shown}`), literal(`30${words.day.shown}`)]
  return []
}
