import { RPCLink } from '@orpc/client/message-port'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { assistWords } from '../../../electron/core/assist-words.ts'
import type { OpenChannel } from '../../../renderer/transport.ts'
import calendar from '../../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import ladder from '../../../resources/ladder/default-v1.json' with { type: 'json' }
import policy from '../../../resources/policies/default-v1.json' with { type: 'json' }
import reasons from '../../../resources/reasons.json' with { type: 'json' }
import templates from '../../../resources/templates.json' with { type: 'json' }
import {
  type CaseRow,
  type Change,
  type ClockRow,
  consoleContract,
  type Draft,
  type SyncStatus,
} from '../../../shared/contract/console.ts'
import { type Scene, sceneRows } from './scenes.ts'

/** What the screens ask of the core; the rest of the contract serves the command line. */
const { session, drafts: draftCalls, sync, reference, changes: changeCalls, cases } = consoleContract
const screenContract = {
  session,
  drafts: draftCalls,
  sync,
  reference,
  changes: changeCalls,
  cases: { execute: cases.execute, list: cases.list, counts: cases.counts, get: cases.get, byPhone: cases.byPhone },
}

/** A core that can be cut off and joined again, as when its process dies and is started anew. */
export interface FakeCore {
  readonly open: OpenChannel
  readonly cut: () => void
  readonly join: () => void
  /** Every command that came, by its id. */
  readonly executed: () => readonly string[]
  readonly kept: () => readonly Draft[]
}

/** A core made of plain data behind the real wire, so that screens can be looked at in any state without a store. */
export function createFakeCore(scene: Scene): FakeCore {
  const world = createWorld(scene)
  let reachable = scene.name !== 'unreachable'
  let hangUp: () => unknown = () => undefined
  return {
    open: async () => {
      if (!reachable) return null
      const { port1, port2 } = new MessageChannel()
      new RPCHandler(world.router).upgrade(port1)
      port1.start()
      port2.start()
      const end = new AbortController()
      port2.addEventListener('close', () => end.abort())
      hangUp = () => port2.dispatchEvent(new Event('close'))
      return { link: new RPCLink({ port: port2 }), gone: end.signal }
    },
    cut: () => {
      reachable = false
      hangUp()
    },
    join: () => {
      reachable = true
    },
    executed: () => world.executed,
    kept: () => [...world.drafts.values()],
  }
}

function createWorld(scene: Scene) {
  const os = implement(screenContract)
  const rows: CaseRow[] = [...sceneRows(scene)]
  const executed: string[] = []
  const drafts = new Map<string, Draft>(scene.drafts.map((draft) => [draft.id, draft]))
  const changes = createFeed<Change>()
  let here = scene.session
  const become = (state: 'open' | 'locked') => {
    here = { ...scene.session, state }
    changes.push({ kind: 'session', session: here })
    return here
  }
  const router = os.router({
    session: {
      current: os.session.current.handler(() => here),
      lock: os.session.lock.handler(() => become('locked')),
      unlock: os.session.unlock.handler(({ input }) =>
        input.password === 'right' ? become('open') : { refusal: { tag: 'unlock.wrong', field: 'password' } },
      ),
      signIn: os.session.signIn.handler(() => ({ refusal: { tag: 'sign_in.wrong', field: 'password' } })),
    },
    cases: casesOf(scene, rows, executed, changes),
    drafts: draftsOf(drafts),
    sync: {
      status: os.sync.status.handler((): SyncStatus => scene.sync),
      now: os.sync.now.handler((): SyncStatus => {
        const status = { ...scene.sync, state: 'connecting' as const }
        changes.push({ kind: 'sync', status })
        return status
      }),
    },
    reference: {
      get: os.reference.get.handler(({ input }) => ({
        version: '1',
        body:
          { sla: { policy, ladder, calendar }, reasons, templates, assist: assistWords, people: scene.people }[
            input.kind
          ] ?? null,
      })),
    },
    changes: os.changes.handler(async function* ({ signal }) {
      yield* changes.follow(signal)
    }),
  })
  return { router, executed, drafts }
}

