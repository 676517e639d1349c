import type { CaseFilter } from '../../../shared/contract/work.ts'

/** What can stand before the colon. `opened` and `left` take times, `repeat`, `escalated` and `pending` yes or no, `customer` any name. */
export const filterFields = [
  'status',
  'team',
  'owner',
  'urgency',
  'left',
  'customer',
  'channel',
  'opened',
  'kind',
  'severity',
  'problemType',
  'repeat',
  'escalated',
  'pending',
] as const
export type FilterField = (typeof filterFields)[number]

/** Fields whose values are names of a list; each answers to its code and its word in any language. */
export type ListField = Extract<FilterField, keyof CaseFilter> & keyof Pick<CaseFilter, ListFilter>
type ListFilter = 'status' | 'kind' | 'urgency' | 'severity' | 'problemType' | 'channel' | 'team' | 'owner'

/** Units of time, and the other words the language itself has. */
export type FilterWord = 'minute' | 'hour' | 'day' | 'yes' | 'no' | 'me' | 'nobody' | 'today' | 'yesterday'

export interface Named {
  readonly code: string
  /** As shown in the language on screen. */
  readonly shown: string
  /** Everything it may be typed as, folded. */
  readonly words: readonly string[]
}

export interface Vocabulary {
  /** First the word to show, then all it may be typed as, folded. */
  readonly fields: Readonly<Record<FilterField, Worded>>
  readonly values: Readonly<Record<ListField, readonly Named[]>>
  readonly words: Readonly<Record<FilterWord, Worded>>
  /** Who `me` is. */
  readonly me: string
}

const listFields = ['status', 'kind', 'urgency', 'severity', 'problemType', 'channel', 'team', 'owner'] as const
export const isListField = (field: FilterField): field is ListField =>
  (listFields as readonly FilterField[]).includes(field)

/** Half-width, small letters, no spaces around: `：` reads as `:`, `＜` as `<`, `ＺＳ` as `zs`. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim()

type Codes = Readonly<Record<string, string>>

/** The words of one language that the filter needs. Alternatives of one word stand side by side, the one to show first. */
export interface FilterLanguage {
  readonly filter: {
    readonly field: Readonly<Record<FilterField, string>>
    readonly word: Readonly<Record<FilterWord, string>>
  }
  readonly status: Codes
  readonly urgency: Codes
  readonly channel: Codes
  readonly kind: Codes
  readonly severity: Codes
  readonly problemType: Codes
}

export interface VocabularyParts {
  /** The language on screen first: its words are shown, those of the others understood. */
  readonly languages: readonly FilterLanguage[]
  readonly teams: readonly { readonly id: string; readonly name: string }[]
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly me: string
}

export function vocabularyOf({ languages, teams, people, me }: VocabularyParts): Vocabulary {
  const codes = (of: (language: FilterLanguage) => Codes): Named[] =>
    Object.keys(languages[0] ? of(languages[0]) : {}).map((code) => ({
      code,
      shown: (languages[0] && of(languages[0])[code]) ?? code,
      words: [...new Set([code, ...languages.map((language) => of(language)[code] ?? code)].map(folded))],
    }))
  const named = (list: VocabularyParts['teams']): Named[] =>
    list.map(({ id, name }) => ({ code: id, shown: name, words: [folded(name), folded(id)] }))
  return {
    fields: ofEach(
      languages.map(({ filter }) => filter.field),
      true,
    ),
    words: ofEach(
      languages.map(({ filter }) => filter.word),
      false,
    ),
    values: {
      status: codes(({ status }) => status),
      urgency: codes(({ urgency }) => urgency),
      channel: codes(({ channel }) => channel),
      kind: codes(({ kind }) => kind),
      severity: codes(({ severity }) => severity),
      problemType: codes(({ problemType }) => problemType),
      team: named(teams),
      owner: named(people),
    },
    me,
  }
}

interface Worded {
  readonly shown: string
  readonly words: readonly string[]
}

function ofEach<Key extends string>(languages: readonly Readonly<Record<Key, string>>[], withCode: boolean) {
  const keys = Object.keys(languages[0] ?? {}) as Key[]
  return Object.fromEntries(
    keys.map((key): [Key, Worded] => {
      const words = languages.flatMap((language) => language[key].split(' '))
      return [key, { shown: words[0] ?? key, words: [...(withCode ? [key] : []), ...words].map(folded) }]
    }),
  ) as Record<Key, Worded>
}
