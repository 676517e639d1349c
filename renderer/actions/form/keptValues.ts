import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useBridge } from '../../app/console.tsx'
import type { Values } from './types.ts'

const everyMs = 400

export interface KeptValues {
  /** What was typed over what stood there; empty while nothing was. */
  readonly typed: Values
  readonly set: (name: string, value: string) => void
  /** The command was given: nothing is kept any more. */
  readonly drop: () => void
}

/**
 * What is typed into a form stays: when the panel is closed, when the case changes meanwhile, and over a crash, for it lies in the
 * core's encrypted drafts. `key` names the form and its case; `null` = not kept. Source: CASE-8, issue F "drafts stay".
 */
export function useKeptValues(key: string | null): KeptValues {
  const bridge = useBridge()
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const queryKey = ['drafts', key]
  const { data: kept } = useQuery({
    queryKey,
    enabled: key !== null,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const drafts = await bridge.client.drafts.list(undefined, { signal })
      return valuesIn(drafts.find(({ id }) => id === key)?.body)
    },
  })
  // Typing does not wait for what was kept: it goes over it, whichever comes first.
  const [own, setOwn] = useState<Values>({})
  const typed = { ...kept, ...own }
  const isPut = useRef(true)
  const put = () => {
    if (key === null || isPut.current) return
    isPut.current = true
    void bridge.client.drafts.put({ id: key, body: { screen: 'act', v: 1, values: typed } })
  }
  const leave = () => {
    clearTimeout(timer.current)
    put()
    // Opened again at once it asks anew: what was given meanwhile must not stand there as if it were not.
    queries.removeQueries({ queryKey, exact: true })
  }
  const latest = useRef({ put, leave })
  latest.current = { put, leave }
  useEffect(() => () => latest.current.leave(), [])
  return {
    typed,
    set: (name, value) => {
      setOwn((before) => ({ ...before, [name]: value }))
      isPut.current = false
      clearTimeout(timer.current)
      timer.current = setTimeout(() => latest.current.put(), everyMs)
    },
    drop: () => {
      clearTimeout(timer.current)
      isPut.current = true
      if (key !== null) void bridge.client.drafts.remove({ id: key })
    },
  }
}

/** The values of a kept draft; nothing of another shape. */
function valuesIn(body: unknown): Values {
  const values = typeof body === 'object' && body !== null && 'values' in body ? body.values : null
  if (typeof values !== 'object' || values === null) return {}
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'))
}
