import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Who may talk to the browser host: whoever held the start token once, by cookie from then on.
 *
 * The token is good for one exchange; the cookie is HttpOnly and SameSite=Strict and lives as long as this start.
 * Source: details.md "Keys, sign-in, privacy", browser host.
 */
export interface Access {
  readonly token: string
  /** Gives a cookie header for the right, unused token, else `null`. */
  readonly exchange: (token: string) => string | null
  readonly holdsCookie: (request: IncomingMessage) => boolean
  /** The page itself: right Host header and, where the browser names one, right Origin. Keeps other sites out. */
  readonly fromOwnPage: (request: IncomingMessage, needsOrigin: boolean) => boolean
}

const cookieName = 'redress'

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

function cookieOf(request: IncomingMessage): string {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === cookieName && value !== undefined) return value
  }
  return ''
}

/**
 * `origin()` is asked late because the port is known only once the server listens. `session`: what an earlier process of the same
 * start gave its windows; left out = none did.
 */
export function createAccess(origin: () => string, session?: string): Access {
  const token = randomBytes(24).toString('base64url')
  const secret = session ?? randomBytes(24).toString('base64url')
  let unused = true
  return {
    token,
    exchange: (given) => {
      if (!unused || !sameText(given, token)) return null
      unused = false
      return `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`
    },
    holdsCookie: (request) => sameText(cookieOf(request), secret),
    fromOwnPage: (request, needsOrigin) => {
      const named = request.headers.origin
      if (named === undefined ? needsOrigin : named !== origin()) return false
      return request.headers.host === new URL(origin()).host
    },
  }
}
