import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  firstWaitMs,
  freeTries,
  longestWaitMs,
  type OsKeyStore,
  waitAfter,
} from '../../../electron/core/store/keyring.ts'
import { passwordCost, passwordKey, wasmKey } from '../../../electron/core/store/password-key.ts'
import { close, newFolder, open, openCase, openOrg, type TestClock, tryOpen } from './tools/fixture.ts'

const lin = { by: 'password', user: 'lin', password: 'correct horse battery' } as const
const wu = { user: 'wu', password: 'another long password' } as const

const tagOf = async (...args: Parameters<typeof tryOpen>) => {
  const opened = await tryOpen(...args)
  return opened.ok ? 'open' : opened.error.tag
}

describe('the key ring', () => {
  it('TRU-3 opens with the password and with no other, for every agent of the shift', async () => {
    const first = await openOrg({ unlock: lin })
    const id = openCase(first)
    expect((await first.store.keyring.setPassword(wu)).ok).toBe(true)
    await close(first)
    expect(await tagOf({ dir: first.dir, unlock: { ...lin, password: 'correct horse batterz' } })).toBe('unlock.wrong')
    expect(await tagOf({ dir: first.dir, unlock: { by: 'password', user: 'nobody', password: lin.password } })).toBe(
      'unlock.no_user',
    )
    expect(await tagOf({ dir: first.dir, unlock: { by: 'demo' } })).toBe('unlock.needs_password')
    const again = await open({ dir: first.dir, unlock: { by: 'password', ...wu } })
    expect(again.store.read.getCase(id)).not.toBeNull()
  })

  it('takes the same password in another spelling of the same characters', async () => {
    const first = await open({ unlock: { ...lin, password: 'Ｐassword cafe\u0301' } })
    await close(first)
    await close(await open({ dir: first.dir, unlock: { ...lin, password: 'Password café' } }))
    expect(await tagOf({ dir: first.dir, unlock: { ...lin, password: 'password café' } })).toBe('unlock.wrong')
  })

  it('a short password is refused with the length asked for', async () => {
    const opened = await tryOpen({ unlock: { ...lin, password: 'short' } })
    expect(opened).toEqual({ ok: false, error: { tag: 'password.too_short', field: 'password', detail: { min: 12 } } })
  })

  it('changes a password, knowing the old one', async () => {
    const first = await open({ unlock: lin })
    expect(
      await first.store.keyring.changePassword({ ...lin, password: 'wrong wrong wrong' }, 'a new long password'),
    ).toMatchObject({
      ok: false,
      error: { tag: 'unlock.wrong' },
    })
    expect((await first.store.keyring.changePassword(lin, 'a new long password')).ok).toBe(true)
    await close(first)
    expect(await tagOf({ dir: first.dir, unlock: lin })).toBe('unlock.wrong')
    await close(await open({ dir: first.dir, unlock: { ...lin, password: 'a new long password' } }))
  })

  it('removes a person, but not the last one', async () => {
    const first = await open({ unlock: lin })
    expect(first.store.keyring.removeUser('lin')).toMatchObject({ ok: false, error: { tag: 'user.last' } })
    await first.store.keyring.setPassword(wu)
    expect(first.store.keyring.users().map((it) => it.user)).toEqual(['lin', 'wu'])
    expect(first.store.keyring.removeUser('lin').ok).toBe(true)
    await close(first)
    expect(await tagOf({ dir: first.dir, unlock: lin })).toBe('unlock.no_user')
  })

  it('five wrong tries cost 30 s, each further one twice as long up to an hour', () => {
    const waits = Array.from({ length: 16 }, (_, i) => waitAfter(i + 1))
    expect(waits.slice(0, freeTries)).toEqual([0, 0, 0, 0, firstWaitMs])
    expect(waits.slice(freeTries, freeTries + 3)).toEqual([60_000, 120_000, 240_000])
    expect(waits.at(-1)).toBe(longestWaitMs)
  })

  it('the wait holds over a restart of the program and of the machine, and whatever the clock says', async () => {
    const clock: TestClock = { nowMs: Date.UTC(2024, 0), upMs: 500_000 }
    const first = await open({ unlock: lin, clock })
    await close(first)
    const wrong = { dir: first.dir, clock, unlock: { ...lin, password: 'wrong wrong wrong' } }
    for (let i = 0; i < freeTries; i++) expect(await tagOf(wrong)).toBe('unlock.wrong')
    expect(await tagOf({ ...wrong, unlock: lin })).toBe('unlock.wait')
    clock.nowMs += 10 * 365 * 86_400_000
    expect(await tagOf({ ...wrong, unlock: lin })).toBe('unlock.wait')
    clock.upMs += firstWaitMs - 1
    const still = await tryOpen({ ...wrong, unlock: lin })
    expect(still).toMatchObject({ ok: false, error: { tag: 'unlock.wait', detail: { waitMs: 1 } } })
    clock.upMs = 1_000 // the machine was restarted: the wait begins anew
    expect(await tryOpen({ ...wrong, unlock: lin })).toMatchObject({
      ok: false,
      error: { detail: { waitMs: firstWaitMs - 1_000 } },
    })
    clock.upMs = firstWaitMs
    await close(await open({ ...wrong, unlock: lin }))
    expect(await tagOf(wrong)).toBe('unlock.wrong')
  })

  it('counts a try before it is judged: pulling the plug gives none for free', async () => {
    const first = await open({ unlock: lin })
    await close(first)
    const file = join(first.dir, 'keyring.json')
    const pending = tryOpen({ dir: first.dir, unlock: { ...lin, password: 'wrong wrong wrong' } })
    const during = JSON.parse(readFileSync(file, 'utf8')) as { failures: { count: number } }
    expect(during.failures.count).toBe(1)
    await pending
  })

  it('the wrap costs at least 64 MiB and is the same by machine and by WebAssembly', async () => {
    expect(passwordCost.memoryKiB).toBeGreaterThanOrEqual(65_536)
    const kdf = { ...passwordCost, passes: 1, salt: Buffer.alloc(16, 7).toString('base64') }
    const wasm = await wasmKey(Buffer.from('password'), Buffer.alloc(16, 7), kdf)
    expect(Buffer.from(await passwordKey('password', kdf))).toEqual(Buffer.from(wasm))
  })

  it('the operating system opens it where it keeps keys, and not where it lost them', async () => {
    const mask = Buffer.alloc(32, 0x5a)
    const flip = (key: Uint8Array): Uint8Array => key.map((byte, i) => byte ^ (mask[i % 32] ?? 0))
    const osKeyStore: OsKeyStore = { wrap: flip, unwrap: flip }
    const first = await open({ unlock: lin, deps: { osKeyStore } })
    expect(first.store.keyring.trustMachine('lin').ok).toBe(true)
    await close(first)
    await close(await open({ dir: first.dir, unlock: { by: 'os', user: 'lin' }, deps: { osKeyStore } }))
    expect(await tagOf({ dir: first.dir, unlock: { by: 'os', user: 'wu' }, deps: { osKeyStore } })).toBe(
      'unlock.needs_password',
    )
    const lost: OsKeyStore = { wrap: flip, unwrap: () => null }
    expect(await tagOf({ dir: first.dir, unlock: { by: 'os', user: 'lin' }, deps: { osKeyStore: lost } })).toBe(
      'unlock.needs_password',
    )
    expect(await tagOf({ dir: first.dir, unlock: { by: 'os', user: 'lin' } })).toBe('unlock.needs_password')
  })

  it('the demo entry goes with the first password', async () => {
    const first = await open()
    expect((await first.store.keyring.setPassword(wu)).ok).toBe(true)
    await close(first)
    expect(await tagOf({ dir: first.dir })).toBe('unlock.needs_password')
    expect(readFileSync(join(first.dir, 'keyring.json'), 'utf8')).not.toContain('"demo"')
  })

  it('TRU-3 a revoked device destroys its key: the folder can be opened by nobody again', async () => {
    const first = await openOrg({ unlock: lin })
    openCase(first)
    first.store.keyring.destroy()
    await close(first)
    expect(await tagOf({ dir: first.dir, unlock: lin })).toBe('unlock.keyring_missing')
  })

  it('a key ring of another store opens nothing and destroys nothing', async () => {
    const first = await openOrg({ unlock: lin })
    openCase(first)
    await close(first)
    const other = await open({ unlock: lin })
    await close(other)
    const own = readFileSync(join(first.dir, 'keyring.json'))
    writeFileSync(join(first.dir, 'keyring.json'), readFileSync(join(other.dir, 'keyring.json')))
    expect(await tagOf({ dir: first.dir, unlock: lin })).toBe('store.wrong_key')
    writeFileSync(join(first.dir, 'keyring.json'), own)
    const again = await open({ dir: first.dir, unlock: lin })
    expect(again.store.read.pending().count).toBe(1)
  })

  it('checks the person at the locked screen against this very store', async () => {
    const first = await open({ unlock: lin })
    expect((await first.store.keyring.check(lin)).ok).toBe(true)
    expect(await first.store.keyring.check({ ...lin, password: 'wrong wrong wrong' })).toMatchObject({
      ok: false,
      error: { tag: 'unlock.wrong' },
    })
    expect(newFolder()).toContain('redress-store-')
  })
})
