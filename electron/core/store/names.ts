import type { ReadDb, WriteDb } from './database.ts'

export interface NameReader {
  readonly nameOf: <Name extends string>(ref: number) => Name
  /** The number of a name that is known already. */
  readonly find: (name: string) => number | undefined
}

/** Short numbers for the names that stand in every event (organisation, devices, people, sessions, event types). */
export interface Names extends NameReader {
  /** The number of a name, given now when it is new. */
  readonly refOf: (name: string) => number
  /** After a rolled back transaction, numbers given inside it are no longer true. */
  readonly forget: () => void
}

/** Reads names only: for connections that cannot write. */
export function createNameReader(db: ReadDb): NameReader & { readonly forget: () => void } {
  const byName = new Map<string, number>()
  const byRef = new Map<number, string>()
  return {
    nameOf: <Name extends string>(ref: number): Name => {
      const known = byRef.get(ref) ?? db.get<{ name: string }>('SELECT name FROM names WHERE ref = ?', ref)?.name
      if (known === undefined) throw new Error(`store: name ${ref} is not known`)
      byRef.set(ref, known)
      return known as Name
    },
    find: (name) => {
      const known = byName.get(name) ?? db.get<{ ref: number }>('SELECT ref FROM names WHERE name = ?', name)?.ref
      if (known !== undefined) byName.set(name, known)
      return known
    },
    forget: () => {
      byName.clear()
      byRef.clear()
    },
  }
}

export function createNames(db: WriteDb): Names {
  const reader = createNameReader(db)
  return {
    ...reader,
    refOf: (name) => {
      const known = reader.find(name)
      if (known !== undefined) return known
      db.run('INSERT INTO names (name) VALUES (?)', name)
      return reader.find(name) ?? 0
    },
  }
}
