import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import type { SearchResponse } from '../../../shared/contract/console.ts'
import { useBridge } from '../../app/console.tsx'
import type { Keymap, Screen } from '../../app/keys.ts'
import { useView } from '../../state/view.ts'
import { useWords, type WordsEntry } from '../../state/words.ts'
import { useText } from '../../text/context.tsx'
import { createFinder, type Findable, type Spelling } from './find.ts'
import { type CommandPlace, commandPlaces } from './places.ts'
import { useRecent } from './recent.ts'

export interface CommandAnswer extends Findable, CommandPlace {
  readonly kind: 'command'
}

export interface CaseAnswer {
  readonly kind: 'case'
  readonly id: string
  readonly row: SearchResponse['rows'][number]
}

/** A phrase, guide or article; picked, it stands open in the library. */
export interface WordsAnswer {
  readonly kind: 'words'
  readonly id: string
  readonly entry: WordsEntry
}

/** Somebody whose cases were found by their name or number; picked, all their cases are listed. */
export interface CustomerAnswer {
  readonly kind: 'customer'
  readonly id: string
  readonly name: string
  readonly phoneMasked: string
}

export type Answer = CommandAnswer | CaseAnswer | CustomerAnswer | WordsAnswer

export interface AnswerGroup {
  readonly name: 'recent' | 'commands' | 'elsewhere' | 'customers' | 'cases' | 'words'
  readonly answers: readonly Answer[]
}

export interface Answers {
  readonly groups: readonly AnswerGroup[]
  /** What stands first is the answer to what was typed, and stays it; before that Enter would pick something else. */
  readonly isFirm: boolean
}

const mostCases = 8
const mostWords = 6

const loadSpelling = (): Promise<Spelling> => import('../../../shared/intake/names.ts')

function useSpelling(isOpen: boolean): Spelling | undefined {
  return useQuery({ queryKey: ['spelling'], queryFn: loadSpelling, enabled: isOpen }).data
}

function useCommandAnswers(keymap: Keymap, screen: Screen): readonly CommandAnswer[] {
  const { t } = useText()
  const hasCase = useView(({ caseId }) => caseId !== null)
  return useMemo(
    () =>
      commandPlaces(keymap, screen, hasCase).map((one) => ({ kind: 'command', ...one, label: t(`command.${one.id}`) })),
    [keymap, screen, hasCase, t],
  )
}

function useCaseAnswers(typed: string): { readonly cases: readonly CaseAnswer[]; readonly isFirm: boolean } {
  const bridge = useBridge()
  const asked = typed.trim()
  const text = useDeferredValue(asked)
  const { data, isLoading, isPlaceholderData } = useQuery({
    queryKey: ['cases', 'palette', text],
    queryFn: ({ signal }) => bridge.client.cases.search({ text, order: 'newest', limit: mostCases }, { signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
  const cases = useMemo(
    () => (text === '' ? [] : (data?.rows ?? []).map((row): CaseAnswer => ({ kind: 'case', id: row.id, row }))),
    [data, text],
  )
  return { cases, isFirm: text === asked && !isLoading && !isPlaceholderData }
}

const mostCustomers = 3

/** Whose cases these are, as far as it was their name or number that was typed. */
function customersIn(cases: readonly CaseAnswer[], typed: string, spelling: Spelling): readonly CustomerAnswer[] {
  const asked = typed.trim()
  const query = spelling.queryName(asked)
  const isNumber = /^\+?\d{3,}$/.test(asked)
  const found = new Map<string, CustomerAnswer>()
  for (const { row } of cases) {
    const { customerName: name, phoneMasked, number } = row
    if (!name) continue
    const isName = query !== null && spelling.nameMatches(spelling.indexName(name), query)
    if (!isName && !(isNumber && !number.includes(asked))) continue
    const id = `${name} ${phoneMasked ?? ''}`
    found.set(id, { kind: 'customer', id, name, phoneMasked: phoneMasked ?? '' })
  }
  return [...found.values()].slice(0, mostCustomers)
}

function useWordsAnswers(typed: string, isOpen: boolean): readonly WordsAnswer[] {
  const find = useWords(isOpen)?.find
  const text = useDeferredValue(typed.trim())
  return useMemo(() => {
    const found = find === undefined || text === '' ? [] : find(text)
    return found.slice(0, mostWords).map((entry) => ({ kind: 'words', id: entry.id, entry }))
  }, [find, text])
}

/** Everything the palette offers for what was typed, in groups; with nothing typed the recent commands come first. */
export function useAnswers(ask: {
  readonly typed: string
  readonly isOpen: boolean
  readonly keymap: Keymap
  readonly screen: Screen
}): Answers {
  const spelling = useSpelling(ask.isOpen)
  const commands = useCommandAnswers(ask.keymap, ask.screen)
  const { cases, isFirm } = useCaseAnswers(ask.isOpen ? ask.typed : '')
  const words = useWordsAnswers(ask.typed, ask.isOpen)
  const recentIds = useRecent((state) => state.ids)
  const find = useMemo(() => (spelling === undefined ? null : createFinder(commands, spelling)), [commands, spelling])
  // With nothing typed they are a hundred lines below the fold: the key that opens the palette does not pay for them.
  const isSettled = useDeferredValue(ask.isOpen)
  return useMemo(() => {
    const found = find?.(ask.typed) ?? commands
    const isBlank = ask.typed.trim() === ''
    const recent = isBlank ? recentIds.flatMap((id) => found.filter((command) => command.id === id)) : []
    const others = found.filter((command) => !recent.includes(command))
    const customers = spelling === undefined || isBlank ? [] : customersIn(cases, ask.typed, spelling)
    const groups: readonly AnswerGroup[] = [
      { name: 'recent', answers: recent },
      { name: 'commands', answers: others.filter(({ place }) => place === null) },
      { name: 'elsewhere', answers: isBlank && !isSettled ? [] : others.filter(({ place }) => place !== null) },
      { name: 'customers', answers: customers },
      { name: 'cases', answers: cases },
      { name: 'words', answers: words },
    ]
    return {
      groups: groups.filter(({ answers }) => answers.length > 0),
      isFirm: isBlank || (find !== null && (found.length > 0 || isFirm)),
    }
  }, [find, commands, spelling, ask.typed, recentIds, cases, isFirm, words, isSettled])
}
