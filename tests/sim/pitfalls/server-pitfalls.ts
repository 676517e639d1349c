import { Problem } from '../../../server/problem.ts'
import type { PushingDevice } from '../../../server/sync/ingest-rows.ts'
import type { HelloRequest, HelloResponse, PushRequest } from '../../../shared/sync/protocol.ts'
import type { Handle, Sabotage } from '../sabotage.ts'
import { skipUnanswered } from './console-pitfalls.ts'
import { changeDatabase, changeSql, type Pitfall } from './pitfall.ts'

/** A number is given before its transaction is visible: now and then a reader sees the later one alone. */
const skipsUncommitted: Pitfall = {
  name: 'cursor skips an uncommitted number',
  seen: 'Linear, Marten',
  within: 3,
  make: () => ({
    database: (inner) =>
      changeDatabase(inner, (sql) =>
        changeSql(sql, (name, rows) => (name === 'pull.page' && rows.length > 1 ? rows.toSpliced(-2, 1) : rows)),
      ),
  }),
}

const publicationLost: Pitfall = {
  name: 'commit done, publication lost, all wait',
  seen: 'LiveStore #1394',
  within: 5,
  make: () => ({
    database: (inner) => ({
      ...changeDatabase(inner, (sql, writes) =>
        changeSql(sql, (name, rows) => (name === 'hello.heads' && !writes ? [] : rows)),
      ),
      tell: async () => undefined,
    }),
  }),
}

const badEventBlocks: Pitfall = {
  name: 'one bad event blocks the queue',
  seen: 'powersync.dart#452',
  within: 10,
  make: () => ({
    database: (inner) =>
      changeDatabase(inner, (sql) =>
        changeSql(
          sql,
          (_, rows) => rows,
          (name) => {
            if (name === 'ingest.insert_verdicts') throw new Problem(400, 'push.bad_event')
          },
        ),
      ),
  }),
}

const restoredNeverAsks: Pitfall = {
  name: 'restored server never asks again',
  seen: 'cht-core#8093',
  from: 45,
  within: 10,
  make: () => ({
    handle: (inner) => async (request) => {
      if (request.path !== '/v1/sync/hello') return inner(request)
      const { receipts: _, ...hello } = JSON.parse(request.body ?? '') as HelloRequest
      const answer = await inner({ ...request, body: JSON.stringify(hello) })
      if (answer?.status !== 200) return answer
      const said = JSON.parse(answer.body) as HelloResponse
      return { ...answer, body: JSON.stringify({ ...said, lastN: Math.max(said.lastN, hello.lastN) }) }
    },
  }),
}

const mostDriftMs = 60_000

const driftStops: Pitfall = {
  name: 'clock drift stops sync',
  seen: 'actual#3786',
  within: 3,
  make: () => ({
    handle: (inner, nowMs) => async (request) => {
      if (request.path !== '/v1/sync/push' || !request.body?.startsWith('{"device":"')) return inner(request)
      const { events } = readPush(request.body)
      const isOff = events.some(({ wallMs }) => Math.abs(wallMs - nowMs()) > mostDriftMs)
      return isOff ? { status: 409, type: 'application/problem+json', body: '{"code":"clock.off"}' } : inner(request)
    },
  }),
}

/** Notices that travel inside the commit hold a lock until they are told; who dies in between never lets go. */
const notifyLock: Pitfall = {
  name: 'NOTIFY lock at commit',
  seen: 'sync.md',
  from: 15,
  within: 15,
  make: () => {
    let isHeld = false
    const note = (name: string): void => {
      isHeld ||= name === 'ingest.update_scopes'
    }
    return {
      handle: (inner) => async (request) =>
        isHeld && request.path === '/v1/sync/push' ? { status: 503, type: 'text/plain', body: '' } : inner(request),
      database: (inner) => ({
        ...changeDatabase(inner, (sql) => changeSql(sql, (_, rows) => rows, note)),
        tell: async (notice) => {
          isHeld = false
          await inner.tell(notice)
        },
      }),
    }
  },
}

const readPush = (body: string): PushRequest => JSON.parse(body) as PushRequest

/** A server that believes where a device says its batch begins: it sees no gap, or no repeat. */
function trusting(blindTo: 'gaps' | 'repeats'): Pick<Sabotage, 'handle' | 'database'> {
  const batches = new Map<string, PushRequest>()
  const note = (body: string): void => {
    const push = readPush(body)
    batches.set(push.device, push)
  }
  const handle =
    (inner: Handle): Handle =>
    async (request) => {
      if (request.path === '/v1/sync/push' && request.body?.startsWith('{"device":"')) note(request.body)
      return inner(request)
    }
  const believe = (row: PushingDevice): PushingDevice => {
    const batch = batches.get(row.device)
    const [first] = batch?.events ?? []
    const isBlind = batch !== undefined && (blindTo === 'gaps' ? batch.from > row.lastN + 1 : batch.from <= row.lastN)
    return isBlind && first ? { ...row, lastN: batch.from - 1, lastHash: first.devPrev } : row
  }
  return {
    handle,
    database: (inner) =>
      changeDatabase(inner, (sql) =>
        changeSql(sql, (name, rows) =>
          name === 'ingest.lock_devices' ? (rows as PushingDevice[]).map(believe) : rows,
        ),
      ),
  }
}

const sameUploadTwice: Pitfall = {
  name: 'same upload twice',
  seen: 'powersync.dart#253',
  within: 10,
  make: () => trusting('repeats'),
}

const overtakes: Pitfall = {
  name: 'later event overtakes an unresolved one',
  seen: 'LiveStore SF-03',
  within: 20,
  make: () => ({ ...trusting('gaps'), wire: skipUnanswered() }),
}

export const serverPitfalls: readonly Pitfall[] = [
  skipsUncommitted,
  publicationLost,
  badEventBlocks,
  restoredNeverAsks,
  driftStops,
  notifyLock,
  sameUploadTwice,
  overtakes,
]
