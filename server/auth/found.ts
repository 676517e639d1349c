import { demoOrg, demoPassword, demoStaff, demoTeams } from '../../shared/contract/demo.ts'
import type { Database, Sql } from '../db/database.ts'
import { type EpochDeps, startEpoch } from '../sync/epochs.ts'
import type { Passwords } from './password.ts'
import * as rows from './rows.ts'

export interface FoundDeps extends EpochDeps {
  readonly passwords: Passwords
}

/** Enters the demonstration organisation, once; its people are marked, so that no other address serves them. */
export async function foundDemo(deps: FoundDeps): Promise<void> {
  const org = demoOrg.id
  const find = (sql: Sql) => sql.rows(rows.selectOrg, [org])
  if ((await deps.db.read(org, find)).length > 0) return
  const password = await deps.passwords.hash(demoPassword)
  await deps.db.write(org, async (sql) => {
    if ((await find(sql)).length > 0) return
    await sql.rows(rows.insertOrg, [org, demoOrg.name, demoOrg.zone, deps.nowMs()])
    const cause = { reason: 'founded', epoch: '', afterIndex: -1, actor: 'operator', device: 'server' } as const
    await startEpoch(deps, sql, org, cause)
    await sql.rows(rows.insertSite, [org, 'main', '总部', 'A'])
    for (const team of demoTeams) await sql.rows(rows.insertTeam, [org, team.id, 'main', team.name])
    for (const person of demoStaff) {
      const { id, name, role, team } = person
      const scopes = JSON.stringify(person.scopes)
      await sql.rows(rows.insertPerson, [org, id, name, role, team, scopes, password, true, deps.nowMs()])
    }
  })
}

/** Whether this database holds people of the demonstration. */
export async function hasDemoPeople(db: Database): Promise<boolean> {
  const [found] = await db.read(demoOrg.id, (sql) => sql.rows(rows.anyDemoPerson, [demoOrg.id]))
  return (found?.n ?? 0) > 0
}
