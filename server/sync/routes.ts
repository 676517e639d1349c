import type { FastifyInstance } from 'fastify'
import { PullRequestSchema, type PushResponse } from '../../shared/sync/protocol.ts'
import type { Caller } from '../auth/caller.ts'
import { sendJson } from '../ops/compression.ts'
import { Problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { pull } from './pull.ts'
import { readPush } from './read-push.ts'
import { makeReceipt } from './receipts.ts'
import { type SnapshotRequest, snapshot } from './snapshot.ts'

/** What the device keeps to prove later what this server held. */
function receiptOf(services: Services, caller: Caller, epoch: string, answer: PushResponse): { receipt?: string } {
  if (epoch !== caller.epoch) return {}
  const { org, device, epochIndex: index } = caller
  const { lastN, heads } = answer
  return { receipt: makeReceipt(services.keys, { org, device, epoch, index, lastN, heads }) }
}

function countVerdicts({ metrics }: Services, { verdicts }: PushResponse): void {
  for (const [verdict, said] of Map.groupBy(verdicts, (it) => it.verdict))
    metrics.count('redress_verdicts_total', { verdict }, said.length)
}

/**
 * Push, pull and live stand beside the contract's own handler: a push is judged event by event, so that a bad one is kept
 * apart instead of failing the request, and a pull answers with stored bytes. Shapes are the contract's.
 */
export function registerSync(app: FastifyInstance, services: Services): void {
  app.post('/v1/sync/push', async (request) => {
    const caller = await services.readCaller(request.headers.authorization)
    const batch = readPush(request.body)
    if (batch.device !== caller.device) throw new Problem(403, 'device.other')
    const answer = await services.queue.push(caller.org, { batch, scopes: caller.actor.scopes })
    countVerdicts(services, answer)
    return { ...answer, ...receiptOf(services, caller, batch.epoch, answer) }
  })

  app.post('/v1/sync/pull', async (request, reply) => {
    const caller = await services.readCaller(request.headers.authorization)
    const asked = PullRequestSchema.safeParse(request.body)
    if (!asked.success) throw new Problem(400, 'pull.malformed')
    const { epoch } = asked.data
    if (epoch !== undefined && epoch !== caller.epoch) throw new Problem(409, 'epoch.other')
    const { erasedUpTo } = asked.data
    if (erasedUpTo !== undefined && erasedUpTo > caller.erasedN) await services.erasures.noteDone(caller, erasedUpTo)
    return sendJson(request, reply, await pull(services, caller, asked.data))
  })

  app.get<{ Params: SnapshotRequest }>('/v1/sync/snapshot/:scope/:seq/:chunk', async (request, reply) => {
    const caller = await services.readCaller(request.headers.authorization)
    return sendJson(request, reply, await snapshot(services, caller, request.params))
  })

  app.get('/v1/sync/live', async (request, reply) => {
    const caller = await services.readCaller(request.headers.authorization)
    reply.hijack()
    await services.live.open(caller, reply.raw).catch((error: unknown) => {
      // Headers are out: the console hears the stream end and asks again.
      services.log.fault('live.open', error)
      reply.raw.end()
    })
  })
}
