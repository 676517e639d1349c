import { verify } from 'node:crypto'
import type { SignIn } from '../../shared/contract/server.ts'
import { refreshProofBytes } from '../../shared/sync/signing.ts'
import { type Database, only, type Sql } from '../db/database.ts'
import { Problem } from '../problem.ts'
import { writeAudit } from './audit.ts'
import type { Caller } from './caller.ts'
import type { Passwords } from './password.ts'
import * as rows from './rows.ts'
import {
  beginSession,
  deviceStateProblem,
  giveTokens,
  type NamedDevice,
  orgOfToken,
  readDeviceKey,
  type SignInDeps,
} from './sign-in.ts'
import { createThrottle } from './throttle.ts'
import { refreshHash } from './tokens.ts'

export interface AccountsDeps extends SignInDeps {
  readonly db: Database
  readonly passwords: Passwords
}

export interface Login extends NamedDevice {
  readonly org: string
  readonly user: string
  readonly password: string
}

export interface Refresh {
  readonly refreshToken: string
  readonly device: string
  readonly proof: string
}

export interface PasswordChange {
  readonly password: string
  readonly newPassword: string
}

export interface Accounts {
  readonly login: (input: Login) => Promise<SignIn>
  readonly refresh: (input: Refresh) => Promise<SignIn>
  readonly changePassword: (caller: Caller, input: PasswordChange) => Promise<void>
  readonly logout: (refreshToken: string) => Promise<void>
}

/** Signing in and staying signed in. Source: details.md "Keys, sign-in, privacy". */
export function createAccounts(deps: AccountsDeps): Accounts {
  const { db, nowMs } = deps
  const throttle = createThrottle(db, nowMs)

  async function checkedPerson(org: string, user: string, password: string): Promise<rows.PersonRow> {
    await throttle.begin(org, user)
    const [person] = await db.read(org, (sql) => sql.rows(rows.selectPerson, [org, user]))
    const isRight = await deps.passwords.check(password, person?.password ?? null)
    if (!isRight || !person?.active) throw new Problem(401, 'login.wrong')
    await throttle.succeeded(org, user)
    return person
  }

  return {
    login: async (input) => {
      const person = await checkedPerson(input.org, input.user, input.password)
      return db.write(input.org, (sql) => beginSession(deps, sql, input.org, input, person))
    },
    refresh: async (input) => {
      const org = orgOfToken(input.refreshToken)
      if (org === null) throw new Problem(401, 'token.unknown')
      const outcome = await db.write(org, (sql) => rotate(deps, sql, org, input))
      if (outcome instanceof Problem) throw outcome
      return outcome
    },
    changePassword: async ({ org, actor, session, device }, input) => {
      await checkedPerson(org, actor.id, input.password)
      const password = await deps.passwords.hash(input.newPassword)
      await db.write(org, async (sql) => {
        await sql.rows(rows.setPassword, [org, actor.id, password])
        await sql.rows(rows.endOtherSessions, [org, actor.id, session, nowMs()])
        await writeAudit(sql, {
          org,
          atMs: nowMs(),
          actor: actor.id,
          device,
          act: 'password.changed',
          subject: actor.id,
        })
      })
    },
    logout: async (refreshToken) => {
      const org = orgOfToken(refreshToken)
      if (org === null) return
      await db.write(org, async (sql) => {
        const [token] = await sql.rows(rows.lockRefresh, [org, refreshHash(refreshToken)])
        if (token) await closeSession(sql, org, token.session, 'ended', nowMs())
      })
    },
  }
}

async function closeSession(
  sql: Sql,
  org: string,
  session: string,
  state: 'ended' | 'revoked',
  atMs: number,
): Promise<void> {
  await sql.rows(rows.endSession, [org, session, state, atMs])
  await sql.rows(rows.revokeRefreshes, [org, session])
}

/** Problems found after something was revoked are returned, not thrown: the revocation must be committed. */
async function rotate(deps: AccountsDeps, sql: Sql, org: string, input: Refresh): Promise<SignIn | Problem> {
  const hash = refreshHash(input.refreshToken)
  const [token] = await sql.rows(rows.lockRefresh, [org, hash])
  if (!token || token.state === 'revoked' || token.expiresMs <= deps.nowMs()) throw new Problem(401, 'token.unknown')
  const session = only(await sql.rows(rows.selectSession, [org, token.session]))
  const device = only(await sql.rows(rows.selectDevice, [org, session.device]))
  const [person] = await sql.rows(rows.selectPerson, [org, session.actor])
  const lost = deviceStateProblem(deps.keys, org, device)
  if (lost) throw lost
  if (session.state !== 'open' || !person?.active) throw new Problem(401, 'token.unknown')
  if (device.device !== input.device || !isProven(device, input)) return suspect(deps, sql, org, session, stolen)
  if (token.state === 'used' && !(await wasAnswerLost(sql, org, token))) return suspect(deps, sql, org, session, reused)
  const fresh = await giveTokens(deps, sql, org, person, device, session.session)
  if (token.successor) await sql.rows(rows.markRefresh, [org, token.successor, 'revoked', null])
  await sql.rows(rows.markRefresh, [org, hash, 'used', refreshHash(fresh.refreshToken)])
  return fresh
}

function isProven(device: rows.DeviceRow, input: Refresh): boolean {
  const key = device.publicKey && readDeviceKey(device.publicKey)
  if (!key) return false
  const proof = Buffer.from(input.proof, 'base64')
  return verify(null, refreshProofBytes(input.device, input.refreshToken), key, proof)
}

/** The holder of the key asks again with the token before: its successor, never used, did not arrive. */
async function wasAnswerLost(sql: Sql, org: string, token: rows.RefreshRow): Promise<boolean> {
  if (!token.successor) return false
  const [successor] = await sql.rows(rows.lockRefresh, [org, token.successor])
  return successor?.state === 'fresh'
}

/** Why a session ends before its time, and what becomes of what is still said in it. */
interface Suspicion {
  readonly state: 'ended' | 'revoked'
  readonly why: string
  readonly code: string
}

/** Shown by somebody without the key of the device: what else they say in this session is kept apart. */
const stolen: Suspicion = { state: 'revoked', why: 'proof', code: 'token.stolen' }
/**
 * Shown again by the device itself: its disk is older than what it said, or copied. The person has to say who they are; what was
 * typed on it before is theirs, signed by their device, and stays good. Source: SYNC-1, SYNC-5.
 */
const reused: Suspicion = { state: 'ended', why: 'reused', code: 'token.reused' }

async function suspect(
  deps: AccountsDeps,
  sql: Sql,
  org: string,
  session: rows.SessionRow,
  { state, why, code }: Suspicion,
): Promise<Problem> {
  const atMs = deps.nowMs()
  await closeSession(sql, org, session.session, state, atMs)
  const { actor, device } = session
  await writeAudit(sql, { org, atMs, actor, device, act: 'session.stolen', subject: session.session, detail: { why } })
  return new Problem(401, code)
}
