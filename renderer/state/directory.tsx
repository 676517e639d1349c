import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useBridge } from '../app/console.tsx'

/** Names the organisation gives: people, teams, reasons. An id nobody has named is shown as it is. */
export interface Directory {
  readonly person: (id: string) => string
  readonly team: (id: string) => string
  /** `group` as in the reasons' own data: hold, reassign … */
  readonly reason: (group: string, id: string, language: string) => string
}

const DirectoryContext = createContext<Directory>({ person: (id) => id, team: (id) => id, reason: (_, id) => id })

/** Asks for the names once for the whole window, so that a list of rows does not have to. */
export function DirectoryProvider({ children }: { readonly children: ReactNode }) {
  const people = useReference('people')
  const reasons = useReference('reasons')
  const directory = useMemo(
    () => ({
      person: (id: string) => textAt(people, 'people', id) ?? id,
      team: (id: string) => textAt(people, 'teams', id) ?? id,
      reason: (group: string, id: string, language: string) => reasonName(reasons, group, id, language) ?? id,
    }),
    [people, reasons],
  )
  return <DirectoryContext.Provider value={directory}>{children}</DirectoryContext.Provider>
}

export const useDirectory = (): Directory => useContext(DirectoryContext)

function useReference(kind: string): unknown {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['reference', kind],
    queryFn: ({ signal }) => bridge.client.reference.get({ kind }, { signal }),
  })
  return data?.body
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined

const textAt = (body: unknown, list: string, id: string): string | undefined => {
  const text = at(at(body, list), id)
  return typeof text === 'string' ? text : undefined
}

/** Reads `{groups: [{id, reasons: [{id, name: {language: text}}]}]}`. */
export function reasonName(body: unknown, group: string, id: string, language: string): string | undefined {
  const withId = (list: unknown, wanted: string): unknown =>
    Array.isArray(list) ? list.find((item) => at(item, 'id') === wanted) : undefined
  return textAt(withId(at(withId(at(body, 'groups'), group), 'reasons'), id), 'name', language)
}