/** Saves at most one case for one command, as the real core does, and tells everybody. */
function executeOn(scene: Scene, rows: CaseRow[], executed: string[], changes: Feed) {
  const done = new Map<string, string>()
  return (commandId: string, id: string | undefined, command: unknown) => {
    executed.push(commandId)
    if (id !== undefined) {
      const number = rows.find((row) => row.id === id)?.number ?? ''
      return { saved: true as const, case: id, number, status: 'in_progress', savedAtMs: Date.now() }
    }
    const { issue, classification } = command as { issue: { symptom: string }; classification: { urgency: string } }
    const number = done.get(commandId) ?? `K1-${String(88 + done.size).padStart(4, '0')}`
    if (!done.has(commandId)) {
      done.set(commandId, number)
      rows.unshift(scene.rowOf({ id: commandId, number, symptom: issue.symptom, urgency: classification.urgency }))
      changes.push({ kind: 'cases', ids: [commandId] })
    }
    return { saved: true as const, case: commandId, number, status: 'received', savedAtMs: Date.now() }
  }
}

function casesOf(scene: Scene, rows: CaseRow[], executed: string[], changes: Feed) {
  const os = implement(screenContract)
  const execute = executeOn(scene, rows, executed, changes)
  return {
    execute: os.cases.execute.handler(({ input }) => execute(input.commandId, input.case, input.command)),
    list: os.cases.list.handler(({ input }) => {
      const from = Number(input.cursor ?? 0)
      const sorted = byDue(rows)
      const next = from + input.limit < sorted.length ? { next: String(from + input.limit) } : {}
      const count = { value: Math.min(1000, sorted.length), exact: sorted.length <= 1000 }
      return { rows: [...sorted.slice(from, from + input.limit)], ...next, count, asOfMs: Date.now(), tookMs: 4 }
    }),
    counts: os.cases.counts.handler(() => scene.counts(rows)),
    get: os.cases.get.handler(({ input }) => scene.viewOf(rows.find(({ id }) => id === input.id))),
    byPhone: os.cases.byPhone.handler(({ input }) => scene.history(input.phone, rows)),
  }
}

function draftsOf(drafts: Map<string, Draft>) {
  const os = implement(screenContract)
  return {
    put: os.drafts.put.handler(({ input }) => {
      const draft = { ...input, savedAtMs: Date.now() }
      drafts.set(input.id, draft)
      return draft
    }),
    list: os.drafts.list.handler(() => [...drafts.values()]),
    remove: os.drafts.remove.handler(({ input }) => {
      drafts.delete(input.id)
      return {}
    }),
  }
}

const ordered = new WeakMap<readonly CaseRow[], { readonly length: number; readonly rows: readonly CaseRow[] }>()

/** Sorted by nearest clock; a hundred thousand rows are sorted once, not at every question. */
function byDue(rows: readonly CaseRow[]): readonly CaseRow[] {
  const known = ordered.get(rows)
  if (known?.length === rows.length) return known.rows
  const sorted = [...rows].sort((a, b) => dueOf(a) - dueOf(b))
  ordered.set(rows, { length: rows.length, rows: sorted })
  return sorted
}

const dueOf = (row: CaseRow): number => {
  const clock: ClockRow | undefined = row.nearest
  if (clock === undefined) return Number.POSITIVE_INFINITY
  return clock.dueAtMs ?? Date.now() + clock.remainingMs
}

type Feed = ReturnType<typeof createFeed<Change>>

function createFeed<Item>() {
  const followers = new Set<{ readonly items: Item[]; wake: () => void }>()
  return {
    push: (item: Item) => {
      for (const follower of followers) {
        follower.items.push(item)
        follower.wake()
      }
    },
    async *follow(signal: AbortSignal | undefined) {
      const own: { readonly items: Item[]; wake: () => void } = { items: [], wake: () => undefined }
      followers.add(own)
      while (signal?.aborted !== true) {
        for (const item of own.items.splice(0)) yield item
        await new Promise<void>((resolve) => {
          own.wake = resolve
          if (own.items.length > 0) resolve()
        })
      }
      followers.delete(own)
    },
  }
}
