import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useBridge } from '../app/console.tsx'

interface Category {
  readonly id: string
  readonly parent?: string
  readonly name: Readonly<Record<string, string>>
}

/** The categories a case may be of, each by its id with its whole path in words; none until they are here, or while nobody asks. */
export function useCategoryPaths(language: string, isAsked: boolean): ReadonlyMap<string, string> {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['reference', 'categories'],
    enabled: isAsked,
    queryFn: ({ signal }) => bridge.client.reference.get({ kind: 'categories' }, { signal }),
  })
  return useMemo(() => {
    const list = (data?.body as { readonly categories?: unknown } | undefined)?.categories
    const all: readonly Category[] = Array.isArray(list) ? list : []
    return new Map(all.map((category) => [category.id, pathOf(category, all, language)]))
  }, [data, language])
}

function pathOf({ parent, name, id }: Category, all: readonly Category[], language: string): string {
  const above = all.find((other) => other.id === parent)
  const own = name[language] ?? id
  return above === undefined ? own : `${pathOf(above, all, language)} › ${own}`
}
