import { RPCLink } from '@orpc/client/message-port'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { assistWords } from '../../../electron/core/assist-words.ts'
import { createCallDesk } from '../../../electron/core/calls.ts'
import type { OpenChannel } from '../../../renderer/transport.ts'
import calendar from '../../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import ladder from '../../../resources/ladder/default-v1.json' with { type: 'json' }
import policy from '../../../resources/policies/default-v1.json' with { type: 'json' }
import reasons from '../../../resources/reasons.json' with { type: 'json' }
import templates from '../../../resources/templates.json' with { type: 'json' }
import {
  type CaseRow,
  type Change,
  type Choices,
  type ClockRow,
  consoleContract,
  type Draft,
  type SyncStatus,
} from '../../../shared/contract/console.ts'
import type { SessionState } from '../../../shared/contract/session.ts'
import type { CaseFilter, SavedView } from '../../../shared/contract/work.ts'
import type { IncomingCall } from '../../../shared/intake/incoming-call.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { attachmentsOf, judgedOf, transfersOf } from './fake-lists.ts'
import { createFeed, type Feed } from './feed.ts'
import { machineOf } from './machine.ts'
import { returnedOf } from './returned.ts'
import { openSession, type Scene, sceneRows } from './scenes.ts'

/** The core's time: what somebody does to the window's own clock is nothing to it. */
const nowMs = (): number => Math.round(performance.timeOrigin + performance.now())

/** What the screens ask of the core; the rest of the contract serves the command line. */
const {
  session,
  drafts: draftCalls,
  sync,
  reference,
  changes: changeCalls,
  choices,
  cases,
  calls,
  notices,
  views: viewCalls,
  attachments,
  transfers,
  judged,
} = consoleContract
const screenContract = {
  session,
  drafts: draftCalls,
  sync,
  choices,
  reference,
  changes: changeCalls,
  cases,
  views: viewCalls,
  attachments,
  transfers,
  judged,
  calls,
  notices,
  machine: consoleContract.machine,
  refused: consoleContract.refused,
}

/** A core that can be cut off and joined again, as when its process dies and is started anew. */
export interface FakeCore {
  readonly open: OpenChannel
  readonly cut: () => void
  readonly join: () => void
  /** Every command that came, by its id. */
  readonly executed: () => readonly string[]
  readonly kept: () => readonly Draft[]
  /** The phone system hands a call over. */
  readonly ring: (call: IncomingCall) => void
  /** Something is amiss with the machine. */
  readonly warn: (notice: Refusal) => void
  /** A template is called back, as the office does it while calls run. */
  readonly withdrawTemplate: (id: string, reason: string) => void
  /** Answers about numbers take this long from now on. */
  readonly lookUpTakes: (ms: number) => void
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
    ring: world.desk.ring,
    warn: (notice) => void world.notices.push(notice),
    withdrawTemplate: (id, reason) => {
      const withdrawn = { on: '2020-01-01', reason }
      world.words.templates = world.words.templates.map((one) => (one.id === id ? { ...one, withdrawn } : one))
      world.changes.push({ kind: 'reference' })
    },
    lookUpTakes: (ms) => {
      world.pace.lookUpMs = ms
    },
  }
}

