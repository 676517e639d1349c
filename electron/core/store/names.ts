import type { ReadDb, WriteDb } from './database.ts'

/** Short numbers for the names that stand in every event (organisation, devices, people, sessions, event types). */
export interface Names {
  /** The number of a name, given now when it is new. */
  readonly refOf: (name: string) => number
  readonly nameOf: <Name extends string>(ref: number) => Name
  /** After a rolled back transaction, numbers given inside it are no longer true. */
  readonly forget: () => void
}

/** Reads names only: for connections that cannot write. */
export function createNameReader(db: ReadDb): Pick<Names, 'nameOf'> {
  const byRef = new Map<number, string>()
  return { nameOf: (ref) => lookUp(db, byRef, ref) }
}

export function createNames(db: WriteDb): Names {
  const byName = new Map<string, number>()
  const byRef = new Map<number, string>()
  return {
    refOf: (name) => {
      const known = byName.get(name) ?? db.get<{ ref: number }>('SELECT ref FROM names WHERE name = ?', name)?.ref
      const ref = known ?? addName(db, name)
      byName.set(name, ref)
      return ref
    },
    nameOf: (ref) => lookUp(db, byRef, ref),
    forget: () => {
      byName.clear()
      byRef.clear()
    },
  }
}

function addName(db: WriteDb, name: string): number {
  const row = db.get<{ next: number }>('SELECT coalesce(max(ref), 0) + 1 AS next FROM names')
  const ref = row?.next ?? 1
  db.run('INSERT INTO names (ref, name) VALUES (?, ?)', ref, name)
  return ref
}

function lookUp<Name extends string>(db: ReadDb, byRef: Map<number, string>, ref: number): Name {
  const known = byRef.get(ref) ?? db.get<{ name: string }>('SELECT name FROM names WHERE ref = ?', ref)?.name
  if (known === undefined) throw new Error(`store: name ${ref} is not known`)
  byRef.set(ref, known)
  return known as Name
}
