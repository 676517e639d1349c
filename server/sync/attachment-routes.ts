import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { uuidPattern } from '../../shared/kernel/ids.ts'
import { Problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { type Announced, maxAttachmentBytes, type Place } from './attachments.ts'

const version = '1.0.0'
const offsetType = 'application/offset+octet-stream'
const hashPattern = /^[0-9a-f]{64}$/

/** `Upload-Metadata` of tus: pairs of a name and a base64 value, separated by commas. */
function readMetadata(header: unknown): ReadonlyMap<string, string> {
  const pairs = String(header ?? '').split(',')
  return new Map(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.trim().split(' ')
      return [name, Buffer.from(value, 'base64').toString()] as const
    }),
  )
}

function readAnnounced(headers: Readonly<Record<string, unknown>>): Announced {
  const metadata = readMetadata(headers['upload-metadata'])
  const [caseId = '', hash = '', digest = ''] = ['case', 'hash', 'sha256'].map((name) => metadata.get(name))
  const length = String(headers['upload-length'] ?? '')
  const isWell =
    uuidPattern.test(caseId) && hashPattern.test(hash) && hashPattern.test(digest) && /^\d{1,12}$/.test(length)
  if (!isWell) throw new Problem(400, 'attachment.malformed')
  return { caseId, hash, digest, bytes: Number(length) }
}

function checkPlace({ caseId, hash }: Place): Place {
  if (!uuidPattern.test(caseId) || !hashPattern.test(hash)) throw new Problem(404, 'attachment.unknown')
  return { caseId, hash }
}

const tus = (reply: FastifyReply): FastifyReply => reply.header('tus-resumable', version)

/** Attachments by the tus protocol 1.0 (creation), resumable at any byte; read back by range. Source: CASE-7. */
export function registerAttachments(app: FastifyInstance, services: Services): void {
  const { attachments, readCaller } = services
  app.addContentTypeParser(
    offsetType,
    (_request: unknown, body: Readable, done: (error: null, body: Readable) => void) => done(null, body),
  )

  app.options('/v1/attachments', async (_request, reply) =>
    tus(reply)
      .headers({ 'tus-version': version, 'tus-extension': 'creation', 'tus-max-size': maxAttachmentBytes })
      .code(204)
      .send(),
  )

  app.post('/v1/attachments', async (request, reply) => {
    const caller = await readCaller(request.headers.authorization)
    const announced = readAnnounced(request.headers)
    const offset = await attachments.announce(caller, announced)
    const location = `/v1/attachments/${announced.caseId}/${announced.hash}`
    return tus(reply).headers({ location, 'upload-offset': offset }).code(201).send()
  })

  const path = '/v1/attachments/:caseId/:hash'
  app.head<{ Params: Place }>(path, async (request, reply) => {
    const caller = await readCaller(request.headers.authorization)
    const place = checkPlace(request.params)
    const { bytes, offset } = await attachments.state(caller, place)
    return tus(reply).headers({ 'upload-offset': offset, 'upload-length': bytes }).code(200).send()
  })

  app.patch<{ Params: Place; Body: Readable }>(path, { bodyLimit: maxAttachmentBytes }, async (request, reply) => {
    const caller = await readCaller(request.headers.authorization)
    const place = checkPlace(request.params)
    const offset = Number(request.headers['upload-offset'])
    const isTus = request.headers['content-type'] === offsetType && Number.isInteger(offset) && offset >= 0
    if (!isTus) throw new Problem(400, 'attachment.malformed')
    const end = await attachments.append(caller, place, offset, request.body)
    return tus(reply).header('upload-offset', end).code(204).send()
  })

  app.get<{ Params: Place }>(path, { exposeHeadRoute: false }, async (request, reply) => {
    const caller = await readCaller(request.headers.authorization)
    const place = checkPlace(request.params)
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const { bytes, body } = await attachments.read(caller, place, from)
    const range = from > 0 ? { 'content-range': `bytes ${from}-${bytes - 1}/${bytes}` } : {}
    reply.headers({
      'content-disposition': 'attachment',
      'content-length': bytes - from,
      'accept-ranges': 'bytes',
      ...range,
    })
    return reply
      .code(from > 0 ? 206 : 200)
      .type('application/octet-stream')
      .send(body)
  })
}
