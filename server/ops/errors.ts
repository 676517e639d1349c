import type { FastifyInstance } from 'fastify'
import { Problem, problemBody, problemType } from '../problem.ts'
import type { Services } from '../services.ts'

/** Fastify's own refusals, by its code. */
const known: Readonly<Record<string, readonly [status: number, code: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body.too_large'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'body.type'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'body.malformed'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'body.malformed'],
  Z_BUF_ERROR: [400, 'body.malformed'],
  Z_DATA_ERROR: [400, 'body.malformed'],
  FST_ERR_CTP_INVALID_HANDLER: [415, 'body.type'],
  FST_ERR_BAD_URL: [404, 'not_found'],
  FST_ERR_MAX_PARAM_LENGTH: [404, 'not_found'],
}

const codeOf = (error: unknown): string =>
  error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : ''

/** What to answer for an error; `null` = a bug. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  const found = known[codeOf(error)]
  return found ? new Problem(found[0], found[1]) : null
}

/** One fence around all routes: refusals become problem documents, bugs are logged with the request's id. */
export function registerErrors(app: FastifyInstance, services: Services): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error)
    if (!problem) services.log.fault('request.failed', error, { request: request.id, ...route(request) })
    const said = problem ?? new Problem(500, 'server.fault', { request: request.id })
    const wait = said.extra['retryAfterMs']
    if (typeof wait === 'number') reply.header('retry-after', Math.ceil(wait / 1000))
    return reply
      .code(said.status)
      .type(problemType)
      .send(JSON.stringify(problemBody(said)))
  })
  app.setNotFoundHandler(async () => {
    throw new Problem(404, 'not_found')
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    reply.header('cache-control', 'no-store')
  })
  app.addHook('onSend', async (_request, reply) => {
    const type = String(reply.getHeader('content-type') ?? '')
    if (reply.statusCode >= 400 && type.startsWith('application/json')) reply.header('content-type', problemType)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status, elapsedTime } = reply
    const labels = { route: request.routeOptions.url ?? 'none', status: String(status) }
    services.metrics.count('redress_http_requests_total', labels)
    services.metrics.observe('redress_http_request_seconds', elapsedTime / 1000)
    services.log.info('request', { request: request.id, ...route(request), status, tookMs: Math.round(elapsedTime) })
  })
}

const route = (request: { method: string; routeOptions: { url?: string | undefined } }) => ({
  method: request.method,
  route: request.routeOptions.url ?? 'none',
})
