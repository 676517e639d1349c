import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useMemo } from 'react'
import type { AskedRow } from '../../../shared/contract/transfers.ts'
import { useBridge } from '../../app/console.tsx'
import { type ShownClock, shownClock } from '../../state/clock.ts'
import { timeKeeper } from '../../state/now.ts'
import { type QueueRow, queueRow } from '../../state/rows.ts'
import { type TransferView, useTransfers } from './store.ts'

const pageRows = 100

type Held<Kind extends AskedRow['kind']> = Omit<Extract<AskedRow, { kind: Kind }>, 'clock' | 'case'> & {
  readonly case: QueueRow
}
/** A transfer as the list holds it: free of figures that change by themselves. */
export type WaitingTransfer = Held<'transfer'> & { readonly clock?: ShownClock }
/** A case somebody is called in on. */
export type RaisedCase = Held<'escalation'>
export type Waiting = WaitingTransfer | RaisedCase

/** The clock that presses: of the transfer itself, for a case called in on its nearest. */
export const clockOf = (row: Waiting): ShownClock | undefined =>
  row.kind === 'transfer' ? row.clock : row.case.nearest

export interface TransferList {
  readonly rows: readonly Waiting[]
  readonly state: 'loading' | 'failed' | 'ready'
  readonly readMore: () => void
  readonly again: () => void
}

function waiting(row: AskedRow): Waiting {
  if (row.kind === 'escalation') return { ...row, case: queueRow(row.case) }
  const { clock, ...plain } = row
  return { ...plain, case: queueRow(row.case), ...(clock === undefined ? {} : { clock: shownClock(clock) }) }
}

/** What waits for an answer, the one due first on top, read on as it is scrolled. */
export function useTransferList(view: TransferView): TransferList {
  const { client } = useBridge()
  const query = useInfiniteQuery({
    queryKey: ['cases', 'transfers', view],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const cursor = pageParam === '' ? {} : { cursor: pageParam }
      const answer = await client.transfers.list({ view, limit: pageRows, ...cursor }, { signal })
      timeKeeper.anchor(answer.asOfMs)
      return { rows: answer.rows.map(waiting), next: answer.next }
    },
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  return {
    rows,
    state: query.data ? 'ready' : query.isError ? 'failed' : 'loading',
    readMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
    },
    again: () => void query.refetch(),
  }
}

/** How many wait in each view. */
export function useTransferCounts() {
  const { client } = useBridge()
  return useQuery({
    queryKey: ['cases', 'transferCounts'],
    queryFn: ({ signal }) => client.transfers.counts(undefined, { signal }),
  }).data
}

/** The cursor always stands on a transfer: on the first at the start, and on the next one when its own was answered. */
export function useCursor({ rows }: TransferList): Waiting | undefined {
  const cursor = useTransfers((state) => state.cursor)
  const moveTo = useTransfers((state) => state.moveTo)
  const own = rows.find(({ id }) => id === cursor?.id)
  const index = Math.min(cursor?.index ?? 0, rows.length - 1)
  const row = own ?? rows[index]
  const isElsewhere = own === undefined && row !== undefined
  // In the same step as the rows, so that no key can fall between.
  useLayoutEffect(() => {
    if (isElsewhere) moveTo(row, index)
  }, [isElsewhere, row, index, moveTo])
  return row
}
