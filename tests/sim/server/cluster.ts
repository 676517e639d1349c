import { insertOrg, insertPerson, insertSite, insertTeam } from '../../../server/auth/rows.ts'
import { startEpoch, startEpochs } from '../../../server/sync/epochs.ts'
import { everybody, orgId, password, scopesOfPerson, teams } from '../people.ts'
import type { Dice } from '../random.ts'
import type { Sabotage } from '../sabotage.ts'
import type { Time } from '../time.ts'
import { createHub, type Engine, type Hub, ServerKilledError } from './database.ts'
import { type ServerProcess, startProcess } from './process.ts'

export interface ClusterDeps {
  readonly engine: Engine
  readonly time: Time
  readonly dice: Dice
  readonly dataDir: string
  readonly processes: number
  readonly onFault: (what: string, error: unknown) => void
  readonly sabotage: Sabotage
}

/** The server processes over one database, as a chooser in front of them would show them. */
export interface Cluster {
  readonly hub: Hub
  readonly engine: Engine
  /** A living process; `null` while all are down. */
  readonly choose: () => ServerProcess | null
  readonly processes: () => readonly ServerProcess[]
  /** Ends one process; it is back after `downMs`. */
  readonly kill: (index: number, downMs: number) => void
  readonly saveBackup: () => Promise<void>
  /** The whole server dies and comes back with the backup; `asked`: the operator says so at the start. `false` = there is none. */
  readonly restoreBackup: (asked: boolean, downMs: number) => Promise<boolean>
}

async function found(process: ServerProcess): Promise<void> {
  const { services } = process
  const hash = await services.passwords.hash(password)
  const nowMs = services.nowMs()
  await services.db.write(orgId, async (sql) => {
    await sql.rows(insertOrg, [orgId, 'Simulated', 'Asia/Shanghai', nowMs])
    const cause = { reason: 'founded', epoch: '', afterIndex: -1, actor: 'operator', device: 'server' } as const
    await startEpoch(services, sql, orgId, cause)
    await sql.rows(insertSite, [orgId, 'main', 'Main', 'A'])
    for (const team of teams) await sql.rows(insertTeam, [orgId, team, 'main', team])
    for (const person of everybody) {
      const scopes = JSON.stringify(scopesOfPerson(person))
      await sql.rows(insertPerson, [orgId, person.id, person.id, person.role, person.team, scopes, hash, false, nowMs])
    }
  })
}

/** The operator says so at the start; killed in the middle of it, it is started so once more. */
async function beginEpochs(slots: (ServerProcess | null)[], start: () => ServerProcess): Promise<void> {
  slots[0] ??= start()
  try {
    await startEpochs(slots[0].services)
  } catch (error) {
    if (!(error instanceof ServerKilledError)) throw error
    slots[0].kill()
    slots[0] = null
    await beginEpochs(slots, start)
  }
}

export async function startCluster(deps: ClusterDeps): Promise<Cluster> {
  const { engine, time, dice } = deps
  await engine.empty()
  const hub = createHub(engine)
  let started = 0
  let saved = false
  const start = (): ServerProcess => {
    started += 1
    return startProcess({ ...deps, hub, name: `server ${started}` })
  }
  const slots: (ServerProcess | null)[] = Array.from({ length: deps.processes }, start)
  const [first] = slots
  if (!first) throw new Error('cluster: at least one process')
  await found(first)
  const living = () => slots.filter((it) => it !== null).filter((it) => !it.isDead())
  const comeBack = (index: number, downMs: number): void => {
    time.after('cluster', downMs, () => {
      slots[index] ??= start()
    })
  }
  const kill = (index: number, downMs: number): void => {
    slots[index]?.kill()
    slots[index] = null
    comeBack(index, downMs)
  }
  return {
    hub,
    engine,
    processes: living,
    choose: () => {
      for (const [index, process] of slots.entries()) if (process?.isDead()) kill(index, 500 + dice.int(4000))
      const all = living()
      return all.length === 0 ? null : dice.pick(all)
    },
    kill,
    saveBackup: async () => {
      await engine.save()
      saved = true
    },
    restoreBackup: async (asked, downMs) => {
      if (!saved) return false
      for (const process of living()) process.kill()
      slots.fill(null)
      await engine.restore()
      time.after('cluster', downMs, async () => {
        slots.forEach((_, index) => {
          slots[index] ??= start()
        })
        if (asked) await beginEpochs(slots, start)
      })
      return true
    },
  }
}
