import { createHash, createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import type { LeaseSchema } from '../../shared/contract/server.ts'
import type { ServerKeys } from './keys.ts'

/** What an access token says; role and scopes are read from the database at each use, so that they can be taken away. */
export interface Claims {
  readonly org: string
  readonly actor: string
  readonly device: string
  readonly session: string
  readonly untilMs: number
}

export const accessLifeMs = 15 * 60_000
export const refreshLifeMs = 30 * 24 * 3_600_000
/** Work without the server. Source: details.md "Keys, sign-in, privacy". */
export const leaseLifeMs = 72 * 3_600_000
export const fieldLeaseLifeMs = 14 * 24 * 3_600_000

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const mac = (key: KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(`redress/access/1|${text}`).digest()

export function makeAccessToken(keys: ServerKeys, claims: Claims): string {
  const text = encode(claims)
  return `${text}.${mac(keys.tokenKey, text).toString('base64url')}`
}

/** The claims of a token of ours, or `null`: forged, cut or too old. */
export function readAccessToken(keys: ServerKeys, token: string, nowMs: number): Claims | null {
  const [text = '', sig = ''] = token.split('.')
  const expected = mac(keys.tokenKey, text)
  const given = Buffer.from(sig, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const claims = JSON.parse(Buffer.from(text, 'base64url').toString()) as Claims
  return claims.untilMs > nowMs ? claims : null
}

export const makeRefreshToken = (): string => randomBytes(32).toString('base64url')
/** What is stored of a refresh token: it cannot be used by who reads the database. */
export const refreshHash = (token: string): Uint8Array => createHash('sha256').update(token).digest()

export type Lease = z.infer<typeof LeaseSchema>

export function makeLease(keys: ServerKeys, lease: Lease): string {
  const text = encode(lease)
  return `${text}.${Buffer.from(keys.sign(Buffer.from(text)), 'base64').toString('base64url')}`
}
