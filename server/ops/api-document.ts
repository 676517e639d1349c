import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { serverContract } from '../../shared/contract/server.ts'

export type ApiDocument = Awaited<ReturnType<OpenAPIGenerator['generate']>>

/** Routes that answer with a stream or with stored bytes: described here, because the contract's tool cannot. */
const plainRoutes = {
  '/v1/sync/live': {
    get: {
      operationId: 'sync.live',
      summary:
        'Server-sent events `heads`: the newest number of each scope and the version of the rights; a heartbeat with all of them every 15 s',
      security: [{ bearer: [] }],
      responses: { 200: { description: 'text/event-stream' } },
    },
  },
  '/v1/attachments': {
    post: {
      operationId: 'attachments.announce',
      summary: 'tus 1.0 creation: Upload-Length, Upload-Metadata (case, hash, sha256)',
      security: [{ bearer: [] }],
      responses: { 201: { description: 'Location and Upload-Offset' } },
    },
  },
  '/v1/attachments/{caseId}/{hash}': {
    head: {
      operationId: 'attachments.state',
      summary: 'tus: how much has arrived',
      security: [{ bearer: [] }],
      responses: { 200: { description: 'Upload-Offset' } },
    },
    patch: {
      operationId: 'attachments.append',
      summary: 'tus: bytes from Upload-Offset on',
      security: [{ bearer: [] }],
      responses: { 204: { description: 'Upload-Offset' } },
    },
    get: {
      operationId: 'attachments.read',
      summary: 'The encrypted bytes, whole or from a byte on',
      security: [{ bearer: [] }],
      responses: { 200: { description: 'application/octet-stream' }, 206: { description: 'from the byte on' } },
    },
  },
  '/healthz': {
    get: { operationId: 'healthz', summary: 'The process runs', responses: { 200: { description: 'ok' } } },
  },
  '/readyz': {
    get: {
      operationId: 'readyz',
      summary: 'The database answers',
      responses: { 200: { description: 'ok' }, 503: { description: 'not yet' } },
    },
  },
  '/metrics': {
    get: { operationId: 'metrics', summary: 'Prometheus text', responses: { 200: { description: 'text/plain' } } },
  },
} as unknown as NonNullable<ApiDocument['paths']>

/** The OpenAPI document, made from the contract itself. */
export async function describeApi(version: string): Promise<ApiDocument> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(serverContract, {
    info: {
      title: 'Redress 回音 server',
      version,
      description: 'Errors are `application/problem+json` (RFC 9457) with a stable `code`.',
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  })
  return { ...document, paths: { ...document.paths, ...plainRoutes } }
}
