import type { FastifyInstance } from 'fastify'
import { Problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { describeApi } from './api-document.ts'
import { apiPage } from './api-page.ts'

/** Health, figures and the description of the interface; no route here shows data of an organisation. */
export function registerOps(app: FastifyInstance, services: Services): void {
  const document = describeApi(services.version)
  app.get('/healthz', async () => ({ status: 'ok', version: services.version }))
  app.get('/readyz', async () => {
    try {
      await services.db.ping()
      return { status: 'ok', database: services.db.kind }
    } catch (error) {
      services.log.fault('readyz', error)
      throw new Problem(503, 'database.away')
    }
  })
  app.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4').send(services.metrics.text()))
  app.get('/openapi.json', async () => document)
  app.get('/docs', async (_request, reply) => {
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    return reply.type('text/html; charset=utf-8').send(apiPage(await document))
  })
}
