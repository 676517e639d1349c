import { openDatabase, type WriteDb } from '../../../../electron/core/store/database.ts'
import type { StoreMakers } from '../../../../electron/core/store/store-deps.ts'

/**
 * Opens the store's file so that this process is killed at the `at`-th step: a step is the moment before and the moment after
 * each statement, before each commit and after it. Counts go on over everything the process does.
 */
export function killingAt(at: number): {
  readonly openDatabase: StoreMakers['openDatabase']
  readonly steps: () => number
} {
  let steps = 0
  const step = (): void => {
    if (steps++ === at) process.kill(process.pid, 'SIGKILL')
  }
  const around = <Args extends readonly unknown[], T>(work: (...args: Args) => T): ((...args: Args) => T) => {
    return (...args) => {
      step()
      const value = work(...args)
      step()
      return value
    }
  }
  const openKilling: StoreMakers['openDatabase'] = (options) => {
    const opened = openDatabase(options)
    if (options.mode !== 'write') return opened
    const { write } = opened
    const killing = {
      ...write,
      run: around(write.run),
      get: around(write.get as (sql: string) => unknown),
      all: around(write.all as (sql: string) => unknown),
      transaction: <T>(work: () => T): T =>
        around(() =>
          write.transaction(() => {
            const value = work()
            step()
            return value
          }),
        )(),
    } as unknown as WriteDb
    return { ...opened, read: killing, write: killing }
  }
  return { openDatabase: openKilling, steps: () => steps }
}
