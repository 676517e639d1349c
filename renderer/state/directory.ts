import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useBridge } from '../app/console.tsx'

/** Names of people and teams by id. An id nobody has named is shown as it is. */
export interface Directory {
  readonly person: (id: string) => string
  readonly team: (id: string) => string
}

type Names = Readonly<Record<string, unknown>>

/** Reads `{people: {id: name}, teams: {id: name}}` out of the core's reference data of kind `people`. */
function namesIn(body: unknown, list: 'people' | 'teams'): Names {
  const found = typeof body === 'object' && body !== null ? (body as Names)[list] : undefined
  return typeof found === 'object' && found !== null ? (found as Names) : {}
}

const nameIn = (names: Names, id: string): string => {
  const name = Object.hasOwn(names, id) ? names[id] : undefined
  return typeof name === 'string' ? name : id
}

export function useDirectory(): Directory {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['reference', 'people'],
    queryFn: ({ signal }) => bridge.client.reference.get({ kind: 'people' }, { signal }),
  })
  return useMemo(() => {
    const people = namesIn(data?.body, 'people')
    const teams = namesIn(data?.body, 'teams')
    return { person: (id) => nameIn(people, id), team: (id) => nameIn(teams, id) }
  }, [data])
}
