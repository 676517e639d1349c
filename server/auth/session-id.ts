import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ServerKeys } from './keys.ts'

/** Whom a session was given to. */
export interface SessionHolder {
  readonly org: string
  readonly device: string
  readonly actor: string
}

const sealBytes = 16

const seal = (keys: ServerKeys, unique: string, { org, device, actor }: SessionHolder): Buffer =>
  createHmac('sha256', keys.tokenKey)
    .update(`redress/session/1|${JSON.stringify([unique, org, device, actor])}`)
    .digest()
    .subarray(0, sealBytes)

/**
 * A name that carries its own proof: events name their session, and a server that lost its tail meets sessions it gave and
 * knows nothing of. Source: SYNC-11.
 */
export const makeSessionId = (keys: ServerKeys, unique: string, holder: SessionHolder): string =>
  `${unique}.${seal(keys, unique, holder).toString('base64url')}`

/** Was this session given to them by this server? */
export function isSessionOf(keys: ServerKeys, session: string, holder: SessionHolder): boolean {
  const [unique = '', sealed = ''] = session.split('.')
  const given = Buffer.from(sealed, 'base64url')
  return given.length === sealBytes && timingSafeEqual(given, seal(keys, unique, holder))
}