function createWorld(scene: Scene) {
  const os = implement(screenContract)
  const rows: CaseRow[] = [...sceneRows(scene)]
  const executed: string[] = []
  const drafts = new Map<string, Draft>(scene.drafts.map((draft) => [draft.id, draft]))
  const changes = createFeed<Change>()
  const desk = createCallDesk(() => performance.now())
  const notices: Refusal[] = []
  const pace = { lookUpMs: 0 }
  const words = { templates: templates.templates }
  const router = os.router({
    session: sessionOf(scene, changes),
    cases: casesOf(scene, rows, executed, changes, pace),
    drafts: draftsOf(drafts),
    sync: {
      surroundings: os.sync.surroundings.handler(() => ({})),
      status: os.sync.status.handler((): SyncStatus => scene.sync),
      now: os.sync.now.handler((): SyncStatus => {
        const status = { ...scene.sync, state: 'connecting' as const }
        changes.push({ kind: 'sync', status })
        return status
      }),
    },
    choices: choicesOf(),
    views: viewsOf(),
    machine: machineOf(scene),
    refused: returnedOf(scene),
    transfers: transfersOf(rows, byDue),
    judged: judgedOf(),
    attachments: attachmentsOf(),
    reference: {
      get: os.reference.get.handler(({ input }) => ({
        version: '1',
        body:
          {
            sla: { policy, ladder, calendar },
            reasons,
            templates: { ...words },
            assist: assistWords,
            people: scene.people,
          }[input.kind] ?? null,
      })),
    },
    changes: os.changes.handler(async function* ({ signal }) {
      yield* changes.follow(signal)
    }),
    calls: os.calls.handler(async function* ({ signal }) {
      yield* desk.answer(signal)
    }),
    notices: {
      list: os.notices.list.handler(() => notices.map(({ tag, detail }) => ({ tag, detail: { ...detail } }))),
      seen: os.notices.seen.handler(() => {
        notices.splice(0)
        return {}
      }),
    },
  })
  return { router, executed, drafts, desk, notices, pace, words, changes }
}

/** Saves at most one case for one command, as the real core does, and tells everybody. */
function executeOn(scene: Scene, rows: CaseRow[], executed: string[], changes: Feed) {
  const done = new Map<string, string>()
  return (commandId: string, id: string | undefined, command: unknown) => {
    executed.push(commandId)
    if (id !== undefined) {
      const number = rows.find((row) => row.id === id)?.number ?? ''
      return { saved: true as const, case: id, number, status: 'in_progress', savedAtMs: nowMs() }
    }
    const { issue, classification } = command as { issue: { symptom: string }; classification?: { urgency?: string } }
    const number = done.get(commandId) ?? `K1-${String(88 + done.size).padStart(4, '0')}`
    if (!done.has(commandId)) {
      done.set(commandId, number)
      rows.unshift(
        scene.rowOf({ id: commandId, number, symptom: issue.symptom, urgency: classification?.urgency ?? 'mid' }),
      )
      changes.push({ kind: 'cases', ids: [commandId] })
    }
    return { saved: true as const, case: commandId, number, status: 'received', savedAtMs: nowMs() }
  }
}

interface Pace {
  lookUpMs: number
}

function casesOf(scene: Scene, rows: CaseRow[], executed: string[], changes: Feed, pace: Pace) {
  const os = implement(screenContract)
  const execute = executeOn(scene, rows, executed, changes)
  return {
    execute: os.cases.execute.handler(({ input }) => execute(input.commandId, input.case, input.command)),
    list: os.cases.list.handler(({ input }) => {
      const from = Number(input.cursor ?? 0)
      const sorted = narrowed(byDue(rows), input.filter, input.text)
      const next = from + input.limit < sorted.length ? { next: String(from + input.limit) } : {}
      const count = { value: Math.min(1000, sorted.length), exact: sorted.length <= 1000 }
      return { rows: [...sorted.slice(from, from + input.limit)], ...next, count, asOfMs: nowMs(), tookMs: 4 }
    }),
    search: os.cases.search.handler(({ input }) => {
      const found = rows.filter((row) => `${row.symptom} ${row.number} ${row.customerName}`.includes(input.text))
      const withText = found.slice(0, input.limit).map((row) => ({ ...row, snippet: { text: '', marks: [] } }))
      return { rows: withText, asOfMs: nowMs(), tookMs: 1 }
    }),
    counts: os.cases.counts.handler(() => scene.counts(rows)),
    get: os.cases.get.handler(({ input }) =>
      newestOf(scene.viewOf(rows.find(({ id }) => id === input.id)), input.newest),
    ),
    chain: os.cases.chain.handler(() => 'verified' as const),
    executeAll: os.cases.executeAll.handler(({ input }) => ({
      answers: input.items.map((item) => ({
        ...execute(item.commandId, item.case, item.command),
        undo: { of: item.commandId, untilMs: nowMs() + 10_000 },
      })),
    })),
    judge: os.cases.judge.handler(({ input }) => ({
      answers: input.items.map((item, index) => ({
        case: item.case,
        number: rows.find(({ id }) => id === item.case)?.number ?? '',
        refusals: index === 1 ? [{ tag: 'assign.reason_needed' }] : [],
      })),
    })),
    reveal: os.cases.reveal.handler(() => ({ shown: true as const, value: ['+8613812341234'] })),
    byPhone: os.cases.byPhone.handler(async ({ input }) => {
      const { lookUpMs } = pace
      if (lookUpMs > 0) await new Promise((resolve) => setTimeout(resolve, lookUpMs))
      return scene.history(input.phone, rows)
    }),
  }
}

