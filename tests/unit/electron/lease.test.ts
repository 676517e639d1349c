import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createLeaseKeeper } from '../../../electron/core/lease.ts'
import type { SignIn } from '../../../shared/contract/server.ts'

const pair = generateKeyPairSync('ed25519')
const hourMs = 3_600_000
const issuedMs = 1_700_000_000_000

const base = { org: 'acme', actor: 'lin', role: 'agent', team: 'one', device: 'd1', session: 's1' }

function signInWith(lease: Partial<typeof base> & { readonly untilMs?: number } = {}, key = pair.privateKey): SignIn {
  const text = Buffer.from(JSON.stringify({ ...base, issuedMs, untilMs: issuedMs + 72 * hourMs, ...lease })).toString(
    'base64url',
  )
  const sig = sign(null, Buffer.from(text), key).toString('base64url')
  return {
    session: 's1',
    actor: { id: 'lin', name: 'Lin', role: 'agent', team: 'one', scopes: [] },
    org: { id: 'acme', name: 'Acme', zone: 'UTC' },
    lease: `${text}.${sig}`,
    serverKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  } as unknown as SignIn
}

function keeper(signIn: SignIn, kept = issuedMs) {
  const clock = { nowMs: issuedMs }
  const disk = { kept }
  const open = () =>
    createLeaseKeeper({
      device: () => 'd1',
      current: () => signIn,
      nowMs: () => clock.nowMs,
      kept: disk.kept,
      keep: (ms) => {
        disk.kept = ms
      },
    })
  return { clock, open, lease: open() }
}

describe('the lease to work without the server', () => {
  it('TRU-2 lasts 72 hours and then is over', () => {
    const { clock, lease } = keeper(signInWith())
    clock.nowMs = issuedMs + 72 * hourMs - 1
    expect(lease.isOver()).toBe(false)
    clock.nowMs = issuedMs + 72 * hourMs
    expect(lease.isOver()).toBe(true)
  })

  it('TRU-2 gains nothing from a clock set back, also after a restart', () => {
    const { clock, lease, open } = keeper(signInWith())
    clock.nowMs = issuedMs + 73 * hourMs
    expect(lease.isOver()).toBe(true)
    clock.nowMs = issuedMs + hourMs
    expect(lease.isOver()).toBe(true)
    expect(open().isOver()).toBe(true)
  })

  it('SYNC-9a a clock that once ran ahead does no harm once the server was reached', () => {
    const { clock, lease } = keeper(signInWith())
    clock.nowMs = issuedMs + 10 * 365 * 24 * hourMs
    expect(lease.isOver()).toBe(true)
    clock.nowMs = issuedMs + hourMs
    lease.contact(issuedMs + hourMs)
    expect(lease.isOver()).toBe(false)
  })

  it.each([
    ['another person', { actor: 'zhou' }],
    ['another device', { device: 'd2' }],
    ['another session', { session: 's2' }],
    ['another organisation', { org: 'other' }],
  ])('TRU-2 given to %s is none', (_, other) => {
    expect(keeper(signInWith(other)).lease.isOver()).toBe(true)
  })

  it('TRU-2 signed by anybody but the pinned server is none', () => {
    const forged = signInWith({ untilMs: issuedMs + 1e12 }, generateKeyPairSync('ed25519').privateKey)
    expect(keeper(forged).lease.isOver()).toBe(true)
  })

  it('is not asked for where there is no server', () => {
    const local = { ...signInWith(), serverKey: '', lease: 'no-server-no-token-to-give' }
    expect(keeper(local).lease.isOver()).toBe(false)
  })
})
