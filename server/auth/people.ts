import { randomBytes } from 'node:crypto'
import type { Role } from '../../shared/case/words.ts'
import type { Person, SignIn } from '../../shared/contract/server.ts'
import { type Database, only, type Sql } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { writeAudit } from './audit.ts'
import type { Caller } from './caller.ts'
import type { Passwords } from './password.ts'
import { demand } from './rights.ts'
import * as rows from './rows.ts'
import { beginSession, type NamedDevice, orgOfToken, type SignInDeps } from './sign-in.ts'
import { deleteFailures } from './throttle.ts'
import { refreshHash } from './tokens.ts'

const insertInvitation = writes(
  'invitations.insert',
  'INSERT INTO invitations (org, hash, actor, until_ms) VALUES ($1, $2, $3, $4)',
)
const lockInvitation = reads<{ actor: string; untilMs: number; usedMs: number | null }>(
  'invitations.lock',
  `SELECT actor, until_ms AS "untilMs", used_ms AS "usedMs" FROM invitations WHERE org = $1 AND hash = $2 FOR UPDATE`,
)
const dropInvitations = writes(
  'invitations.drop_of_person',
  'DELETE FROM invitations WHERE org = $1 AND actor = $2 AND used_ms IS NULL',
)
const useInvitation = writes('invitations.use', 'UPDATE invitations SET used_ms = $3 WHERE org = $1 AND hash = $2')

const invitationLifeMs = 7 * 24 * 3_600_000

export interface PeopleDeps extends SignInDeps {
  readonly db: Database
  readonly passwords: Passwords
  /** What somebody may see changed: their streams are closed and come back with the new rights. */
  readonly onRightsChanged: (org: string, actor: string) => void
}

/** What an administrator says of a person. `teams`: teams besides their own whose cases they hold. */
export interface Placed {
  readonly id: string
  readonly role: Role
  readonly team: string
  readonly teams: readonly string[]
}

/** Roles whose fields stand apart from those of a team. Source: details.md "Scopes also by role". */
const ownScope: Partial<Readonly<Record<Role, string>>> = {
  legal: 'role:legal',
  quality: 'role:quality',
  brand: 'role:brand',
}
/** Who works on the cases of their own team; the others hold only the teams they are given. */
const teamWorkers: readonly Role[] = ['agent', 'senior', 'lead', 'handler', 'supervisor', 'field']

/** What a person's devices may hold: least privilege. An administrator administers and holds no case. Source: TRU-2. */
export function scopesFor({ id, role, team, teams }: Placed): readonly string[] {
  const own = teamWorkers.includes(role) ? [team] : []
  const held = role === 'admin' ? [] : [...own, ...teams].map((it) => `team:${it}`)
  const roleScope = ownScope[role]
  return [...new Set([...held, ...(roleScope === undefined ? [] : [roleScope]), `user:${id}`, 'shared'])]
}

const personOf = (row: rows.PersonRow): Person => ({
  id: row.actor,
  name: row.name,
  role: row.role as Person['role'],
  team: row.team,
  scopes: JSON.parse(row.scopes) as string[],
  active: row.active,
})

async function checkTeams(sql: Sql, org: string, placed: Placed): Promise<void> {
  const known = new Map((await sql.rows(rows.selectTeams, [org])).map((row) => [row.team, row.active]))
  const named = [placed.team, ...placed.teams]
  if (!named.every((team) => known.has(team))) throw new Problem(404, 'team.unknown')
  if (known.get(placed.team) === false) throw new Problem(409, 'team.closed')
}

const audit = (
  sql: Sql,
  { org, actor, device }: Caller,
  atMs: number,
  act: string,
  subject: string,
  detail: Readonly<Record<string, string>>,
) => writeAudit(sql, { org, atMs, actor: actor.id, device, act, subject, detail })

