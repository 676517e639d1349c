import type { Person } from '../../shared/contract/server.ts'
import type { Database, Sql } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { writeAudit } from './audit.ts'
import type { Caller } from './caller.ts'
import { demand } from './rights.ts'
import * as rows from './rows.ts'

const lockTeam = reads<{ team: string }>('teams.lock', 'SELECT team FROM teams WHERE org = $1 AND team = $2 FOR UPDATE')
const anyInTeam = reads<{ n: number }>(
  'people.any_in_team',
  'SELECT count(*)::int AS n FROM people WHERE org = $1 AND team = $2 AND active',
)
const changeTeam = writes('teams.change', 'UPDATE teams SET name = $3, active = $4 WHERE org = $1 AND team = $2')

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
    changeTeam: async (caller: Caller, it: { id: string; name: string; active: boolean }): Promise<void> => {
      demand(caller, 'teams.change')
      await db.write(caller.org, async (sql) => {
        if ((await sql.rows(lockTeam, [caller.org, it.id])).length === 0) throw new Problem(404, 'team.unknown')
        const [people] = it.active ? [] : await sql.rows(anyInTeam, [caller.org, it.id])
        if ((people?.n ?? 0) > 0) throw new Problem(409, 'team.in_use')
        await sql.rows(changeTeam, [caller.org, it.id, it.name, it.active])
        await audit(sql, caller, it.active ? 'team.changed' : 'team.closed', it.id)
      })
    },
  }
}

export type Teams = ReturnType<typeof createTeams>
