import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { faultOf } from '../fault.ts'

/** The files of a store that can be put together again: the record from its copies, the search file from the record. */
export type MendableFile = 'case.db' | 'search.db'

/** A mark stands beside the file, because a damaged database may not take one; the next opening puts the marked file right. */
const markOf = (dir: string, file: MendableFile): string => join(dir, `${file}.damaged`)

export const isMarkedDamaged = (dir: string, file: MendableFile): boolean => existsSync(markOf(dir, file))
export const forgetDamage = (dir: string, file: MendableFile): void => rmSync(markOf(dir, file), { force: true })

export function markDamaged(dir: string, file: MendableFile): void {
  const mark = openSync(markOf(dir, file), 'w', 0o600)
  try {
    fsyncSync(mark)
  } finally {
    closeSync(mark)
  }
}

export interface DamageWatchDeps {
  readonly dir: string
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
  /** Told once per file and session. */
  readonly damaged: (file: MendableFile) => void
}

/** Takes what any connection of an open store found broken. */
export type DamageWatch = (file: MendableFile, fault: string) => void

export function createDamageWatch({ dir, log, damaged }: DamageWatchDeps): DamageWatch {
  const known = new Set<MendableFile>()
  return (file, fault) => {
    if (known.has(file)) return
    known.add(file)
    log({ code: 'store.damaged', file, fault })
    try {
      markDamaged(dir, file)
    } catch (error) {
      if (faultOf(error) === undefined) throw error
      log({ code: 'store.damage_unmarked', file, fault: faultOf(error) })
    }
    damaged(file)
  }
}
