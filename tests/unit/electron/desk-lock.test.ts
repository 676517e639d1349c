import { beforeEach, describe, expect, it } from 'vitest'
import { demoCheck } from '../../../electron/core/desk-lock.ts'
import { highestTime, leaseEndMs } from '../../../electron/core/lease.ts'
import type { Store } from '../../../electron/core/store/store.ts'
import { demoPassword } from '../../../shared/contract/demo.ts'

let settings: Map<string, unknown>
let store: Store
let upMs: number

beforeEach(() => {
  settings = new Map()
  upMs = 1_000_000
  // As much of a store as settings are.
  store = {
    read: { setting: (name: string) => settings.get(name) },
    write: { putSetting: (name: string, value: unknown) => settings.set(name, value) },
  } as unknown as Store
})

const tryOnce = (password: string) => demoCheck(store, () => upMs)('lin', password)

describe('demoCheck', () => {
  it('TRU-3 five wrong passwords cost 30 s, the next one 60 s, kept over a restart; the right one ends it', async () => {
    for (let i = 1; i < 5; i++)
      expect(await tryOnce('no')).toMatchObject({ error: { detail: { tries: i, waitMs: 0 } } })
    expect(await tryOnce('no')).toMatchObject({ error: { tag: 'unlock.wrong', detail: { tries: 5, waitMs: 30_000 } } })
    upMs += 10_000
    expect(await tryOnce(demoPassword)).toMatchObject({ error: { tag: 'unlock.wait', detail: { waitMs: 20_000 } } })
    upMs += 20_000
    expect(await tryOnce('no')).toMatchObject({ error: { detail: { tries: 6, waitMs: 60_000 } } })
    upMs += 60_000
    expect(await tryOnce(demoPassword)).toEqual({ ok: true, value: undefined })
    expect(await tryOnce('no')).toMatchObject({ error: { detail: { tries: 1 } } })
  })
})

describe('the offline lease', () => {
  const lease = {
    org: 'o',
    actor: 'lin',
    role: 'agent',
    team: 't',
    device: 'A',
    session: 's',
    issuedMs: 1,
    untilMs: 72,
  }
  const signed = `${Buffer.from(JSON.stringify(lease)).toString('base64url')}.sig`

  it('TRU-3 ends when the server said; a word that is no lease has no end', () => {
    expect(leaseEndMs(signed)).toBe(72)
    expect(leaseEndMs('no-server-no-token-to-give')).toBeNull()
  })

  it('TRU-3 a clock set back gives it no time back, not after a restart either', () => {
    const seen = highestTime(store)
    expect(seen(1_000_000)).toBe(1_000_000)
    expect(seen(5_000)).toBe(1_000_000)
    expect(highestTime(store)(5_000)).toBe(1_000_000)
  })
})
