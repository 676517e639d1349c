import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ListResponse } from '../../../shared/contract/console.ts'
import { useBridge } from '../../app/console.tsx'
import type { Bridge } from '../../bridge.ts'
import { timeKeeper } from '../../state/now.ts'
import { type QueueRow, queueRow } from '../../state/rows.ts'
import type { Narrowing } from './narrowing.ts'
import { useQueue, type View } from './store.ts'

const pageRows = 200

interface Page extends Omit<ListResponse, 'rows'> {
  readonly rows: readonly QueueRow[]
}

export interface CaseList {
  readonly rows: readonly QueueRow[]
  readonly count: NonNullable<ListResponse['count']> | null
  readonly tookMs: number | null
  readonly state: 'loading' | 'failed' | 'ready'
  readonly hasMore: boolean
  readonly readMore: () => void
  readonly again: () => void
}

const noRows: readonly QueueRow[] = []

/** The question behind a list: its pages by nearest clock, read on as it is scrolled. */
function listQuery({ client }: Bridge, view: View, { filter, text }: Pick<Narrowing, 'filter' | 'text'>) {
  return infiniteQueryOptions({
    queryKey: ['cases', 'list', view, filter, text],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const narrowed = {
        ...(Object.keys(filter).length === 0 ? {} : { filter }),
        ...(text === '' ? {} : { text }),
      }
      const cursor = pageParam === '' ? {} : { cursor: pageParam }
      const answer = await client.cases.list({ view, limit: pageRows, ...cursor, ...narrowed }, { signal })
      timeKeeper.anchor(answer.asOfMs)
      return { ...answer, rows: answer.rows.map(queueRow) }
    },
    getNextPageParam: (last) => last.next,
  })
}

/** Reads the first page before anybody asks, so that F3 finds it there. */
export const readAhead = (queries: QueryClient, bridge: Bridge): Promise<void> =>
  queries.prefetchInfiniteQuery(listQuery(bridge, useQueue.getState().view, { filter: {}, text: '' }))

/** The cases of a view by nearest clock, read page by page as the list is scrolled; unchanged rows stay the same objects. */
export function useCaseList(view: View, narrowing: Narrowing): CaseList {
  const bridge = useBridge()
  const query = useInfiniteQuery({
    ...listQuery(bridge, view, narrowing),
    enabled: narrowing.isReady,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => rowsOf(query.data), [query.data])
  const newest = query.data?.pages[0]
  return {
    rows,
    count: newest?.count ?? null,
    tookMs: newest?.tookMs ?? null,
    state: query.data ? 'ready' : query.isError ? 'failed' : 'loading',
    hasMore: query.hasNextPage,
    readMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
    },
    again: () => void query.refetch(),
  }
}

function rowsOf(data: InfiniteData<Page> | undefined): readonly QueueRow[] {
  if (!data) return noRows
  const [first, ...others] = data.pages
  return others.length === 0 ? (first?.rows ?? noRows) : data.pages.flatMap((page) => page.rows)
}

/** How many cases each view holds. */
export function useCounts(): Readonly<Record<string, NonNullable<ListResponse['count']>>> {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['cases', 'counts'],
    queryFn: ({ signal }) => bridge.client.cases.counts(undefined, { signal }),
  })
  return data ?? {}
}
