import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CaseFilter } from '../../../shared/contract/work.ts'
import { useDirectory } from '../../state/directory.tsx'
import { type FilterFault, readFilter } from '../../state/filter/parse.ts'
import { type Vocabulary, vocabularyOf } from '../../state/filter/vocabulary.ts'
import { wholeNowMs } from '../../state/now.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useSession, useZone } from '../../state/session.ts'
import { allWords } from '../../text/index.ts'

/** What the filter line comes to. */
export interface Narrowing {
  readonly filter: CaseFilter
  readonly text: string
  readonly faults: readonly FilterFault[]
  /** `false` for the moment in which the words of the languages are read. */
  readonly isReady: boolean
}

/** The words of the filter language in every language, with the names of this organisation; read once somebody filters. */
export function useVocabulary(isAsked: boolean): Vocabulary | null {
  const language = usePreferences((state) => state.language)
  const { people, teams } = useDirectory()
  const me = useSession((state) => state.session?.actor?.id) ?? ''
  const { data: languages } = useQuery({
    queryKey: ['words', language],
    enabled: isAsked,
    queryFn: () => allWords(language),
  })
  return useMemo(
    () => (languages === undefined ? null : vocabularyOf({ languages, people, teams, me })),
    [languages, people, teams, me],
  )
}

const nothing: Narrowing = { filter: {}, text: '', faults: [], isReady: true }

/** Reads a filter line once; the same line is the same question. */
export function useNarrowing(line: string): Narrowing {
  const vocabulary = useVocabulary(line.trim() !== '')
  const zone = useZone()
  return useMemo(() => {
    if (line.trim() === '') return nothing
    if (vocabulary === null) return { ...nothing, isReady: false }
    return { ...readFilter(line, vocabulary, { nowMs: wholeNowMs(), zone }), isReady: true }
  }, [line, vocabulary, zone])
}
