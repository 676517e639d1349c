import { useQuery } from '@tanstack/react-query'
import type { ConflictEntry } from '../../shared/contract/console.ts'
import { useBridge } from '../app/console.tsx'

const none: readonly ConflictEntry[] = []

/** Cases in which two values of one field wait for somebody to pick; read again with every change of cases. */
export function useConflicts(): readonly ConflictEntry[] {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['cases', 'conflicts'],
    queryFn: ({ signal }) => bridge.client.refused.conflicts(undefined, { signal }),
  })
  return data ?? none
}
