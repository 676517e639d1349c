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
import { useZone, zoneNow } from '../../state/session.ts'
import { headingsAt } from './groups.ts'
import type { Narrowing } from './narrowing.ts'
import { useQueue, type View } from './store.ts'

const pageRows = 200

/** Where a page begins, and where the headings lay when its list was begun. */
interface Place {
  readonly cursor: string
  readonly headings: readonly number[] | undefined
}

interface Page extends Omit<ListResponse, 'rows'> {
  readonly rows: readonly QueueRow[]
  readonly headings: readonly number[] | undefined
}

export interface CaseList {
  readonly rows: readonly QueueRow[]
  readonly count: NonNullable<ListResponse['count']> | null
  readonly tookMs: number | null
  /** When the core answered. */
  readonly readMs: number
  readonly state: 'loading' | 'failed' | 'ready'
  /** The end it was read from; more stands at the other one. */
  readonly from: 'start' | 'end'
  /** Rows of another list stay until those of this one are here. */
  readonly isBefore: boolean
  readonly hasMore: boolean
  readonly readMore: () => void
  readonly again: () => void
}

const noRows: readonly QueueRow[] = []

interface ListAsk extends Pick<Narrowing, 'filter' | 'text'> {
  readonly view: View
  readonly from: 'start' | 'end'
  readonly zone: string
}

/** The question behind a list: its pages by nearest clock, read on as it is scrolled. */
function listQuery({ client }: Bridge, { view, from, filter, text, zone }: ListAsk) {
  const isByName = text !== '' || filter.customer !== undefined
  return infiniteQueryOptions({
    queryKey: ['cases', 'list', from, view, filter, text],
    initialPageParam: null as Place | null,
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      // Words are looked for along the nearest clock: part by part they would be looked for once for each.
      const headings = pageParam ? pageParam.headings : isByName ? undefined : headingsAt(timeKeeper.nowMs(), zone)
      const answer = await client.cases.list(
        {
          ...{ view, limit: pageRows },
          ...(Object.keys(filter).length === 0 ? {} : { filter }),
          ...(text === '' ? {} : { text }),
          ...(headings === undefined ? {} : { headings: [...headings] }),
          ...(from === 'end' ? { backward: true } : {}),
          ...(pageParam === null ? {} : { cursor: pageParam.cursor }),
        },
        { signal },
      )
      timeKeeper.anchor(answer.asOfMs)
      return { ...answer, rows: answer.rows.map(queueRow), headings }
    },
    getNextPageParam: ({ next, headings }): Place | undefined =>
      next === undefined ? undefined : { cursor: next, headings },
  })
}

/** Reads the first page before anybody asks, so that F3 finds it there. */
export const readAhead = (queries: QueryClient, bridge: Bridge): Promise<void> =>
  queries.prefetchInfiniteQuery(
    listQuery(bridge, {
      ...{ view: useQueue.getState().view, from: 'start', filter: {}, text: '', zone: zoneNow() },
    }),
  )

/** The cases of a view by nearest clock, read page by page as the list is scrolled; unchanged rows stay the same objects. */
export function useCaseList(view: View, narrowing: Narrowing): CaseList {
  const bridge = useBridge()
  const zone = useZone()
  const from = useQueue((state) => state.from)
  const query = useInfiniteQuery({
    ...listQuery(bridge, { view, from, zone, filter: narrowing.filter, text: narrowing.text }),
    enabled: narrowing.isReady,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => rowsOf(query.data, from), [query.data, from])
  const newest = query.data?.pages[0]
  return {
    ...{ rows, from, isBefore: query.isPlaceholderData },
    count: newest?.count ?? null,
    tookMs: newest?.tookMs ?? null,
    readMs: newest?.asOfMs ?? 0,
    state: query.data ? 'ready' : query.isError ? 'failed' : 'loading',
    hasMore: query.hasNextPage,
    readMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
    },
    again: () => void query.refetch(),
  }
}

/** Pages read from the end come last one first. */
function rowsOf(data: InfiniteData<Page> | undefined, from: CaseList['from']): readonly QueueRow[] {
  if (!data) return noRows
  const [first, ...others] = data.pages
  if (others.length === 0) return first?.rows ?? noRows
  return (from === 'end' ? data.pages.toReversed() : data.pages).flatMap((page) => page.rows)
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
