import { type OpenDatabase, openDatabase, type WriteDb } from '../../../electron/core/store/database.ts'
import { storeFault } from '../../../electron/core/store/fault.ts'

/** Thrown where the simulated machine loses its power; nothing of the console runs after it. */
export class PowerCutError extends Error {}

/** What happens at the `at`-th call to the database from now on. */
export interface DiskFault {
  readonly kind: 'power_cut' | 'full'
  readonly at: number
  /** A full disk stays full for so many calls. */
  readonly calls: number
}

/** The console's disk: the real store file, with faults at any call to it. */
export interface Disk {
  readonly openDatabase: typeof openDatabase
  readonly arm: (fault: DiskFault) => void
  /** The power was cut and the console has not been taken away yet. */
  readonly isCut: () => boolean
  readonly hasFault: () => boolean
  readonly heal: () => void
  /** The open database as it is, past all faults: for the checks. */
  readonly raw: () => WriteDb | null
  /** Something was written since the last time this was asked. */
  readonly wasTouched: () => boolean
  readonly cutPower: () => void
  /** Looks without counting as a call of the console. */
  readonly aside: <T>(look: () => Promise<T>) => Promise<T>
}

function fullDisk(): never {
  throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
}

/** What a fault does to the `calls`-th call since it was armed. */
function effectOf(fault: DiskFault, calls: number, writes: boolean): 'none' | 'cut' | 'full' | 'over' {
  if (calls <= fault.at) return 'none'
  if (fault.kind === 'power_cut') return 'cut'
  if (calls > fault.at + fault.calls) return 'over'
  return writes ? 'full' : 'none'
}

/** Every call is counted; a transaction can end at its first, at its last and behind its commit. */
function guarded(inner: WriteDb, step: (writes: boolean) => void): WriteDb {
  const handle = {
    get: (sql: string, ...values: []) => {
      step(false)
      return inner.get(sql, ...values)
    },
    all: (sql: string, ...values: []) => {
      step(false)
      return inner.all(sql, ...values)
    },
    each: (sql: string, ...values: []) => {
      step(false)
      return inner.each(sql, ...values)
    },
    run: (sql: string, ...values: []) => {
      step(true)
      return inner.run(sql, ...values)
    },
    exec: (sql: string) => {
      step(true)
      return inner.exec(sql)
    },
    transaction: <T>(work: () => T): T => {
      step(false)
      const value = inner.transaction(() => {
        const made = work()
        step(true)
        return made
      })
      step(false)
      return value
    },
  }
  return handle as unknown as WriteDb
}

/** One connection per simulated disk: its locks would be a system call around every read. */
function openAlone(options: Parameters<typeof openDatabase>[0]): OpenDatabase {
  const opened = openDatabase(options)
  opened.raw.pragma('locking_mode=EXCLUSIVE')
  return opened
}

export function createDisk(worsen: (inner: WriteDb) => WriteDb = (inner) => inner): Disk {
  let fault: DiskFault | null = null
  let calls = 0
  let cut = false
  let touched = false
  let looking = false
  let opened: OpenDatabase | null = null

  const step = (writes: boolean): void => {
    if (cut) throw new PowerCutError('the machine is off')
    if (looking) return
    if (writes) touched = true
    if (fault === null) return
    calls += 1
    const effect = effectOf(fault, calls, writes)
    cut = effect === 'cut'
    if (cut) throw new PowerCutError('power cut')
    if (effect === 'over') fault = null
    if (effect === 'full') storeFault(fullDisk)
  }

  return {
    openDatabase: (options) => {
      if (cut) throw new PowerCutError('the machine is off')
      opened = openAlone(options)
      const handle = guarded(worsen(opened.write), step)
      const { raw, close, atOneMoment } = opened
      return { read: handle, write: handle, raw, close, atOneMoment }
    },
    arm: (next) => {
      calls = 0
      fault = next
    },
    isCut: () => cut,
    hasFault: () => fault !== null,
    heal: () => {
      fault = null
    },
    raw: () => opened?.write ?? null,
    wasTouched: () => {
      const was = touched
      touched = false
      return was
    },
    aside: async (look) => {
      looking = true
      try {
        return await look()
      } finally {
        looking = false
      }
    },
    cutPower: () => {
      cut = true
      fault = null
      opened?.close()
      opened = null
    },
  }
}
