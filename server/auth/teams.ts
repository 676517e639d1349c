import type { Person } from '../../shared/contract/server.ts'
import type { Database, Sql } from '../db/database.ts'
import { Problem } from '../problem.ts'
import { writeAudit } from './audit.ts'
import type { Caller } from './caller.ts'
import { demand } from './rights.ts'
import * as rows from './rows.ts'

export interface TeamsDeps {
  readonly db: Database
  readonly nowMs: () => number
}

/** Sites and teams, and the directory of names everybody of the organisation may know. */
export function createTeams({ db, nowMs }: TeamsDeps) {
  const audit = (sql: Sql, { org, actor, device }: Caller, act: string, subject: string) =>
    writeAudit(sql, { org, atMs: nowMs(), actor: actor.id, device, act, subject })

  return {
    directory: (caller: Caller) =>
      db.read(caller.org, async (sql) => {
        const teams = await sql.rows(rows.selectTeams, [caller.org])
        const people = await sql.rows(rows.selectPeople, [caller.org])
        return {
          teams: teams.map(({ team, name, site, active }) => ({ id: team, name, site, active })),
          people: people.map(({ actor, name, role, team, active }) => ({
            id: actor,
            name,
            role: role as Person['role'],
            team,
            active,
          })),
        }
      }),
    addSite: async (caller: Caller, { id, name, code }: { id: string; name: string; code: string }): Promise<void> => {
      demand(caller, 'teams.change')
      await db.write(caller.org, async (sql) => {
        if ((await sql.rows(rows.selectSite, [caller.org, id])).length > 0) throw new Problem(409, 'site.exists')
        await sql.rows(rows.insertSite, [caller.org, id, name, code])
        await audit(sql, caller, 'site.added', id)
      })
    },
    addTeam: async (caller: Caller, { id, name, site }: { id: string; name: string; site: string }): Promise<void> => {
      demand(caller, 'teams.change')
      await db.write(caller.org, async (sql) => {
        if ((await sql.rows(rows.selectSite, [caller.org, site])).length === 0) throw new Problem(404, 'site.unknown')
        const teams = await sql.rows(rows.selectTeams, [caller.org])
        if (teams.some((row) => row.team === id)) throw new Problem(409, 'team.exists')
        await sql.rows(rows.insertTeam, [caller.org, id, site, name])
        await audit(sql, caller, 'team.added', id)
      })
    },
  }
}

export type Teams = ReturnType<typeof createTeams>
