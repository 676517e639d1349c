import { useQuery } from '@tanstack/react-query'
import { openCalendar } from '../../shared/sla/calendar.ts'
import type { FoldContext } from '../../shared/sla/context.ts'
import { parseLadders } from '../../shared/sla/ladder.ts'
import { compilePolicy } from '../../shared/sla/policy-compile.ts'
import { useBridge } from '../app/console.tsx'

const part = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined

/** Policy, ladder and calendar as the core holds them, made ready for counting; `null` when they cannot be read here. */
export function readSla(body: unknown): FoldContext | null {
  const ladders = parseLadders(part(body, 'ladder'))
  const policy = ladders.ok ? compilePolicy(part(body, 'policy'), ladders.value) : ladders
  const business = openCalendar(part(body, 'calendar'))
  return policy.ok && business.ok ? { policy: policy.value, business: business.value } : null
}

/** Key under which the window keeps the rules of the clocks. */
export const slaKey = ['reference', 'sla'] as const

/** The rules of the clocks, asked for once; `null` until they are here. */
export function useSla(): FoldContext | null {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: slaKey,
    queryFn: async ({ signal }) => readSla((await bridge.client.reference.get({ kind: 'sla' }, { signal })).body),
  })
  return data ?? null
}
