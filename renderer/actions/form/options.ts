import { useQuery } from '@tanstack/react-query'
import type { Case } from '../../../shared/case/model.ts'
import { useBridge } from '../../app/console.tsx'
import type { Option } from '../PickList.tsx'
import type { FormWords, Source } from './types.ts'

interface Category {
  readonly id: string
  readonly parent?: string
  readonly name: Readonly<Record<string, string>>
}

/** The choices of a field, in the language on screen. */
export function useOptions(source: Source | undefined, theCase: Case | null, words: FormWords): readonly Option[] {
  const { t, naming, directory, language } = words
  const categories = useCategories(source)
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
      return categories.map((category) => ({ value: category.id, label: pathOf(category, categories, language) }))
  }
}

function useCategories(source: Source | undefined): readonly Category[] {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['reference', 'categories'],
    enabled: source !== undefined && 'from' in source && source.from === 'categories',
    queryFn: ({ signal }) => bridge.client.reference.get({ kind: 'categories' }, { signal }),
  })
  const list = (data?.body as { readonly categories?: unknown } | undefined)?.categories
  return Array.isArray(list) ? list : []
}

function pathOf({ parent, name, id }: Category, all: readonly Category[], language: string): string {
  const above = all.find((other) => other.id === parent)
  const own = name[language] ?? id
  return above === undefined ? own : `${pathOf(above, all, language)} › ${own}`
}
