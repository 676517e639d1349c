import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { SignIn } from '../../shared/contract/server.ts'
import { zeroHash } from '../../shared/kernel/hash.ts'
import { refreshProofBytes } from '../../shared/sync/signing.ts'
import type { Database, Sql } from '../db/database.ts'
import { only } from '../db/database.ts'
import { Problem } from '../problem.ts'
import { writeAudit } from './audit.ts'
import type { ServerKeys } from './keys.ts'
import { checkPassword } from './password.ts'
import * as rows from './rows.ts'
import { createThrottle } from './throttle.ts'
import * as tokens from './tokens.ts'

export interface AccountsDeps {
  readonly db: Database
  readonly keys: ServerKeys
  readonly nowMs: () => number
  readonly newId: () => string
}

export interface Login {
  readonly org: string
  readonly user: string
  readonly password: string
  readonly device: string
  readonly devicePublicKey: string
}

export interface Refresh {
  readonly refreshToken: string
  readonly device: string
  readonly proof: string
}

export interface Accounts {
  readonly login: (input: Login) => Promise<SignIn>
  readonly refresh: (input: Refresh) => Promise<SignIn>
  readonly logout: (refreshToken: string) => Promise<void>
}

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64')

/** An Ed25519 public key in SPKI form, or `null`. */
export function readDeviceKey(der: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** The organisation stands in front of the token, so that the row is found by its key. */
const newRefreshToken = (org: string): string =>
  `${Buffer.from(org).toString('base64url')}.${tokens.makeRefreshToken()}`
const orgOfRefresh = (token: string): string => Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()
const isId = /^[\w:.-]{1,80}$/

const namesById = (found: readonly { readonly id: string; readonly name: string }[]): Record<string, string> =>
  Object.fromEntries(found.map(({ id, name }) => [id, name]))

export function createAccounts(deps: AccountsDeps): Accounts {
  const { db, keys, nowMs } = deps
  const throttle = createThrottle(db, nowMs)

  async function checkedPerson(input: Login): Promise<rows.PersonRow> {
    await throttle.check(input.org, input.user)
    const [person] = await db.read(input.org, (sql) => sql.rows(rows.selectPerson, [input.org, input.user]))
    const right = await checkPassword(input.password, person?.password ?? null)
    if (!right || !person?.active) {
      await throttle.failed(input.org, input.user)
      throw new Problem(401, 'login.wrong')
    }
    await throttle.succeeded(input.org, input.user)
    return person
  }

  /** Finds the device or enters it; the same id with another key is another machine. */
  async function enterDevice(sql: Sql, input: Login, person: rows.PersonRow): Promise<rows.DeviceRow> {
    const publicKey = bytesOf(input.devicePublicKey)
    if (!readDeviceKey(publicKey)) throw new Problem(400, 'device.key_malformed')
    const [known] = await sql.rows(rows.selectDevice, [input.org, input.device])
    if (known) {
      if (!known.publicKey || !publicKey.equals(known.publicKey)) throw new Problem(409, 'device.other_key')
      if (known.state !== 'active') throw new Problem(403, 'device.revoked')
      return known
    }
    const { number } = only(await sql.rows(rows.takeDeviceNumber, [input.org]))
    const [site] = await sql.rows(rows.selectSiteCode, [input.org, person.team])
    const prefix = `${site?.code ?? 'X'}${String(number).padStart(2, '0')}`
    const link = Buffer.from(zeroHash, 'hex')
    await sql.rows(rows.insertDevice, [input.org, input.device, prefix, publicKey, person.actor, nowMs(), link])
    await writeAudit(sql, {
      org: input.org,
      atMs: nowMs(),
      actor: person.actor,
      device: input.device,
      act: 'device.entered',
      subject: input.device,
    })
    return { device: input.device, prefix, publicKey, state: 'active' }
  }

  async function signIn(
    sql: Sql,
    org: string,
    person: rows.PersonRow,
    device: rows.DeviceRow,
    session: string,
  ): Promise<SignIn> {
    const organisation = only(await sql.rows(rows.selectOrg, [org]))
    const atMs = nowMs()
    const refreshToken = newRefreshToken(org)
    await sql.rows(rows.insertRefresh, [
      org,
      tokens.refreshHash(refreshToken),
      session,
      atMs,
      atMs + tokens.refreshLifeMs,
    ])
    const claims = { org, actor: person.actor, device: device.device, session, untilMs: atMs + tokens.accessLifeMs }
    const leaseMs = person.role === 'field' ? tokens.fieldLeaseLifeMs : tokens.leaseLifeMs
    return {
      accessToken: tokens.makeAccessToken(keys, claims),
      refreshToken,
      expiresAtMs: claims.untilMs,
      session,
      actor: {
        id: person.actor,
        name: person.name,
        role: person.role,
        team: person.team,
        scopes: JSON.parse(person.scopes) as string[],
      },
      org: { id: org, name: organisation.name, zone: organisation.zone },
      directory: {
        people: namesById(await sql.rows(rows.selectPersonNames, [org])),
        teams: namesById(await sql.rows(rows.selectTeamNames, [org])),
      },
      orgKey: Buffer.from(keys.orgKey(org)).toString('base64'),
      numberPrefix: device.prefix,
      lease: tokens.makeLease(keys, {
        org,
        actor: person.actor,
        role: person.role,
        team: person.team,
        device: device.device,
        session,
        issuedMs: atMs,
        untilMs: atMs + leaseMs,
      }),
      serverKey: keys.publicKey,
      serverMs: atMs,
    }
  }

  async function login(input: Login): Promise<SignIn> {
    if (input.device.startsWith('server:')) throw new Problem(400, 'device.name_reserved')
    const person = await checkedPerson(input)
    const session = deps.newId()
    return db.write(input.org, async (sql) => {
      const device = await enterDevice(sql, input, person)
      await sql.rows(rows.insertSession, [input.org, session, person.actor, input.device, nowMs()])
      return signIn(sql, input.org, person, device, session)
    })
  }

  async function refresh(input: Refresh): Promise<SignIn> {
    const org = orgOfRefresh(input.refreshToken)
    if (!isId.test(org)) throw new Problem(401, 'token.unknown')
    const outcome = await db.write(org, (sql) => rotate(sql, org, input))
    if (outcome instanceof Problem) throw outcome
    return outcome
  }

  /** Problems found after something was revoked are returned, not thrown: the revocation must be committed. */
  async function rotate(sql: Sql, org: string, input: Refresh): Promise<SignIn | Problem> {
    const hash = tokens.refreshHash(input.refreshToken)
    const [token] = await sql.rows(rows.lockRefresh, [org, hash])
    if (!token || token.state === 'revoked' || token.expiresMs <= nowMs()) throw new Problem(401, 'token.unknown')
    const session = only(await sql.rows(rows.selectSession, [org, token.session]))
    const [device] = await sql.rows(rows.selectDevice, [org, session.device])
    const [person] = await sql.rows(rows.selectPerson, [org, session.actor])
    if (session.state !== 'open' || !person?.active) throw new Problem(401, 'token.unknown')
    if (device?.state !== 'active') throw new Problem(403, 'device.revoked')
    if (device.device !== input.device || !isProven(device, input)) return revoke(sql, org, session, 'proof')
    if (token.state === 'used' && !(await answerWasLost(sql, org, token))) return revoke(sql, org, session, 'reused')
    const fresh = await signIn(sql, org, person, device, session.session)
    if (token.successor) await sql.rows(rows.markRefresh, [org, token.successor, 'revoked', null])
    await sql.rows(rows.markRefresh, [org, hash, 'used', tokens.refreshHash(fresh.refreshToken)])
    return fresh
  }

  function isProven(device: rows.DeviceRow, input: Refresh): boolean {
    const key = device.publicKey && readDeviceKey(device.publicKey)
    return key !== null && verify(null, refreshProofBytes(input.device, input.refreshToken), key, bytesOf(input.proof))
  }

  /** The holder of the key asks again with the token before: its successor, never used, did not arrive. */
  async function answerWasLost(sql: Sql, org: string, token: rows.RefreshRow): Promise<boolean> {
    if (!token.successor) return false
    const [successor] = await sql.rows(rows.lockRefresh, [org, token.successor])
    return successor?.state === 'fresh'
  }

  /** A token was used by somebody who should not have it: the whole session ends. */
  async function revoke(sql: Sql, org: string, session: rows.SessionRow, why: string): Promise<Problem> {
    await sql.rows(rows.endSession, [org, session.session, 'revoked', nowMs()])
    await sql.rows(rows.revokeRefreshes, [org, session.session])
    await writeAudit(sql, {
      org,
      atMs: nowMs(),
      actor: session.actor,
      device: session.device,
      act: 'session.stolen',
      subject: session.session,
      detail: { why },
    })
    return new Problem(401, 'token.stolen')
  }

  async function logout(refreshToken: string): Promise<void> {
    const org = orgOfRefresh(refreshToken)
    if (!isId.test(org)) return
    await db.write(org, async (sql) => {
      const [token] = await sql.rows(rows.lockRefresh, [org, tokens.refreshHash(refreshToken)])
      if (!token) return
      await sql.rows(rows.endSession, [org, token.session, 'ended', nowMs()])
      await sql.rows(rows.revokeRefreshes, [org, token.session])
    })
  }

  return { login, refresh, logout }
}
