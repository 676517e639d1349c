import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Actor } from '../../../shared/case/event.ts'
import type { DeviceId } from '../../../shared/kernel/brand.ts'
import { freshId } from './bytes.ts'
import type { ToRecord } from './care/recorder.ts'
import { createCaseRefs } from './case-refs.ts'
import type { Change } from './change.ts'
import type { Core } from './core.ts'
import { createCounters } from './counts.ts'
import type { OpenDatabase, WriteDb } from './database.ts'
import { createDevice } from './device.ts'
import { createEventReader } from './event-rows.ts'
import { createHeldCases } from './held-cases.ts'
import type { CaseKernel } from './kernel-port.ts'
import { createLoose } from './loose.ts'
import { getMeta, putMeta } from './meta.ts'
import { migrate } from './migrations/index.ts'
import { createNames } from './names.ts'
import { pooledRandom } from './pooled-random.ts'
import { createVault } from './vault.ts'

export interface CoreDeps {
  readonly kernel: CaseKernel
  readonly nowMs: () => number
  readonly monoMs: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly changed: (change: Change) => void
  /** Told of every own event after its commit. */
  readonly recorded: (events: readonly ToRecord[]) => void
}

/** The inner parts of a store over one writing connection, its schema brought up to date. */
export function coreOver(deps: CoreDeps, { write: db }: OpenDatabase): Core {
  migrate(db)
  const random = pooledRandom(deps.random)
  const newId = <Id extends string>(nowMs: number): Id => freshId<Id>(nowMs, random(10))
  const names = createNames(db)
  const orgKey = orgKeyOf(db, random)
  const vault = createVault(db, { orgKey: orgKey.get, random })
  const counts = createCounters(db)
  const loose = createLoose(db, counts)
  const refs = createCaseRefs(db, loose)
  const events = createEventReader(db, names, vault, loose.hasCase)
  const held = createHeldCases({ db, events, kernel: deps.kernel, counts })
  const actors = new Map<string, Actor>()
  const forget = (): void => {
    for (const part of [names, vault, refs, held, counts, orgKey, loose]) part.forget()
    actors.clear()
  }
  const inOne = <T>(work: () => T): T => {
    try {
      return db.transaction(work)
    } catch (error) {
      forget()
      throw error
    }
  }
  return {
    ...{ db, kernel: deps.kernel, names, vault, refs, events, held, counts, loose, actors, random, newId, forget },
    device: createDevice(db, names, keptDevice(db, newId(deps.nowMs()))),
    orgKey: orgKey.get,
    bootId: Buffer.from(random(6)).toString('hex'),
    monoMs: deps.monoMs,
    commit: (work) =>
      inOne(() => {
        loose.bind()
        const value = work()
        counts.write()
        return value
      }),
    save: (work) =>
      inOne(() => {
        const value = work()
        if (loose.keep(counts.moves())) counts.forget()
        else counts.write()
        return value
      }),
    changed: deps.changed,
    recorded: deps.recorded,
  }
}

/** Root key of the organisation, kept in the encrypted file; one of our own until the organisation gives its. */
function orgKeyOf(db: WriteDb, random: (bytes: number) => Uint8Array) {
  if (getMeta(db, 'org_key') === undefined)
    db.transaction(() => putMeta(db, 'org_key', Buffer.from(random(32)).toString('base64')))
  let key: KeyObject | null = null
  const get = (): KeyObject => {
    key ??= createSecretKey(Buffer.from(getMeta<string>(db, 'org_key') ?? '', 'base64'))
    return key
  }
  return {
    get,
    forget: () => {
      key = null
    },
  }
}

function keptDevice(db: WriteDb, fresh: DeviceId): DeviceId {
  const known = getMeta<DeviceId>(db, 'device')
  if (known === undefined) db.transaction(() => putMeta(db, 'device', fresh))
  return known ?? fresh
}
