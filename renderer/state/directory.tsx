import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
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

const DirectoryContext = createContext<Directory>({ person: (id) => id, team: (id) => id })

/** Asks for the names once for the whole window, so that a list of rows does not have to. */
export function DirectoryProvider({ children }: { readonly children: ReactNode }) {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['reference', 'people'],
    queryFn: ({ signal }) => bridge.client.reference.get({ kind: 'people' }, { signal }),
  })
  const directory = useMemo(() => {
    const people = namesIn(data?.body, 'people')
    const teams = namesIn(data?.body, 'teams')
    return { person: (id: string) => nameIn(people, id), team: (id: string) => nameIn(teams, id) }
  }, [data])
  return <DirectoryContext.Provider value={directory}>{children}</DirectoryContext.Provider>
}

export const useDirectory = (): Directory => useContext(DirectoryContext)
