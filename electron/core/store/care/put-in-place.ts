import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EpochMs } from '../../../../shared/kernel/brand.ts'
import { storeFault } from '../fault.ts'
import { forgetDamage } from './damage.ts'

/** A database is its file and, while open or after a crash, these two. */
export const databaseEnds = ['', '-wal', '-shm'] as const

const asidePrefix = 'set-aside-'
export const setAsideFolder = (dir: string, atMs: EpochMs): string => join(dir, `${asidePrefix}${atMs}`)
/** A store put together again, whole and synced, that has not taken its place yet. */
const mendedIn = (folder: string): string => join(folder, 'mended.db')

const setAsideFolders = (dir: string): string[] =>
  readdirSync(dir).flatMap((name) => (name.startsWith(asidePrefix) ? [join(dir, name)] : []))

/** Sets the present file aside and puts `fresh`, which is whole, in its place. */
export function putInPlace(dir: string, fresh: string, folder: string): void {
  storeFault(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    renameSync(fresh, mendedIn(folder))
  })
  finishPutting(dir)
}

/**
 * Takes up what was cut short: as long as the mended file lies in the folder, the change is not done. A log is never left beside
 * a file it does not belong to.
 */
export function finishPutting(dir: string): void {
  const folder = setAsideFolders(dir).find((it) => existsSync(mendedIn(it)))
  if (folder === undefined) return
  storeFault(() => {
    for (const end of databaseEnds) {
      const from = join(dir, `case.db${end}`)
      if (existsSync(from)) renameSync(from, join(folder, `case.db${end}`))
      rmSync(join(dir, `search.db${end}`), { force: true })
    }
    renameSync(mendedIn(folder), join(dir, 'case.db'))
    forgetDamage(dir, 'case.db')
  })
}

/** What was set aside holds keys an erasure has to reach; what could be read of it was taken over before. TRU-4. */
export function removeSetAside(dir: string): void {
  for (const folder of setAsideFolders(dir)) rmSync(folder, { recursive: true, force: true })
}
