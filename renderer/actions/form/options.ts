import type { Case } from '../../../shared/case/model.ts'
import { useCategoryPaths } from '../../state/categories.ts'
import type { Option } from '../PickList.tsx'
import type { FormWords, Source } from './types.ts'

/** The choices of a field, in the language on screen. */
export function useOptions(source: Source | undefined, theCase: Case | null, words: FormWords): readonly Option[] {
  const { t, naming, directory, language } = words
  const isOfCategories = source !== undefined && 'from' in source && source.from === 'categories'
  const categories = useCategoryPaths(language, isOfCategories)
  if (source === undefined) return []
  if ('codes' in source) return source.of.map((value) => ({ value, label: naming.name(source.codes, value) }))
  if ('reasons' in source) return directory.reasons(source.reasons, language)
  if ('of' in source) return theCase === null ? [] : source.of(theCase, words)
  switch (source.from) {
    case 'people':
      return directory.people.map(({ id, name }) => ({ value: id, label: name }))
    case 'teams':
      return directory.teams.map(({ id, name }) => ({ value: id, label: name }))
    case 'yesNo':
      return (['yes', 'no'] as const).map((value) => ({ value, label: t(`field.${value}`) }))
    case 'categories':
      return [...categories].map(([value, label]) => ({ value, label }))
  }
}
