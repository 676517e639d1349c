import type { Actor } from '../../shared/case/event.ts'
import type { Database } from '../db/database.ts'
import { reads } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { actorOf } from './actor.ts'
import type { ServerKeys } from './keys.ts'
import type { DeviceRow } from './rows.ts'
import { deviceStateProblem } from './sign-in.ts'
import { readAccessToken } from './tokens.ts'

/** Who asks, as the database says now: a token alone gives no role and no scope. */
export interface Caller {
  readonly org: string
  readonly session: string
  readonly device: string
  readonly actor: Actor
  readonly aclV: number
  readonly epoch: string
  readonly epochIndex: number
  /** Newest erasure its device has carried out. */
  readonly erasedN: number
  readonly untilMs: number
}

interface CallerRow {
  readonly actor: string
  readonly role: string
  readonly team: string
  readonly scopes: string
  readonly aclV: number
  readonly active: boolean
  readonly sessionState: string
  readonly deviceState: DeviceRow['state']
  readonly epoch: string
  readonly epochIndex: number
  readonly erasedN: number
}

const selectCaller = reads<CallerRow>(
  'caller.select',
  `SELECT p.actor, p.role, p.team, p.scopes, p.acl_v AS "aclV", p.active, s.state AS "sessionState",
     d.state AS "deviceState", o.epoch, o.epoch_index AS "epochIndex",
     d.erased_n AS "erasedN"
   FROM sessions s
   JOIN people p ON p.org = s.org AND p.actor = s.actor
   JOIN devices d ON d.org = s.org AND d.device = s.device
   JOIN orgs o ON o.org = s.org
   WHERE s.org = $1 AND s.session = $2`,
)

export interface CallerDeps {
  readonly db: Database
  readonly keys: ServerKeys
  readonly nowMs: () => number
}

/** The caller behind an `Authorization` header; throws the `Problem` to answer with. */
export type ReadCaller = (authorization: string | undefined) => Promise<Caller>

const bearer = /^Bearer ([\w.-]{20,4000})$/

export function createReadCaller({ db, keys, nowMs }: CallerDeps): ReadCaller {
  return async (authorization) => {
    const token = bearer.exec(authorization ?? '')?.[1]
    const claims = token === undefined ? null : readAccessToken(keys, token, nowMs())
    if (!claims) throw new Problem(401, 'token.unknown')
    const { org, session, device, untilMs } = claims
    const [row] = await db.read(org, (sql) => sql.rows(selectCaller, [org, session]))
    const lost = row && deviceStateProblem(keys, org, { device, state: row.deviceState })
    if (lost) throw lost
    if (!row?.active || row.sessionState !== 'open') throw new Problem(401, 'token.unknown')
    const { aclV, epoch, epochIndex, erasedN } = row
    return { org, session, device, untilMs, actor: actorOf(row), aclV, epoch, epochIndex, erasedN }
  }
}
