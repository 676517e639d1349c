import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createGunzip, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'

const pack = promisify(gzip)
/** Half of the bytes go; higher levels take longer and save hardly more. */
const level = 1
/** Below this a packet more or less is all it could save. */
const worthItBytes = 1024

/** What a packed body unpacks to, counted by the framework against the limit of its route; `encoded` bytes came for it. */
function unpacked(packed: Readable): Readable {
  const plain = Object.assign(createGunzip(), { receivedEncodedLength: 0 })
  packed.on('data', (chunk: Uint8Array) => {
    plain.receivedEncodedLength += chunk.length
  })
  packed.on('error', (error) => plain.destroy(error))
  packed.pipe(plain)
  return plain
}

/**
 * Bodies may come packed with gzip. One that unpacks to more than its route takes is given up where it passes the limit: answered
 * 413, and nothing more of it is unpacked. Every answer says that packed bodies are taken (RFC 7694).
 */
export function registerCompression(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('accept-encoding', 'gzip')
  })
  app.addHook('preParsing', async (request, reply, payload) => {
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding === 'identity') return payload
    const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
    if (encoding !== 'gzip' || !isJson) throw new Problem(415, 'body.encoding')
    const plain = unpacked(payload as Readable)
    reply.raw.once('close', () => plain.destroy())
    reply.raw.once('finish', () => plain.destroy())
    return plain
  })
}

/** Sends JSON text, packed for who asks for that. */
export async function sendJson(request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
  reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding')
  const wantsPacked = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (!wantsPacked || text.length < worthItBytes) return reply.send(text)
  return reply.header('content-encoding', 'gzip').send(await pack(text, { level }))
}
