import { randomBytes } from 'node:crypto'
import { uptime } from 'node:os'
import { demoOrg, demoPassword, demoPeople } from '../../shared/contract/demo.ts'
import type { SignIn } from '../../shared/contract/server.ts'
import { actorOf, createIdentity, demoSignIn, type Identity } from '../core/identity.ts'
import { kernelPorts } from '../core/kernel-ports.ts'
import { createWire } from '../core/network/transport.ts'
import { appV, eventV } from '../core/node-ports.ts'
import { openDatabase } from '../core/store/database.ts'
import { openStore } from '../core/store/open.ts'
import type { Store } from '../core/store/store.ts'
import { createSync } from '../core/sync/run-sync.ts'
import { createTokenKeeper, isSignedBy, signBatch } from '../core/sync/sign-in.ts'
import { createTransport, type Transport } from '../core/sync/transport.ts'
import type { Seated, Stage } from './play.ts'

/** The device at which the demonstration's people worked before anybody looked: a store of its own, synced like any other. */
export interface Seat {
  readonly store: Store
  readonly ports: Stage['ports']
  /** Whether somebody works at this server already. */
  readonly isTaken: () => Promise<boolean>
  /** Signs these people in, one session each. */
  readonly signIn: (people: readonly string[]) => Promise<ReadonlyMap<string, Seated>>
  /** Resolves when the server has judged all that was made here. */
  readonly deliver: () => Promise<void>
  /** Nobody works here any more: no clock waits for this device. */
  readonly signOut: () => Promise<void>
}

const tokensSetting = 'demo_tokens'
const leader = demoPeople.supervisor.id

const log = (entry: { readonly code: string }): void => void process.stderr.write(`${JSON.stringify(entry)}\n`)

async function openFolder(dir: string, ports: ReturnType<typeof kernelPorts>): Promise<Store> {
  const opened = await openStore(
    {
      dir,
      kernel: ports.kernel,
      nowMs: Date.now,
      monoMs: () => performance.now(),
      upMs: () => uptime() * 1000,
      random: (bytes) => randomBytes(bytes),
      log,
      // Thousands of commands in a row, told again from the start when the power fails: none waits for the disk.
      parts: { openDatabase: (options) => openDatabase({ ...options, synchronous: 'NORMAL' }) },
    },
    { by: 'demo' },
  )
  if (!opened.ok) throw new Error(`demo: ${opened.error.tag}`)
  return opened.value
}

/**
 * Opens the seat's folder and signs in the supervisor, who sees whether anything is there, and the administrator, in whose
 * session it is sent: who may read no case is sent none back. Throws when the folder or the server does not let us.
 */
export async function openSeat(dir: string, server: string): Promise<Seat> {
  const ports = kernelPorts()
  const store = await openFolder(dir, ports)
  const transport = createTransport(server, createWire())
  const identity = createIdentity({ store, transport, nowMs: Date.now })
  const refusal = await identity.signIn(demoSignIn('admin'))
  const admin = identity.current()
  if (refusal || !admin) throw new Error(`demo: ${refusal?.tag ?? 'not signed in'}`)
  const supervisor = await login(transport, identity, store, leader)
  const tokens = store.read.setting<string[]>(tokensSetting) ?? []
  const keep = (its: readonly SignIn[]): void => {
    tokens.push(...its.map(({ refreshToken }) => refreshToken))
    store.write.putSetting(tokensSetting, tokens)
  }
  keep([admin, supervisor])
  return {
    store,
    ports,
    isTaken: () => isTaken(transport, store, supervisor),
    signIn: async (people) => {
      const others = people.filter((person) => person !== leader)
      const its = await Promise.all(others.map((user) => login(transport, identity, store, user)))
      keep(its)
      return new Map([supervisor, ...its].map((it) => [it.actor.id, actorOf(it)]))
    },
    deliver: () => deliver(store, transport, identity),
    signOut: async () => {
      for (const token of new Set(tokens)) await transport.logout(token)
    },
  }
}

const login = (transport: Transport, identity: Identity, store: Store, user: string): Promise<SignIn> =>
  transport.login({
    org: demoOrg.id,
    user,
    password: demoPassword,
    device: store.sync.device,
    devicePublicKey: identity.deviceKey.publicKey,
  })

/** Says nothing of what was made here: a contact dates what is made after it, and the stories are older. SYNC-9. */
async function isTaken(transport: Transport, { sync }: Store, { accessToken }: SignIn): Promise<boolean> {
  const { scopes } = await transport.hello(accessToken, { protocol: 1, device: sync.device, appV, eventV, lastN: 0 })
  return scopes.some(({ id, head }) => id.startsWith('team:') && head > 0)
}

const patienceMs = 60_000

function deliver(store: Store, transport: Transport, identity: Identity): Promise<void> {
  const { sync } = store
  return new Promise((done, fail) => {
    let isOver = false
    const ended = (error?: Error): void => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      running.stop()
      if (error) fail(error)
      else done()
    }
    const timer = setTimeout(() => ended(new Error('demo: the server did not take it')), patienceMs)
    const running = createSync({
      store: sync,
      files: store.transfers,
      transport,
      tokens: createTokenKeeper({
        read: identity.current,
        renew: identity.renew,
        save: identity.save,
        nowMs: Date.now,
      }),
      becomeAnother: () => Promise.reject(new Error('the demonstration is told at one device')),
      sign: (n, devHash) => signBatch(identity.deviceKey, sync.device, n, devHash),
      org: () => identity.current()?.org.id ?? '',
      reader: () => identity.actor()?.actor ?? null,
      onWipe: () => ended(new Error('demo: this device was withdrawn')),
      isServersWord: (text, sig) => isSignedBy(identity.current()?.serverKey ?? '', text, sig),
      appV,
      eventV,
      nowMs: Date.now,
      monoMs: () => performance.now(),
      chance: Math.random,
      setTimer: (work, afterMs) => {
        const waiting = setTimeout(work, afterMs)
        return { cancel: () => clearTimeout(waiting) }
      },
      initialOffsetMs: 0,
      onChange: () => {
        const { judgedN, newestN } = sync.position()
        if (judgedN === newestN) queueMicrotask(() => ended())
      },
      onBug: (error) => ended(error instanceof Error ? error : new Error(String(error))),
    })
    running.start()
  })
}
