import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { maxPushBytes } from '../shared/sync/protocol.ts'
import { registerAccounts } from './auth/routes.ts'
import { registerCompression } from './ops/compression.ts'
import { registerErrors } from './ops/errors.ts'
import { readJson } from './ops/read-json.ts'
import { registerOps } from './ops/routes.ts'
import type { Services } from './services.ts'
import { registerAttachments } from './sync/attachment-routes.ts'
import { registerSync } from './sync/routes.ts'

/** A push of the largest size, with its keys and signature around it. */
const bodyLimitBytes = maxPushBytes + 512 * 1024
/** A full push over 20 kbit/s takes seven minutes; who is slower holds no connection for it. */
const requestTimeoutMs = 600_000

export interface Tls {
  readonly cert: string
  readonly key: string
}

/** The HTTP face of the server: only registration. Tests call it by `inject`, and are told of every route. */
export function buildServer(
  services: Services,
  tls?: Tls,
  onRoute?: (route: Pick<RouteOptions, 'method' | 'url'>) => void,
): FastifyInstance {
  const options = {
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    // Who takes nothing of an answer for as long holds no connection for it either.
    connectionTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: 200 },
    logger: false,
    forceCloseConnections: 'idle' as const,
    genReqId: services.newId,
    ...(tls ? { https: tls } : {}),
  }
  const app = Fastify(options) as unknown as FastifyInstance
  if (onRoute) app.addHook('onRoute', onRoute)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: unknown, body: string) =>
    readJson(body),
  )
  registerErrors(app, services)
  registerCompression(app)
  registerOps(app, services)
  registerSync(app, services)
  registerAttachments(app, services)
  registerAccounts(app, services)
  return app
}
