import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useBridge } from '../app/console.tsx'

interface Category {
  readonly id: string
  readonly parent?: string | undefined
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
    return new Map(all.map(({ id }) => [id, categoryPath(id, all, language)]))
  }, [data, language])
}

/** A category by its names from the branch down; one that is not among them by its id. */
export function categoryPath(id: string, all: readonly Category[], language: string): string {
  const category = all.find((other) => other.id === id)
  if (category === undefined) return id
  const own = category.name[language] ?? id
  return category.parent === undefined ? own : `${categoryPath(category.parent, all, language)} › ${own}`
}