/** Kept over a reload, as the real core keeps it. */
const sessionKey = 'harness.session'
const rightPassword = 'right password'

function sessionOf(scene: Scene, changes: Feed) {
  const os = implement(screenContract)
  let state: SessionState = JSON.parse(sessionStorage.getItem(sessionKey) ?? 'null') ?? scene.session
  let wrong = 0
  const become = (next: SessionState): SessionState => {
    state = next
    sessionStorage.setItem(sessionKey, JSON.stringify(next))
    changes.push({ kind: 'session', session: next })
    return next
  }
  const refused = () => {
    wrong += 1
    return {
      refusal: { tag: 'unlock.wrong', field: 'password', detail: { tries: wrong, waitMs: wrong < 5 ? 0 : 3000 } },
    }
  }
  return {
    current: os.session.current.handler(() => state),
    signIn: os.session.signIn.handler(({ input: { user, password } }) => {
      const name = scene.people.people[user]
      if (password !== rightPassword || name === undefined)
        return { refusal: { tag: 'sign_in.wrong', field: 'password' } }
      return become({ ...scene.session, state: 'open', actor: { id: user, name, role: 'agent', team: 'hotline' } })
    }),
    unlock: os.session.unlock.handler(({ input: { password } }) =>
      state.demo || password === rightPassword ? become({ ...openSession, demo: state.demo }) : refused(),
    ),
    lock: os.session.lock.handler(() => become({ ...state, state: 'locked' })),
    leaving: os.session.leaving.handler(() => scene.leaving),
    signOut: os.session.signOut.handler(() =>
      become({ state: 'signed_out', device: 'K1', demo: state.demo, appV: '0.1.0' }),
    ),
  }
}

function choicesOf() {
  const os = implement(screenContract)
  let kept: Choices = { keys: {}, singleKeys: true }
  return {
    get: os.choices.get.handler(() => kept),
    put: os.choices.put.handler(({ input }) => {
      kept = input
      return {}
    }),
  }
}

function viewsOf() {
  const os = implement(screenContract)
  const views = new Map<string, SavedView>()
  return {
    list: os.views.list.handler(() => [...views.values()]),
    put: os.views.put.handler(({ input }) => {
      views.set(input.id, input)
      return {}
    }),
    remove: os.views.remove.handler(({ input }) => {
      views.delete(input.id)
      return {}
    }),
  }
}

function draftsOf(drafts: Map<string, Draft>) {
  const os = implement(screenContract)
  return {
    put: os.drafts.put.handler(({ input }) => {
      const draft = { ...input, savedAtMs: nowMs() }
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

/** As much of the filter as screens are looked at with. */
function narrowed(rows: readonly CaseRow[], filter: CaseFilter = {}, text = ''): readonly CaseRow[] {
  const lists = (['status', 'urgency', 'team', 'channel'] as const).flatMap((field) => {
    const wanted = filter[field]
    return wanted === undefined ? [] : [(row: CaseRow) => wanted.includes(row[field])]
  })
  const tests = [...lists, (row: CaseRow) => (row.symptom ?? '').includes(text)]
  return text === '' && lists.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)))
}

function newestOf<View extends { readonly record: readonly unknown[] }>(view: View | null, newest: number | undefined) {
  if (view === null || newest === undefined) return view
  const record = view.record.slice(-newest)
  return { ...view, record: [...record], older: view.record.length - record.length }
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
  return clock.dueAtMs ?? nowMs() + clock.remainingMs
}
