import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useBridge } from '../app/console.tsx'

/** Names the organisation gives: people, teams, reasons. An id nobody has named is shown as it is. */
export interface Directory {
  readonly person: (id: string) => string
  readonly team: (id: string) => string
  /** `group` as in the reasons' own data: hold, reassign … */
  readonly reason: (group: string, id: string, language: string) => string
  readonly people: readonly Named[]
  readonly teams: readonly Named[]
  /** All reasons of a group, for choosing one. */
  readonly reasons: (group: string, language: string) => readonly { readonly value: string; readonly label: string }[]
}

export interface Named {
  readonly id: string
  readonly name: string
}

const DirectoryContext = createContext<Directory>({
  person: (id) => id,
  team: (id) => id,
  reason: (_, id) => id,
  people: [],
  teams: [],
  reasons: () => [],
})

/** Asks for the names once for the whole window, so that a list of rows does not have to. */
export function DirectoryProvider({ children }: { readonly children: ReactNode }) {
  const people = useReference('people')
  const reasons = useReference('reasons')
  const directory = useMemo(
    () => ({
      person: (id: string) => textAt(people, 'people', id) ?? id,
      team: (id: string) => textAt(people, 'teams', id) ?? id,
      reason: (group: string, id: string, language: string) => reasonName(reasons, group, id, language) ?? id,
      people: namesIn(people, 'people'),
      teams: namesIn(people, 'teams'),
      reasons: (group: string, language: string) =>
        reasonsIn(reasons, group).map((id) => ({ value: id, label: reasonName(reasons, group, id, language) ?? id })),
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

function namesIn(body: unknown, list: string): readonly Named[] {
  const names = at(body, list)
  return Object.keys(typeof names === 'object' && names !== null ? names : {}).flatMap((id) => {
    const name = textAt(body, list, id)
    return name === undefined ? [] : [{ id, name }]
  })
}

const withId = (list: unknown, wanted: string): unknown =>
  Array.isArray(list) ? list.find((item) => at(item, 'id') === wanted) : undefined

/** Ids of the reasons of one group, in their own order. */
function reasonsIn(body: unknown, group: string): readonly string[] {
  const reasons = at(withId(at(body, 'groups'), group), 'reasons')
  const ids: unknown[] = Array.isArray(reasons) ? reasons.map((reason) => at(reason, 'id')) : []
  return ids.filter((id) => typeof id === 'string')
}

/** Reads `{groups: [{id, reasons: [{id, name: {language: text}}]}]}`. */
export function reasonName(body: unknown, group: string, id: string, language: string): string | undefined {
  return textAt(withId(at(withId(at(body, 'groups'), group), 'reasons'), id), 'name', language)
}
