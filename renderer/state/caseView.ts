import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Case } from '../../shared/case/model.ts'
import type { NextStep } from '../../shared/case/next.ts'
import type { ClockRow } from '../../shared/contract/console.ts'
import { useBridge } from '../app/console.tsx'
import { type Entry, entryOf } from './record.ts'

/** One case as screens hold it. */
export interface CaseView {
  readonly theCase: Case
  readonly clocks: readonly ClockRow[]
  /** The newest part of the record, oldest first. */
  readonly record: readonly Entry[]
  /** How many entries came before it. */
  readonly older: number
  readonly nextStep: NextStep | null
  readonly available: readonly string[]
}

export interface AskedCase {
  /** `undefined` while it is read for the first time, `null` = not here, or not this person's to see. */
  readonly view: CaseView | null | undefined
  /** The case that `view` is of: the one before while the next is being read. */
  readonly id: string | null
  readonly failed: boolean
}

/** How much of a record is read at once: what fits a few screens, whatever the case has lived through. */
export const recordPage = 50

const refreshMs = 60_000

/**
 * A case that stays up to date by itself: each change the core tells of is read again. The wire carries the kernel's own case as
 * JSON.
 */
export function useCaseView(id: string | null, newest: number = recordPage): AskedCase {
  const bridge = useBridge()
  const { data, isError } = useQuery({
    queryKey: ['cases', 'one', id, newest],
    enabled: id !== null,
    placeholderData: keepPreviousData,
    // What a clock has left of business hours changes without any event.
    refetchInterval: refreshMs,
    queryFn: async ({ signal }) => {
      const answer = await bridge.client.cases.get({ id: id ?? '', newest }, { signal })
      return { id, view: answer && viewOf(answer) }
    },
  })
  return { view: data?.view, id: data?.id ?? null, failed: isError }
}

type Answer = NonNullable<Awaited<ReturnType<ReturnType<typeof useBridge>['client']['cases']['get']>>>

const viewOf = ({ case: theCase, clocks, record, older, nextStep, available }: Answer): CaseView => ({
  theCase: theCase as unknown as Case,
  clocks,
  record: record.map(entryOf).filter((entry) => entry !== null),
  older,
  nextStep: nextStep as unknown as NextStep | null,
  available,
})

export type ChainMark = 'verified' | 'unsigned' | 'broken'

/** Every hash and link of the case, checked after it is on the screen; `null` until then. */
export function useChainMark(id: string | null): ChainMark | null {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['cases', 'chain', id],
    enabled: id !== null,
    queryFn: ({ signal }) => bridge.client.cases.chain({ id: id ?? '' }, { signal }),
  })
  return data === undefined || data === 'unchecked' ? null : data
}

/** Whether a title that shows two lines cuts this symptom, so that it must be told in full below. */
export const isLongForTitle = (symptom: string | null | undefined): boolean => (symptom?.length ?? 0) > 54

export const numberOf = ({ number }: Pick<Case, 'number'>): string => number.official ?? number.provisional
