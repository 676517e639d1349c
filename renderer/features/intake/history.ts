import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { useBridge } from '../../app/console.tsx'
import { type QueueRow, queueRow } from '../../state/rows.ts'
import { useDraft } from './context.tsx'
import { dialled } from './number.ts'

export interface History {
  /** `asked` once there is a number to ask about. */
  readonly asked: boolean
  readonly rows: readonly QueueRow[]
}

/** Earlier cases of the number on the form, newest first, as its digits come. Source: CASE-4. */
export function useHistory(): History {
  const bridge = useBridge()
  const phone = useDeferredValue(useDraft((draft) => dialled(draft.phone)))
  const { data } = useQuery<readonly QueueRow[]>({
    queryKey: ['cases', 'byPhone', phone],
    enabled: phone !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answer = await bridge.client.cases.byPhone({ phone: phone ?? '' }, { signal })
      return answer.rows.map(queueRow)
    },
  })
  return { asked: phone !== null, rows: phone === null ? [] : (data ?? []) }
}
