import type { InfiniteData } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import type { QueueRow } from '../../state/rows.ts'

interface Page {
  readonly rows: readonly QueueRow[]
}

/** The case before or after this one in the list it was opened from; `null` at its ends, or when there is no such list. */
export function useNeighbours(id: string | null): (by: 1 | -1) => string | null {
  const queries = useQueryClient()
  return (by) => {
    const lists = queries.getQueriesData<InfiniteData<Page>>({ queryKey: ['cases', 'list'] })
    for (const [[, , from], data] of lists.toReversed()) {
      const pages = (from === 'end' ? data?.pages.toReversed() : data?.pages) ?? []
      const ids = pages.flatMap((page) => page.rows.map((row) => row.id))
      const at = ids.indexOf(id ?? '')
      if (at >= 0) return ids[at + by] ?? null
    }
    return null
  }
}
