import { useQuery } from '@tanstack/react-query'
import { useBridge } from '../../app/console.tsx'
import type { ConsoleClient } from '../../bridge.ts'

export type JudgedCount = Awaited<ReturnType<ConsoleClient['judged']['counts']>>[number]

/** How often each entry helped, by its id. Read again when a case changes: judgements lie in cases. */
export function useJudgedCounts(): ReadonlyMap<string, JudgedCount> {
  const { client } = useBridge()
  const { data } = useQuery({
    queryKey: ['cases', 'judged'],
    queryFn: ({ signal }) => client.judged.counts(undefined, { signal }),
    select: byWords,
  })
  return data ?? nothing
}

const nothing: ReadonlyMap<string, JudgedCount> = new Map()
const byWords = (counts: readonly JudgedCount[]): ReadonlyMap<string, JudgedCount> =>
  new Map(counts.map((count) => [count.words, count]))

/** What was written to the author of one entry. */
export function useTold(words: string, isAny: boolean) {
  const { client } = useBridge()
  return (
    useQuery({
      queryKey: ['cases', 'judged', 'told', words],
      enabled: isAny,
      queryFn: ({ signal }) => client.judged.told({ words }, { signal }),
    }).data ?? []
  )
}
