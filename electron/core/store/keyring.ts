import { createSecretKey, timingSafeEqual } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'
import { type Kdf, type Keyring, type KeyringEntry, readKeyring, writeKeyring } from './keyring-file.ts'
import { passwordCost, passwordKey } from './password-key.ts'
import { openBox, sealBox } from './sealed-box.ts'

/** How a person, or the machine, opens the store. */
export type Unlock =
  | { readonly by: 'demo' }
  | { readonly by: 'password'; readonly user: string; readonly password: string }
  | { readonly by: 'os'; readonly user: string }

/** The operating system's key store, where the host has a real one. `unwrap` gives `null` for what it cannot open. */
export interface OsKeyStore {
  readonly wrap: (key: Uint8Array) => Uint8Array
  readonly unwrap: (wrapped: Uint8Array) => Uint8Array | null
}

export interface KeyringDeps {
  readonly dir: string
  readonly random: (bytes: number) => Uint8Array
  /** Milliseconds since the machine started: cannot be set, unlike the clock. */
  readonly upMs: () => number
  readonly osKeyStore?: OsKeyStore
}

export interface Who {
  readonly user: string
  readonly password: string
}

const dataKeyBytes = 32
export const keyringFile = (dir: string): string => join(dir, 'keyring.json')
const aboutUser = (store: string, user: string): Buffer => Buffer.from(`data-key|${store}|${user}`)
const untried = { count: 0, waitMs: 0, sinceUpMs: 0 } as const

/** Shortest password, characters. Source: details.md "Browser host". */
const shortestPassword = 12
/** 5 wrong passwords cost 30 s, each further one twice as long, up to an hour. Source: details.md "Wrong password". */
export const freeTries = 5
export const firstWaitMs = 30_000
export const longestWaitMs = 3_600_000

export const waitAfter = (count: number): number =>
  count < freeTries ? 0 : Math.min(firstWaitMs * 2 ** Math.min(count - freeTries, 20), longestWaitMs)

/** Still to wait, ms. Uptime only grows within one run of the machine; after a restart of it the wait begins anew. */
function remainingWaitMs(keyring: Pick<Keyring, 'failures'>, upMs: number): number {
  const { waitMs, sinceUpMs } = keyring.failures
  const passed = upMs >= sinceUpMs ? upMs - sinceUpMs : upMs
  return Math.max(0, Math.ceil(waitMs - passed))
}

/**
 * The data key of the store in `dir`; made now when the folder is new. Refusals: `unlock.wrong` (with `tries`, `waitMs`),
 * `unlock.wait` (with `waitMs`), `unlock.no_user`, `unlock.needs_password`, `unlock.keyring_missing`,
 * `password.too_short`.
 */
export async function unlockKeyring(deps: KeyringDeps, unlock: Unlock): Promise<Result<Uint8Array>> {
  const keyring = readKeyring(keyringFile(deps.dir))
  if (keyring === null) return createKeyring(deps, unlock)
  if (unlock.by === 'demo') return demoKey(keyring)
  if (unlock.by === 'os') return osKey(deps, keyring, unlock.user)
  return passwordUnlock(deps, keyring, unlock)
}

async function createKeyring(deps: KeyringDeps, unlock: Unlock): Promise<Result<Uint8Array>> {
  if (existsSync(join(deps.dir, 'case.db'))) return refuse('unlock.keyring_missing')
  if (unlock.by === 'os') return refuse('unlock.no_user', 'user')
  const key = deps.random(dataKeyBytes)
  const store = Buffer.from(deps.random(16)).toString('hex')
  const entry = unlock.by === 'demo' ? ok(demoEntry(key)) : await passwordEntry(deps, store, unlock, key)
  if (!entry.ok) return entry
  writeKeyring(keyringFile(deps.dir), { version: 1, store, entries: [entry.value], failures: untried })
  return ok(key)
}

const demoEntry = (key: Uint8Array): KeyringEntry => ({ kind: 'demo', key: Buffer.from(key).toString('base64') })

function demoKey(keyring: Keyring): Result<Uint8Array> {
  const entry = keyring.entries.find((it) => it.kind === 'demo')
  return entry === undefined ? refuse('unlock.needs_password', 'password') : ok(Buffer.from(entry.key, 'base64'))
}

function osKey(deps: KeyringDeps, keyring: Keyring, user: string): Result<Uint8Array> {
  const entry = keyring.entries.find((it) => it.kind === 'os' && it.user === user)
  const key = entry?.kind === 'os' ? deps.osKeyStore?.unwrap(Buffer.from(entry.wrapped, 'base64')) : undefined
  return key === undefined || key === null ? refuse('unlock.needs_password', 'password') : ok(key)
}

