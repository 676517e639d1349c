import { createPublicKey, type KeyObject } from 'node:crypto'
import type { SignIn } from '../../shared/contract/server.ts'
import { zeroHash } from '../../shared/kernel/hash.ts'
import { wipeProofBytes } from '../../shared/sync/signing.ts'
import { only, type Sql } from '../db/database.ts'
import { Problem } from '../problem.ts'
import { writeAudit } from './audit.ts'
import type { ServerKeys } from './keys.ts'
import * as rows from './rows.ts'
import { makeSessionId } from './session-id.ts'
import * as tokens from './tokens.ts'

export interface SignInDeps {
  readonly keys: ServerKeys
  readonly nowMs: () => number
  readonly newId: () => string
}

/** A machine and its public key, as it names itself. */
export interface NamedDevice {
  readonly device: string
  readonly devicePublicKey: string
}

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

const isId = /^[\w:.-]{1,80}$/

/** The organisation named in a refresh token or an invitation, or `null`. */
export function orgOfToken(token: string): string | null {
  const org = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()
  return isId.test(org) ? org : null
}

/** Why nothing is exchanged with a device any more, or `null`; the word to wipe it carries the server's signature. */
export function deviceStateProblem(
  keys: ServerKeys,
  org: string,
  { device, state }: Pick<rows.DeviceRow, 'device' | 'state'>,
): Problem | null {
  if (state === 'active') return null
  if (state === 'revoked') return new Problem(403, 'device.revoked')
  return new Problem(403, 'device.wipe', { proof: keys.sign(wipeProofBytes(org, device)) })
}

/** Finds the device or enters it; the same id with another key is another machine. */
async function enterDevice(
  deps: SignInDeps,
  sql: Sql,
  org: string,
  named: NamedDevice,
  person: rows.PersonRow,
): Promise<rows.DeviceRow> {
  const { device } = named
  const publicKey = Buffer.from(named.devicePublicKey, 'base64')
  if (device.startsWith('server:')) throw new Problem(400, 'device.name_reserved')
  if (!readDeviceKey(publicKey)) throw new Problem(400, 'device.key_malformed')
  const [known] = await sql.rows(rows.selectDevice, [org, device])
  if (known) {
    if (!known.publicKey || !publicKey.equals(known.publicKey)) throw new Problem(409, 'device.other_key')
    const problem = deviceStateProblem(deps.keys, org, known)
    if (problem) throw problem
    return known
  }
  const { number } = only(await sql.rows(rows.takeDeviceNumber, [org]))
  const [site] = await sql.rows(rows.selectSiteCode, [org, person.team])
  const prefix = `${site?.code ?? 'X'}${String(number).padStart(2, '0')}`
  const atMs = deps.nowMs()
  await sql.rows(rows.insertDevice, [org, device, prefix, publicKey, person.actor, atMs, Buffer.from(zeroHash, 'hex')])
  await writeAudit(sql, { org, atMs, actor: person.actor, device, act: 'device.entered', subject: device })
  return { device, prefix, publicKey, state: 'active' }
}

const namesById = (found: readonly rows.NameRow[]): Record<string, string> =>
  Object.fromEntries(found.map(({ id, name }) => [id, name]))
const goneIn = (found: readonly rows.NameRow[]): string[] => found.flatMap(({ id, active }) => (active ? [] : [id]))

/** Names of people and teams, and which of them are gone. */
async function readDirectory(sql: Sql, org: string): Promise<SignIn['directory']> {
  const people = await sql.rows(rows.selectPersonNames, [org])
  const teams = await sql.rows(rows.selectTeamNames, [org])
  const inactive = { people: goneIn(people), teams: goneIn(teams) }
  return { people: namesById(people), teams: namesById(teams), inactive }
}

/** New tokens of a session, and all a device needs to work for the person. */
export async function giveTokens(
  deps: SignInDeps,
  sql: Sql,
  org: string,
  person: rows.PersonRow,
  device: rows.DeviceRow,
  session: string,
): Promise<SignIn> {
  const { keys } = deps
  const organisation = only(await sql.rows(rows.selectOrg, [org]))
  const atMs = deps.nowMs()
  const { actor, role, team } = person
  const refreshToken = newRefreshToken(org)
  const untilMs = atMs + tokens.refreshLifeMs
  await sql.rows(rows.insertRefresh, [org, tokens.refreshHash(refreshToken), session, atMs, untilMs])
  const claims = { org, actor, device: device.device, session, untilMs: atMs + tokens.accessLifeMs }
  const leaseMs = role === 'field' ? tokens.fieldLeaseLifeMs : tokens.leaseLifeMs
  const lease = { org, actor, role, team, device: device.device, session, issuedMs: atMs, untilMs: atMs + leaseMs }
  return {
    accessToken: tokens.makeAccessToken(keys, claims),
    refreshToken,
    expiresAtMs: claims.untilMs,
    session,
    actor: { id: actor, name: person.name, role, team, scopes: JSON.parse(person.scopes) as string[] },
    org: { id: org, name: organisation.name, zone: organisation.zone },
    directory: await readDirectory(sql, org),
    orgKey: Buffer.from(keys.orgKey(org)).toString('base64'),
    numberPrefix: device.prefix,
    lease: tokens.makeLease(keys, lease),
    serverKey: keys.publicKey,
    serverMs: atMs,
  }
}

/** Enters the device when it is new and begins a session on it. */
export async function beginSession(
  deps: SignInDeps,
  sql: Sql,
  org: string,
  named: NamedDevice,
  person: rows.PersonRow,
): Promise<SignIn> {
  const device = await enterDevice(deps, sql, org, named, person)
  const holder = { org, device: device.device, actor: person.actor }
  const session = makeSessionId(deps.keys, deps.newId(), holder)
  await sql.rows(rows.insertSession, [org, session, person.actor, device.device, deps.nowMs()])
  return giveTokens(deps, sql, org, person, device, session)
}
