import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import type { Customer } from '../../../shared/case/model.ts'
import type { CustomerHistory } from '../../../shared/contract/console.ts'
import { useBridge } from '../../app/console.tsx'
import { type QueueRow, queueRow } from '../../state/rows.ts'
import { useDraft } from './context.tsx'
import { historyKey } from './facts.ts'
import { dialled } from './number.ts'

export interface History extends Omit<CustomerHistory, 'customer' | 'rows'> {
  /** The number asked about; `null` until there is one. */
  readonly phone: string | null
  /** `answered` once the core has said all it knows of this number, `failed` once it could not. */
  readonly answered: boolean
  readonly failed: boolean
  /** Something has been heard of this very number, if only long ago. */
  readonly heard: boolean
  readonly customer: Partial<Customer> | null
  readonly rows: readonly QueueRow[]
}

const nothing = { customer: null, rows: [], contacts: [], compensations: [], tags: [], satisfaction: [], repeats: 0 }

/**
 * Everything earlier with the number on the form, newest first, as its digits come. `staleTime` 0 = asked anew where this is used
 * first, whatever is known from the call before. Source: CASE-4.
 */
export function useHistory(staleTime = Number.POSITIVE_INFINITY): History {
  const bridge = useBridge()
  const phone = useDeferredValue(useDraft((draft) => dialled(draft.phone)))
  const { data, isPlaceholderData, isFetching, isError } = useQuery({
    queryKey: historyKey(phone),
    enabled: phone !== null,
    staleTime,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bridge.client.cases.byPhone({ phone: phone ?? '' }, { signal }),
  })
  return useMemo(() => {
    const failed = isError && !isFetching
    if (phone === null || data === undefined) return { phone, answered: false, failed, heard: false, ...nothing }
    const { customer, rows, ...rest } = data
    // The wire carries the kernel's own customer as JSON.
    const known = customer as Partial<Customer> | null
    const answered = !isPlaceholderData && !isFetching
    const heard = !isPlaceholderData
    return { phone, answered, failed, heard, customer: known, rows: rows.map(queueRow), ...rest }
  }, [phone, data, isPlaceholderData, isFetching, isError])
}