/** The people of an organisation, as its administrators enter and change them. */
export function createPeople(deps: PeopleDeps) {
  const { db, nowMs } = deps

  return {
    list: async (caller: Caller): Promise<Person[]> => {
      demand(caller, 'people.read')
      return (await db.read(caller.org, (sql) => sql.rows(rows.selectPeople, [caller.org]))).map(personOf)
    },
    invite: async (caller: Caller, input: Placed & { readonly name: string }) => {
      demand(caller, 'people.change')
      const { org } = caller
      return db.write(org, async (sql) => {
        await checkTeams(sql, org, input)
        if ((await sql.rows(rows.selectPerson, [org, input.id])).length > 0) throw new Problem(409, 'person.exists')
        const { id, name, role, team } = input
        const scopes = JSON.stringify(scopesFor(input))
        await sql.rows(rows.insertPerson, [org, id, name, role, team, scopes, null, false, nowMs()])
        const given = await giveInvitation(sql, org, id, nowMs())
        await audit(sql, caller, nowMs(), 'person.invited', id, { role, team })
        return given
      })
    },
    inviteAgain: async (caller: Caller, id: string) => {
      demand(caller, 'people.change')
      const { org } = caller
      return db.write(org, async (sql) => {
        const [person] = await sql.rows(rows.selectPerson, [org, id])
        if (!person) throw new Problem(404, 'person.unknown')
        if (!person.active) throw new Problem(409, 'person.inactive')
        await sql.rows(dropInvitations, [org, id])
        const given = await giveInvitation(sql, org, id, nowMs())
        await audit(sql, caller, nowMs(), 'person.invited_again', id, {})
        return given
      })
    },
    change: async (caller: Caller, input: Placed & { readonly active: boolean }): Promise<Person> => {
      demand(caller, 'people.change')
      const changed = await db.write(caller.org, (sql) => change(sql, caller, input, nowMs()))
      deps.onRightsChanged(caller.org, input.id)
      return changed
    },
    enter: (input: NamedDevice & { readonly invitation: string; readonly password: string; readonly org: string }) =>
      enter(deps, input),
  }
}

async function giveInvitation(sql: Sql, org: string, id: string, atMs: number) {
  const invitation = `${Buffer.from(org).toString('base64url')}.${randomBytes(24).toString('base64url')}`
  const untilMs = atMs + invitationLifeMs
  await sql.rows(insertInvitation, [org, refreshHash(invitation), id, untilMs])
  return { invitation, untilMs }
}

async function change(
  sql: Sql,
  caller: Caller,
  input: Placed & { readonly active: boolean },
  atMs: number,
): Promise<Person> {
  const { org } = caller
  await checkTeams(sql, org, input)
  const people = await sql.rows(rows.lockPeople, [org])
  const before = people.find((row) => row.actor === input.id)
  if (!before) throw new Problem(404, 'person.unknown')
  const others = people.filter((row) => row.actor !== input.id && row.active && row.role === 'admin')
  const wasAdmin = before.active && before.role === 'admin'
  if (wasAdmin && others.length === 0 && (input.role !== 'admin' || !input.active))
    throw new Problem(409, 'person.last_admin')
  const { id, role, team, active } = input
  await sql.rows(rows.changePerson, [org, id, role, team, JSON.stringify(scopesFor(input)), active])
  await audit(sql, caller, atMs, 'person.changed', id, { role, team, active: String(active) })
  return personOf(only(await sql.rows(rows.selectPerson, [org, id])))
}

async function enter(
  deps: PeopleDeps,
  input: NamedDevice & { readonly invitation: string; readonly password: string; readonly org: string },
): Promise<SignIn> {
  const { org } = input
  if (orgOfToken(input.invitation) !== org) throw new Problem(401, 'invitation.unknown')
  const hash = refreshHash(input.invitation)
  const demandGood = async (sql: Sql): Promise<{ readonly actor: string }> => {
    const [invitation] = await sql.rows(lockInvitation, [org, hash])
    const isGood = invitation && invitation.usedMs === null && invitation.untilMs > deps.nowMs()
    if (!isGood) throw new Problem(401, 'invitation.unknown')
    return invitation
  }
  // Looked at first: making a password costs the server much, and anybody may ask.
  await deps.db.write(org, demandGood)
  const password = await deps.passwords.hash(input.password)
  return deps.db.write(org, async (sql) => {
    const invitation = await demandGood(sql)
    await sql.rows(useInvitation, [org, hash, deps.nowMs()])
    await sql.rows(rows.setPassword, [org, invitation.actor, password])
    const person = only(await sql.rows(rows.selectPerson, [org, invitation.actor]))
    if (!person.active) throw new Problem(401, 'invitation.unknown')
    const signIn = await beginSession(deps, sql, org, input, person)
    const [atMs, { actor }] = [deps.nowMs(), person]
    // Who had the old password is out, and who tried to guess it is forgotten.
    await sql.rows(rows.endOtherSessions, [org, actor, signIn.session, atMs])
    await sql.rows(deleteFailures, [org, actor])
    await writeAudit(sql, { org, atMs, actor, device: input.device, act: 'invitation.used', subject: actor })
    return signIn
  })
}

export type People = ReturnType<typeof createPeople>
