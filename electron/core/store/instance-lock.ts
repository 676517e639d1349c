import { join } from 'node:path'
import Database from 'better-sqlite3'
import { faultOf, StoreFaultError, storeFault } from './fault.ts'

export interface InstanceLock {
  readonly release: () => void
}

/** A connection nobody holds on to is closed by the garbage collector, and its lock with it. */
const held = new Set<Database.Database>()

/**
 * One console per data folder. The lock belongs to the process: it is gone when the process is, however it ended.
 * Throws `StoreFaultError` `store.in_use` when another console holds it.
 */
export function lockFolder(dir: string): InstanceLock {
  const db = storeFault(() => new Database(join(dir, 'in-use.lock'), { timeout: 0 }))
  try {
    db.pragma('journal_mode=MEMORY')
    db.pragma('locking_mode=EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (faultOf(error) === 'store.busy') throw new StoreFaultError('store.in_use', 'SQLITE_BUSY', error)
    throw storeFault(() => {
      throw error
    })
  }
  held.add(db)
  return {
    release: () => {
      held.delete(db)
      db.close()
    },
  }
}
