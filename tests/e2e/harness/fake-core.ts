import { RPCLink } from '@orpc/client/message-port'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { assistWords } from '../../../electron/core/assist-words.ts'
import { createCallDesk } from '../../../electron/core/calls.ts'
import type { OpenChannel } from '../../../renderer/transport.ts'
import calendar from '../../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import categories from '../../../resources/categories.json' with { type: 'json' }
import ladder from '../../../resources/ladder/default-v1.json' with { type: 'json' }
import policy from '../../../resources/policies/default-v1.json' with { type: 'json' }
import reasons from '../../../resources/reasons.json' with { type: 'json' }
import templates from '../../../resources/templates.json' with { type: 'json' }
import {
  type CaseRow,
  type Change,
  type Choices,
  consoleContract,
  type Draft,
  type SyncStatus,
} from '../../../shared/contract/console.ts'
import type { SessionState } from '../../../shared/contract/session.ts'
import type { SavedView } from '../../../shared/contract/work.ts'
import type { IncomingCall } from '../../../shared/intake/incoming-call.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { casesOf, type Given, type Pace, unreadable } from './fake-cases.ts'
import { attachmentsOf, judgedOf, transfersOf } from './fake-lists.ts'
import { createFeed, type Feed } from './feed.ts'
import { machineOf } from './machine.ts'
import { byDue, nowMs } from './order.ts'
import { returnedOf } from './returned.ts'
import { openSession, type Scene, sceneRows } from './scenes.ts'

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
  /** The same commands themselves. */
  readonly commands: () => readonly unknown[]
  readonly kept: () => readonly Draft[]
  /** The phone system hands a call over. */
  readonly ring: (call: IncomingCall) => void
  /** Something is amiss with the machine. */
  readonly warn: (notice: Refusal) => void
  /** A template is called back, as the office does it while calls run. */
  readonly withdrawTemplate: (id: string, reason: string) => void
  /** Answers about numbers and searches take this long from now on. */
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
    executed: () => world.given.map(({ id }) => id),
    commands: () => world.given.map(({ command }) => command),
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
  const given: Given[] = []
  const drafts = new Map<string, Draft>(scene.drafts.map((draft) => [draft.id, draft]))
  const changes = createFeed<Change>()
  const desk = createCallDesk(() => performance.now())
  const notices: Refusal[] = []
  const pace: Pace = { lookUpMs: 0 }
  const words = { templates: templates.templates }
  const inOrder = scene.name === 'failing' ? unreadable : byDue
  const router = os.router({
    session: sessionOf(scene, changes),
    cases: casesOf({ scene, rows, inOrder, given, changes, pace }),
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
    transfers: transfersOf(rows, inOrder),
    judged: judgedOf(),
    attachments: attachmentsOf(),
    reference: referenceOf(scene, words),
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
  return { router, given, drafts, desk, notices, pace, words, changes }
}

/** The shipped words, and the people of the scene. */
function referenceOf(scene: Scene, words: { readonly templates: typeof templates.templates }) {
  const sla = { policy, ladder, calendar }
  const get = implement(screenContract).reference.get.handler(({ input: { kind } }) => {
    const bodies = { sla, reasons, categories, templates: { ...words }, assist: assistWords, people: scene.people }
    return { version: '1', body: bodies[kind as keyof typeof bodies] ?? null }
  })
  return { get }
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
      refusal: { tag: 'unlock.wrong', field: 'password', detail: { tries: wrong, waitMs: wrong < 5 ? 0 : 5000 } },
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
