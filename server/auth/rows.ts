import { reads, writes } from '../db/statement.ts'

export interface PersonRow {
  readonly actor: string
  readonly name: string
  readonly role: string
  readonly team: string
  /** JSON array of scope ids. */
  readonly scopes: string
  readonly aclV: number
  readonly password: string | null
  readonly active: boolean
  readonly demo: boolean
}

export interface OrgRow {
  readonly org: string
  readonly name: string
  readonly zone: string
  readonly epoch: string
  readonly epochIndex: number
  readonly epochMs: number
  readonly createdMs: number
}

export interface DeviceRow {
  readonly device: string
  readonly prefix: string
  readonly publicKey: Uint8Array | null
  /** `wiped`: told at its next contact to delete what it holds. */
  readonly state: 'active' | 'revoked' | 'wiped'
}

export interface SessionRow {
  readonly session: string
  readonly actor: string
  readonly device: string
  readonly state: 'open' | 'ended' | 'revoked'
}

export interface RefreshRow {
  readonly session: string
  readonly state: 'fresh' | 'used' | 'revoked'
  readonly successor: Uint8Array | null
  readonly expiresMs: number
}

const orgColumns =
  'org, name, zone, epoch, epoch_index AS "epochIndex", epoch_ms AS "epochMs", created_ms AS "createdMs"'
export const selectOrg = reads<OrgRow>('orgs.select', `SELECT ${orgColumns} FROM orgs WHERE org = $1`)
/** The organisation, held still: its epoch cannot change before this transaction ends. */
export const holdOrg = reads<OrgRow>('orgs.hold', `SELECT ${orgColumns} FROM orgs WHERE org = $1 FOR SHARE`)
export const lockOrg = reads<OrgRow>('orgs.lock', `SELECT ${orgColumns} FROM orgs WHERE org = $1 FOR UPDATE`)
export const selectOrgIds = reads<{ org: string }>('orgs.ids', 'SELECT org FROM orgs ORDER BY org')
export const insertOrg = writes(
  'orgs.insert',
  `INSERT INTO orgs (org, name, zone, epoch, epoch_index, epoch_ms, next_device, created_ms)
   VALUES ($1, $2, $3, '', -1, $4, 1, $4)`,
)
export const takeDeviceNumber = writes<{ number: number }>(
  'orgs.take_device_number',
  'UPDATE orgs SET next_device = next_device + 1 WHERE org = $1 RETURNING next_device - 1 AS number',
)
export const insertSite = writes('sites.insert', 'INSERT INTO sites (org, site, name, code) VALUES ($1, $2, $3, $4)')
export const insertTeam = writes(
  'teams.insert',
  'INSERT INTO teams (org, team, site, name, active) VALUES ($1, $2, $3, $4, TRUE)',
)
export interface TeamRow {
  readonly team: string
  readonly site: string
  readonly name: string
  readonly active: boolean
}
export const selectTeams = reads<TeamRow>(
  'teams.select_all',
  'SELECT team, site, name, active FROM teams WHERE org = $1 ORDER BY team',
)
export const selectSite = reads<{ site: string }>('sites.select', 'SELECT site FROM sites WHERE org = $1 AND site = $2')
export const selectSiteCode = reads<{ code: string }>(
  'sites.code_of_team',
  'SELECT s.code FROM teams t JOIN sites s ON s.org = t.org AND s.site = t.site WHERE t.org = $1 AND t.team = $2',
)

const personColumns = 'actor, name, role, team, scopes, acl_v AS "aclV", password, active, demo'
export const selectPerson = reads<PersonRow>(
  'people.select',
  `SELECT ${personColumns} FROM people WHERE org = $1 AND actor = $2`,
)
export const selectPeople = reads<PersonRow>(
  'people.select_all',
  `SELECT ${personColumns} FROM people WHERE org = $1 ORDER BY actor`,
)
export const lockPeople = reads<PersonRow>(
  'people.lock_all',
  `SELECT ${personColumns} FROM people WHERE org = $1 ORDER BY actor FOR UPDATE`,
)
export const setPassword = writes(
  'people.set_password',
  'UPDATE people SET password = $3 WHERE org = $1 AND actor = $2',
)
export const changePerson = writes(
  'people.change',
  `UPDATE people SET role = $3, team = $4, scopes = $5, active = $6, acl_v = acl_v + 1 WHERE org = $1 AND actor = $2`,
)
export interface NameRow {
  readonly id: string
  readonly name: string
  readonly active: boolean
}
export const selectPersonNames = reads<NameRow>(
  'people.names',
  'SELECT actor AS id, name, active FROM people WHERE org = $1 ORDER BY actor',
)
export const selectTeamNames = reads<NameRow>(
  'teams.names',
  'SELECT team AS id, name, active FROM teams WHERE org = $1 ORDER BY team',
)
export const insertPerson = writes(
  'people.insert',
  `INSERT INTO people (org, actor, name, role, team, scopes, acl_v, password, active, demo, created_ms)
   VALUES ($1, $2, $3, $4, $5, $6, 1, $7, TRUE, $8, $9)`,
)
export const anyDemoPerson = reads<{ n: number }>(
  'people.any_demo',
  'SELECT count(*)::int AS n FROM people WHERE org = $1 AND demo',
)

export const selectDevice = reads<DeviceRow>(
  'devices.select',
  'SELECT device, prefix, public_key AS "publicKey", state FROM devices WHERE org = $1 AND device = $2',
)
export const insertDevice = writes(
  'devices.insert',
  `INSERT INTO devices (org, device, prefix, public_key, state, registered_by, registered_ms, last_n, last_hash, contacts,
     last_seen_ms, clock_suspect, app_v, erased_n)
   VALUES ($1, $2, $3, $4, 'active', $5, $6, 0, $7, '[]', $6, FALSE, '', 0)`,
)

export const insertSession = writes(
  'sessions.insert',
  `INSERT INTO sessions (org, session, actor, device, state, created_ms) VALUES ($1, $2, $3, $4, 'open', $5)`,
)
export const selectSession = reads<SessionRow>(
  'sessions.select',
  'SELECT session, actor, device, state FROM sessions WHERE org = $1 AND session = $2',
)
export const endOtherSessions = writes(
  'sessions.end_others',
  `UPDATE sessions SET state = 'ended', ended_ms = $4 WHERE org = $1 AND actor = $2 AND session <> $3 AND state = 'open'`,
)
export const endSession = writes(
  'sessions.end',
  `UPDATE sessions SET state = $3, ended_ms = $4 WHERE org = $1 AND session = $2 AND state = 'open'`,
)

export const insertRefresh = writes(
  'refresh_tokens.insert',
  `INSERT INTO refresh_tokens (org, hash, session, state, issued_ms, expires_ms) VALUES ($1, $2, $3, 'fresh', $4, $5)`,
)
export const lockRefresh = reads<RefreshRow>(
  'refresh_tokens.lock',
  `SELECT session, state, successor, expires_ms AS "expiresMs" FROM refresh_tokens
   WHERE org = $1 AND hash = $2 FOR UPDATE`,
)
export const markRefresh = writes(
  'refresh_tokens.mark',
  'UPDATE refresh_tokens SET state = $3, successor = $4 WHERE org = $1 AND hash = $2',
)
export const revokeRefreshes = writes(
  'refresh_tokens.revoke_session',
  `UPDATE refresh_tokens SET state = 'revoked' WHERE org = $1 AND session = $2`,
)