async function passwordEntry(
  deps: KeyringDeps,
  store: string,
  who: Who,
  key: Uint8Array,
): Promise<Result<KeyringEntry & { readonly kind: 'password' }>> {
  if ([...who.password].length < shortestPassword)
    return refuse('password.too_short', 'password', { min: shortestPassword })
  const kdf: Kdf = { ...passwordCost, salt: Buffer.from(deps.random(16)).toString('base64') }
  const wrapping = createSecretKey(await passwordKey(who.password, kdf))
  const wrapped = sealBox(wrapping, deps.random(12), key, aboutUser(store, who.user)).toString('base64')
  return ok({ kind: 'password', user: who.user, kdf, wrapped })
}

/** The try is counted before it is judged: pulling the plug does not give a free one. */
async function passwordUnlock(deps: KeyringDeps, keyring: Keyring, who: Who): Promise<Result<Uint8Array>> {
  const file = keyringFile(deps.dir)
  const waitMs = remainingWaitMs(keyring, deps.upMs())
  if (waitMs > 0) return refuse('unlock.wait', 'password', { waitMs })
  const entry = keyring.entries.find((it) => it.kind === 'password' && it.user === who.user)
  const count = keyring.failures.count + 1
  const failures = { count, waitMs: waitAfter(count), sinceUpMs: Math.floor(deps.upMs()) }
  writeKeyring(file, { ...keyring, failures })
  if (entry?.kind !== 'password') return refuse('unlock.no_user', 'user', { tries: count, waitMs: failures.waitMs })
  const wrapping = createSecretKey(await passwordKey(who.password, entry.kdf))
  const key = openBox(wrapping, Buffer.from(entry.wrapped, 'base64'), aboutUser(keyring.store, who.user))
  if (key === null) return refuse('unlock.wrong', 'password', { tries: count, waitMs: failures.waitMs })
  writeKeyring(file, { ...keyring, failures: untried })
  return ok(key)
}

/** What can be done with the ring while the store is open. */
export interface KeyringOffice {
  readonly users: () => readonly { readonly user: string; readonly by: 'password' | 'os' }[]
  /** The same person back at the locked screen, or the next of the shift: does the password open this very store? */
  readonly check: (who: Who) => Promise<Result<void>>
  /** Another agent of the shift, or a new password for a known one. The demo entry goes with the first password. */
  readonly setPassword: (who: Who) => Promise<Result<void>>
  /** Refusals as `check`, `password.too_short`. */
  readonly changePassword: (who: Who, next: string) => Promise<Result<void>>
  /** Lets the operating system open the store for this person. Refuses `os_key_store.none`. */
  readonly trustMachine: (user: string) => Result<void>
  /** Refuses `user.last`: somebody has to be able to open it. */
  readonly removeUser: (user: string) => Result<void>
  /** The data key is destroyed: nothing in the folder can be read again, by anybody. Source: TRU-3. */
  readonly destroy: () => void
}

export function createKeyringOffice(deps: KeyringDeps, key: Uint8Array): KeyringOffice {
  const file = keyringFile(deps.dir)
  const held = (): Keyring => {
    const keyring = readKeyring(file)
    if (keyring === null) throw new Error('store: the key ring is gone')
    return keyring
  }
  const put = (change: (entries: readonly KeyringEntry[]) => readonly KeyringEntry[]): void => {
    const keyring = held()
    writeKeyring(file, { ...keyring, entries: [...change(keyring.entries)] })
  }
  const isOf = (user: string, kind: KeyringEntry['kind']) => (it: KeyringEntry) =>
    it.kind === kind && it.kind !== 'demo' && it.user === user
  const check = async (who: Who): Promise<Result<void>> => {
    const opened = await passwordUnlock(deps, held(), who)
    if (!opened.ok) return opened
    return timingSafeEqual(opened.value, key) ? ok(undefined) : refuse('unlock.wrong', 'password')
  }
  const setPassword = async (who: Who): Promise<Result<void>> => {
    const entry = await passwordEntry(deps, held().store, who, key)
    if (!entry.ok) return entry
    const isOld = isOf(who.user, 'password')
    put((entries) => [...entries.filter((it) => it.kind !== 'demo' && !isOld(it)), entry.value])
    return ok(undefined)
  }
  return {
    users: () => held().entries.flatMap((it) => (it.kind === 'demo' ? [] : [{ user: it.user, by: it.kind }])),
    check,
    setPassword,
    changePassword: async (who, next) => {
      const known = await check(who)
      return known.ok ? setPassword({ user: who.user, password: next }) : known
    },
    trustMachine: (user) => {
      if (deps.osKeyStore === undefined) return refuse('os_key_store.none')
      const wrapped = Buffer.from(deps.osKeyStore.wrap(key)).toString('base64')
      const isOld = isOf(user, 'os')
      put((entries) => [...entries.filter((it) => !isOld(it)), { kind: 'os', user, wrapped }])
      return ok(undefined)
    },
    removeUser: (user) => {
      const left = held().entries.filter((it) => it.kind === 'demo' || it.user !== user)
      if (!left.some((it) => it.kind !== 'os')) return refuse('user.last', 'user')
      put(() => left)
      return ok(undefined)
    },
    destroy: () => {
      const keyring = held()
      writeKeyring(file, { ...keyring, entries: [] })
      rmSync(file)
      key.fill(0)
    },
  }
}
