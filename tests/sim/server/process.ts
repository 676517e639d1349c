import type { ServerResponse } from 'node:http'
import { buildServer } from '../../../server/app.ts'
import type { Log } from '../../../server/ops/log.ts'
import { openServices } from '../../../server/start.ts'
import { uuidV7 } from '../../../shared/kernel/ids.ts'
import type { Dice } from '../random.ts'
import type { Handle, Sabotage } from '../sabotage.ts'
import type { Time } from '../time.ts'
import { type Blow, type Hub, ServerKilledError } from './database.ts'

/** A request as it stands on the wire. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface WireAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** Where the bytes of a live stream go. */
export interface StreamSink {
  readonly write: (text: string) => void
  readonly end: () => void
}

/** One running server process. */
export interface ServerProcess {
  readonly name: string
  /** `null` = it died before it could answer. */
  readonly handle: (request: WireRequest) => Promise<WireAnswer | null>
  /** Opens the stream of heads, or answers why not. */
  readonly openStream: (
    token: string,
    sink: StreamSink,
  ) => Promise<{ readonly status: number; readonly close: () => void }>
  readonly strike: (blow: Blow) => void
  readonly isDead: () => boolean
  /** Ends it without a word, as a kill does. */
  readonly kill: () => void
  readonly services: ReturnType<typeof openServices>['services']
}

export interface ProcessDeps {
  readonly name: string
  readonly hub: Hub
  readonly time: Time
  readonly dice: Dice
  readonly dataDir: string
  /** A fault in the server's log that nobody caused. */
  readonly onFault: (what: string, error: unknown) => void
  readonly sabotage: Sabotage
}

/** Looking every two seconds through hours of virtual time finds nothing that looking seldom does not. */
const leastRepeatMs = 15_000

/** Passwords cost nothing here: guessing them is not what is simulated. */
const passwordCost = { memory: 8, passes: 1, parallelism: 1 }

function createLog(deps: ProcessDeps): Log {
  return {
    info: () => undefined,
    warn: () => undefined,
    fault: (what, error) => {
      if (!(error instanceof ServerKilledError)) deps.onFault(what, error)
    },
  }
}

export function startProcess(deps: ProcessDeps): ServerProcess {
  const { name, time, dice } = deps
  const { sabotage } = deps
  const own = deps.hub.open()
  const db = sabotage.database?.(own) ?? own
  const timers = {
    after: (work: () => void, ms: number) => time.after(name, ms, work),
    repeat: (work: () => void, ms: number) => repeat(time, name, Math.max(ms, leastRepeatMs), work),
  }
  const newId = (): string => uuidV7(time.nowMs(), dice.bytes(10))
  const options = { dataDir: deps.dataDir, nowMs: time.nowMs, newId, timers, version: 'sim', passwordCost }
  const { services } = openServices(db, options, createLog(deps))
  const app = buildServer(services)
  const sinks = new Set<StreamSink>()
  let dead = false
  let struck = false
  const kill = (): void => {
    dead = true
    time.drop(name)
    db.leave()
    for (const sink of sinks) sink.end()
  }
  const answer: Handle = async ({ method, path: url, headers, body }) => {
    const answer = await app.inject({
      method: method as 'POST',
      url,
      headers,
      ...(body === undefined ? {} : { payload: body }),
    })
    // A blow that fell turns into an answer of 500 inside; outside the process is simply gone.
    if (struck && answer.statusCode === 500) kill()
    if (dead) return null
    return { status: answer.statusCode, type: String(answer.headers['content-type'] ?? ''), body: answer.body }
  }
  return {
    name,
    services,
    isDead: () => dead,
    kill,
    strike: (blow) => {
      struck = true
      db.strike(blow)
    },
    handle: sabotage.handle?.(answer, time.nowMs) ?? answer,
    openStream: async (token, sink) => {
      try {
        const caller = await services.readCaller(`Bearer ${token}`)
        sinks.add(sink)
        const { response, close } = fakeResponse(sink)
        await services.live.open(caller, response)
        return { status: 200, close }
      } catch (error) {
        const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
        return { status, close: () => undefined }
      }
    },
  }
}

function repeat(time: Time, name: string, ms: number, work: () => void): () => void {
  let callOff = (): void => undefined
  const again = (): void => {
    callOff = time.after(name, ms, () => {
      again()
      work()
    })
  }
  again()
  return () => callOff()
}

/** What the live streams use of a response; the rest of it is not there. */
function fakeResponse(sink: StreamSink): { response: ServerResponse; close: () => void } {
  const onClose: (() => void)[] = []
  const close = (): void => {
    for (const listener of onClose) listener()
  }
  const response = {
    writableLength: 0,
    writeHead: () => undefined,
    write: (text: string) => sink.write(text),
    end: () => {
      sink.end()
      close()
    },
    on: (event: string, listener: () => void) => {
      if (event === 'close') onClose.push(listener)
    },
  }
  return { response: response as unknown as ServerResponse, close }
}
