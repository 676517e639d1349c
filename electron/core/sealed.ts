import { implement } from '@orpc/server'
import { type Change, consoleContract, type SyncStatus } from '../../shared/contract/console.ts'
import type { SessionState } from '../../shared/contract/session.ts'
import { type Refusal, type Result, refuse } from '../../shared/kernel/result.ts'
import { orRefusal } from './api/session.ts'
import { type Console, createConsole } from './console.ts'
import type { Credentials } from './identity.ts'
import { createInbox } from './inbox.ts'
import type { ConsolePorts } from './ports.ts'
import { keyringFile } from './store/keyring.ts'
import { readKeyring } from './store/keyring-file.ts'
import { wipeFolder } from './wipe.ts'

const { session, sync, changes, calls, drafts, choices, notices } = consoleContract
/** All a window asks before it knows who is there; the rest of the contract begins when the file is open. */
const sealedContract = { session, sync, changes, calls, drafts: { list: drafts.list }, choices, notices }

/** A console whose file opens for a password only. Nothing of it is read before the password is right. */
export interface Sealed {
  readonly router: ReturnType<typeof routerOf>
}

interface Door {
  readonly state: () => SessionState
  readonly signIn: (who: Credentials) => Promise<Refusal | null>
  readonly unlock: (user: string, password: string) => Promise<Refusal | null>
}

/** `onOpen` gets the console once, before whoever opened it is answered. */
export function createSealed(ports: ConsolePorts, onOpen: (console: Console) => Promise<void>): Sealed {
  let opened: Console | null = null
  let opening: Promise<Result<Console>> | null = null
  const users = (): string[] =>
    (readKeyring(keyringFile(ports.dir))?.entries ?? []).flatMap((it) => (it.kind === 'password' ? [it.user] : []))
  /** One try at a time: a try is counted before it is judged, and two at once would open one file twice. */
  const open = async (work: () => Promise<Result<Console>>): Promise<Refusal | null> => {
    if (opened) return null
    if (opening) return { tag: 'unlock.busy' }
    opening = work()
    const result = await opening.finally(() => {
      opening = null
    })
    if (!result.ok) return result.error
    await onOpen(result.value)
    opened = result.value
    return null
  }
  const unlockAs = (user: string, password: string) =>
    createConsole({ ...ports, unlock: { by: 'password', user, password } })
  return {
    router: routerOf({
      state: () =>
        opened?.door.state() ?? { state: 'sealed', users: users(), device: '', demo: false, appV: ports.appV },
      unlock: (user, password) => open(() => unlockAs(user, password)),
      signIn: (who) => open(() => (users().length === 0 ? first(ports, who) : known(unlockAs, who))),
    }),
  }
}

/** The first person on this machine: the file is made under their password, and is gone again when the server does not know them. */
async function first(ports: ConsolePorts, who: Credentials): Promise<Result<Console>> {
  const made = await createConsole({ ...ports, unlock: { by: 'password', user: who.user, password: who.password } })
  if (!made.ok) return made
  const refusal = await made.value.door.signIn(who)
  if (refusal === null) return made
  await made.value.close()
  wipeFolder(ports.dir)
  return { ok: false, error: refusal }
}

/** Somebody whose password does not open this file yet: a colleague has to open it before they can sign in. */
async function known(
  unlockAs: (user: string, password: string) => Promise<Result<Console>>,
  { user, password }: Credentials,
): Promise<Result<Console>> {
  const opened = await unlockAs(user, password)
  return !opened.ok && opened.error.tag === 'unlock.no_user' ? refuse('sign_in.needs_colleague', 'user') : opened
}

const noSync: SyncStatus = { state: 'off', pending: 0, refused: 0, serverOffsetMs: 0, clockSuspect: false }

function routerOf(door: Door) {
  const os = implement(sealedContract)
  return os.router({
    session: {
      current: os.session.current.handler(() => door.state()),
      signIn: os.session.signIn.handler(async ({ input }) => orRefusal(await door.signIn(input), door.state)),
      unlock: os.session.unlock.handler(async ({ input: { user = '', password = '' } }) =>
        orRefusal(await door.unlock(user, password), door.state),
      ),
      lock: os.session.lock.handler(() => door.state()),
      leaving: os.session.leaving.handler(() => ({ pending: 0, refused: 0, drafts: 0, cases: [] })),
      signOut: os.session.signOut.handler(() => door.state()),
    },
    sync: {
      status: os.sync.status.handler(() => noSync),
      now: os.sync.now.handler(() => noSync),
      surroundings: os.sync.surroundings.handler(() => ({})),
    },
    drafts: { list: os.drafts.list.handler(() => []) },
    choices: {
      get: os.choices.get.handler(() => ({ keys: {}, singleKeys: true })),
      put: os.choices.put.handler(() => ({})),
    },
    notices: { list: os.notices.list.handler(() => []), seen: os.notices.seen.handler(() => ({})) },
    changes: os.changes.handler(async function* ({ signal }) {
      yield* createInbox<Change>(signal).items()
    }),
    calls: os.calls.handler(async function* ({ signal }) {
      yield* createInbox<{ readonly number: string | null }>(signal).items()
    }),
  })
}
