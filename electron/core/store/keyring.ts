import { createSecretKey } from 'node:crypto'
import { existsSync } from 'node:fs'
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

/** The operating system's key store, where the host has a real one. */
export interface OsKeyStore {
  readonly wrap: (key: Uint8Array) => Uint8Array
  readonly unwrap: (wrapped: Uint8Array) => Uint8Array
}

export interface KeyringDeps {
  readonly dir: string
  readonly random: (bytes: number) => Uint8Array
  /** Milliseconds since the machine started: cannot be set, unlike the clock. */
  readonly upMs: () => number
  readonly osKeyStore?: OsKeyStore
}

const dataKeyBytes = 32
export const keyringFile = (dir: string): string => join(dir, 'keyring.json')
const aboutUser = (store: string, user: string): Buffer => Buffer.from(`data-key|${store}|${user}`)

/** 5 wrong passwords cost 30 s, each further one twice as long, up to an hour. Source: details.md "Wrong password". */
export const freeTries = 5
export const firstWaitMs = 30_000
export const longestWaitMs = 3_600_000

export const waitAfter = (count: number): number =>
  count < freeTries ? 0 : Math.min(firstWaitMs * 2 ** Math.min(count - freeTries, 20), longestWaitMs)

/** Still to wait, ms. Uptime only grows within one run of the machine; after a restart of it the wait begins anew. */
export function remainingWaitMs(keyring: Keyring, upMs: number): number {
  const { waitMs, sinceUpMs } = keyring.failures
  const passed = upMs >= sinceUpMs ? upMs - sinceUpMs : upMs
  return Math.max(0, waitMs - passed)
}

/**
 * The data key of the store in `dir`; made now when the folder is new. Refusals: `unlock.wrong`, `unlock.wait` (with
 * `waitMs`), `unlock.no_user`, `unlock.needs_password`.
 */
export async function unlockKeyring(deps: KeyringDeps, unlock: Unlock): Promise<Result<Uint8Array>> {
  const file = keyringFile(deps.dir)
  const keyring = readKeyring(file)
  if (keyring === null) return createKeyring(deps, unlock)
  if (unlock.by === 'demo') return demoKey(keyring)
  if (unlock.by === 'os') return osKey(deps, keyring, unlock.user)
  return passwordUnlock(deps, file, keyring, unlock)
}

async function createKeyring(deps: KeyringDeps, unlock: Unlock): Promise<Result<Uint8Array>> {
  if (existsSync(join(deps.dir, 'case.db'))) return refuse('unlock.keyring_missing')
  if (unlock.by === 'os') return refuse('unlock.no_user', 'user')
  const key = deps.random(dataKeyBytes)
  const store = Buffer.from(deps.random(16)).toString('hex')
  const entry = unlock.by === 'demo' ? demoEntry(key) : await passwordEntry(deps, store, unlock, key)
  const failures = { count: 0, waitMs: 0, sinceUpMs: 0 }
  writeKeyring(keyringFile(deps.dir), { version: 1, store, entries: [entry], failures })
  return ok(key)
}

const demoEntry = (key: Uint8Array): KeyringEntry => ({ kind: 'demo', key: Buffer.from(key).toString('base64') })

function demoKey(keyring: Keyring): Result<Uint8Array> {
  const entry = keyring.entries.find((it) => it.kind === 'demo')
  return entry === undefined ? refuse('unlock.needs_password', 'password') : ok(Buffer.from(entry.key, 'base64'))
}

function osKey(deps: KeyringDeps, keyring: Keyring, user: string): Result<Uint8Array> {
  const entry = keyring.entries.find((it) => it.kind === 'os' && it.user === user)
  if (entry?.kind !== 'os' || deps.osKeyStore === undefined) return refuse('unlock.needs_password', 'password')
  return ok(deps.osKeyStore.unwrap(Buffer.from(entry.wrapped, 'base64')))
}

export async function passwordEntry(
  deps: KeyringDeps,
  store: string,
  who: { readonly user: string; readonly password: string },
  key: Uint8Array,
): Promise<KeyringEntry> {
  const kdf: Kdf = { ...passwordCost, salt: Buffer.from(deps.random(16)).toString('base64') }
  const wrapping = await passwordKey(who.password, kdf)
  const wrapped = sealBox(createSecretKey(wrapping), deps.random(12), key, aboutUser(store, who.user)).toString(
    'base64',
  )
  return { kind: 'password', user: who.user, kdf, wrapped }
}

/** The try is counted before it is judged: pulling the plug does not give a free one. */
async function passwordUnlock(
  deps: KeyringDeps,
  file: string,
  keyring: Keyring,
  who: { readonly user: string; readonly password: string },
): Promise<Result<Uint8Array>> {
  const waitMs = remainingWaitMs(keyring, deps.upMs())
  if (waitMs > 0) return refuse('unlock.wait', 'password', { waitMs })
  const entry = keyring.entries.find((it) => it.kind === 'password' && it.user === who.user)
  if (entry?.kind !== 'password') return refuse('unlock.no_user', 'user')
  const count = keyring.failures.count + 1
  const counted = { ...keyring, failures: { count, waitMs: waitAfter(count), sinceUpMs: Math.floor(deps.upMs()) } }
  writeKeyring(file, counted)
  const wrapping = await passwordKey(who.password, entry.kdf)
  const key = openBox(
    createSecretKey(wrapping),
    Buffer.from(entry.wrapped, 'base64'),
    aboutUser(keyring.store, who.user),
  )
  if (key === null) return refuse('unlock.wrong', 'password', { tries: count, waitMs: waitAfter(count) })
  writeKeyring(file, { ...counted, failures: { count: 0, waitMs: 0, sinceUpMs: 0 } })
  return ok(key)
}
