import type { ServerResponse } from 'node:http'
import type { Caller } from '../auth/caller.ts'
import type { Database, Notice, StreamsNotice } from '../db/database.ts'
import { reads, textList } from '../db/statement.ts'
import type { Timers } from '../timers.ts'
import { selectHeads } from './hello.ts'

/** Every stream hears all its heads this often, whatever was lost between. Source: sync.md "Live". */
const heartbeatMs = 15_000
const selectRights = reads<{ actor: string; aclV: number }>(
  'live.rights',
  'SELECT actor, acl_v AS "aclV" FROM people WHERE org = $1 AND active AND actor = ANY($2::text[])',
)

/** A reader that lets more than this pile up is cut off; it comes back and pulls. */
const maxUnsentBytes = 256 * 1024

const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

interface Stream {
  readonly caller: Caller
  readonly response: ServerResponse
}

export interface LiveDeps {
  readonly db: Database
  readonly timers: Timers
  readonly nowMs: () => number
  readonly onFault: (what: string, error: unknown) => void
}

const lineOf = ({ epoch, aclV }: Caller, heads: Readonly<Record<string, number>>, serverMs: number): string =>
  `event: heads\ndata: ${JSON.stringify({ epoch, aclV, heads, serverMs })}\n\n`

const isMeant = (caller: Caller, { actor, device, everybody }: StreamsNotice): boolean =>
  everybody === true ||
  (actor !== undefined && caller.actor.id === actor) ||
  (device !== undefined && caller.device === device)

/** The streams that are open, and writing to them. */
function createStreams(nowMs: () => number) {
  const open = new Set<Stream>()

  function drop(stream: Stream): void {
    open.delete(stream)
    stream.response.end()
  }

  function write(stream: Stream, line: string): void {
    const { response, caller } = stream
    if (caller.untilMs <= nowMs() || response.writableLength > maxUnsentBytes) drop(stream)
    else response.write(line)
  }

  /** Who holds the same scopes is told in the same words: they are written down once. */
  function sendOwn(heads: Readonly<Record<string, number>>) {
    const lines = new Map<string, string | null>()
    return (stream: Stream): void => {
      const { epoch, aclV, actor } = stream.caller
      const name = [epoch, aclV, ...actor.scopes].join(' ')
      const known = lines.get(name)
      const line = known === undefined ? ownLine(stream.caller, heads) : known
      lines.set(name, line)
      if (line !== null) write(stream, line)
    }
  }

  function ownLine(caller: Caller, heads: Readonly<Record<string, number>>): string | null {
    const scopes: readonly string[] = caller.actor.scopes
    const own = Object.entries(heads).filter(([scope]) => scopes.includes(scope))
    return own.length === 0 ? null : lineOf(caller, Object.fromEntries(own), nowMs())
  }

  return {
    open,
    drop,
    send: (stream: Stream, heads: Readonly<Record<string, number>>): void =>
      write(stream, lineOf(stream.caller, heads, nowMs())),
    onTold: (notice: Notice): void => {
      const tell = 'heads' in notice ? sendOwn(notice.heads) : (it: Stream) => isMeant(it.caller, notice) && drop(it)
      for (const stream of open) if (stream.caller.org === notice.org) tell(stream)
    },
  }
}

/** Streams of heads to consoles: hints only, never events. */
export function createLive(deps: LiveDeps) {
  const streams = createStreams(deps.nowMs)

  async function sendAll(org: string, own: readonly Stream[]): Promise<void> {
    const scopes = [...new Set(own.flatMap((stream) => stream.caller.actor.scopes))]
    const rows = await deps.db.read(org, (sql) => sql.rows(selectHeads, [org, textList(scopes)]))
    const heads = new Map<string, number>(rows.map((row) => [row.scope, row.head]))
    for (const stream of own)
      streams.send(
        stream,
        Object.fromEntries(stream.caller.actor.scopes.map((scope) => [scope, heads.get(scope) ?? 0])),
      )
  }

  /** Whose rights changed while the notice of it was lost: their streams end and come back with what is allowed now. SYNC-6. */
  async function dropChanged(org: string, own: readonly Stream[]): Promise<readonly Stream[]> {
    const actors = [...new Set(own.map(({ caller }) => caller.actor.id))]
    const rows = await deps.db.read(org, (sql) => sql.rows(selectRights, [org, textList(actors)]))
    const now = new Map<string, number>(rows.map(({ actor, aclV }) => [actor, aclV]))
    const isChanged = ({ caller }: Stream): boolean => now.get(caller.actor.id) !== caller.aclV
    for (const stream of own.filter(isChanged)) streams.drop(stream)
    return own.filter((stream) => !isChanged(stream))
  }

  /** Two queries per organisation and beat, however many streams it has. */
  async function beat(): Promise<void> {
    for (const [org, own] of Map.groupBy(streams.open, ({ caller }) => caller.org))
      await sendAll(org, await dropChanged(org, own))
  }

  const deaf = deps.db.onTold(streams.onTold)
  const quiet = deps.timers.repeat(() => {
    beat().catch((error: unknown) => deps.onFault('live.beat', error))
  }, heartbeatMs)

  return {
    /** Listens first and reads the heads then: what moves in between is told, at worst twice. */
    open: async (caller: Caller, response: ServerResponse): Promise<void> => {
      response.writeHead(200, streamHeaders)
      const stream = { caller, response }
      streams.open.add(stream)
      response.on('close', () => streams.open.delete(stream))
      response.on('error', () => streams.open.delete(stream))
      await sendAll(caller.org, [stream])
    },
    count: (): number => streams.open.size,
    close: (): void => {
      quiet()
      deaf()
      for (const stream of [...streams.open]) streams.drop(stream)
    },
  }
}

export type Live = ReturnType<typeof createLive>
