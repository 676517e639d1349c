import { useQuery } from '@tanstack/react-query'
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
  const [typed, setTyped] = useState<Values | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { data: kept } = useQuery({
    queryKey: ['drafts', key],
    enabled: key !== null,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const drafts = await bridge.client.drafts.list(undefined, { signal })
      return valuesIn(drafts.find(({ id }) => id === key)?.body)
    },
  })
  const newest = useRef<Values | null>(null)
  const put = () => {
    if (key !== null && newest.current !== null)
      void bridge.client.drafts.put({ id: key, body: { screen: 'act', v: 1, values: { ...newest.current } } })
    newest.current = null
  }
  const latestPut = useRef(put)
  latestPut.current = put
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      latestPut.current()
    },
    [],
  )
  return {
    typed: typed ?? kept ?? {},
    set: (name, value) => {
      const next = { ...(typed ?? kept), [name]: value }
      setTyped(next)
      newest.current = next
      clearTimeout(timer.current)
      timer.current = setTimeout(() => latestPut.current(), everyMs)
    },
    drop: () => {
      clearTimeout(timer.current)
      newest.current = null
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
