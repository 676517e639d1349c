import { cpSync, existsSync, rmSync } from 'node:fs'
import { call } from '@orpc/server'
import { type Console, createConsole } from '../../../electron/core/console.ts'
import { kernelPorts } from '../../../electron/core/kernel-ports.ts'
import type { ConsolePorts } from '../../../electron/core/ports.ts'
import type { Recorder } from '../../../electron/core/store/care/recorder.ts'
import type { WriteDb } from '../../../electron/core/store/database.ts'
import type { StoreMakers } from '../../../electron/core/store/store-deps.ts'
import type { ExecuteRequest, ExecuteResponse, SyncStatus } from '../../../shared/contract/console.ts'
import type { Switchboard } from '../network/switchboard.ts'
import { createWire, type SimWire } from '../network/wire.ts'
import { orgId, password, type SimPerson } from '../people.ts'
import { createDice, type Dice } from '../random.ts'
import type { Sabotage, SetTimer } from '../sabotage.ts'
import type { Time } from '../time.ts'
import { createDeviceClock, type DeviceClock } from './clock.ts'
import { type Damage, spoilFile } from './damage.ts'
import { createDisk, type Disk, type DiskFault, PowerCutError } from './disk.ts'
import { createSimRecorder, recordedIds } from './sim-recorder.ts'

export interface BoxDeps {
  readonly name: string
  readonly person: SimPerson
  readonly dir: string
  readonly seed: string
  readonly time: Time
  readonly board: Switchboard
  readonly onBug: (what: string) => void
  readonly sabotage: Sabotage
}

/** A console with its machine around it: it can lose its power, sleep, and have a wrong clock, a bad disk and a bad network. */
export interface ConsoleBox {
  readonly name: string
  readonly person: SimPerson
  readonly dir: string
  readonly clock: DeviceClock
  readonly wire: SimWire
  readonly isOn: () => boolean
  readonly isAsleep: () => boolean
  readonly wakesAtMs: () => number
  readonly start: () => Promise<void>
  /** Takes the power away now, if it was not cut already. */
  readonly cutPower: () => void
  readonly wasCut: () => boolean
  readonly sleep: (forMs: number) => void
  readonly arm: (fault: DiskFault) => void
  /** While it is off: its disk is copied, or is what it was at the last copy. `false` = there is none. */
  readonly copyDisk: () => void
  readonly putDiskBack: () => boolean
  /** While it is off: its store file is damaged, and was found to be. */
  readonly damage: (damage: Damage) => void
  /** While it is off: ids of the events in its flight recorder. */
  readonly recorded: () => ReadonlySet<string>
  /** What it was writing beside its store when it lost its power stands there. */
  readonly settled: () => Promise<void>
  /** Its disk was put back or its store put together anew, and it has not been in step since. */
  readonly isBehind: () => boolean
  readonly heal: () => void
  readonly execute: (request: ExecuteRequest) => Promise<ExecuteResponse>
  readonly view: (id: string) => Promise<unknown>
  readonly status: () => Promise<SyncStatus>
  readonly syncNow: () => Promise<unknown>
  /** The person types the password when the console asks for it. */
  readonly signInIfAsked: () => Promise<void>
  readonly raw: () => WriteDb | null
  readonly wasTouched: () => boolean
  readonly hasDiskFault: () => boolean
  /** Timers armed and exchanges under way: what will make it go on by itself. */
  readonly goesOn: () => number
}

/** Reading and indexing have no thread here: the simulation asks the writer alone. */
const noThreads: StoreMakers['startThreads'] = () => ({
  reader: { ask: () => Promise.reject(new Error('no reading thread in the simulation')), close: async () => undefined },
  indexer: {
    kick: () => undefined,
    caughtUp: async () => undefined,
    marks: () => ({ seq: 0, change: 0 }),
    close: async () => undefined,
  },
  close: async () => undefined,
})

/** Backups and checks of the file run in threads of their own, by the machine's own clock; they have their own tests. */
const noCaretaker: StoreMakers['createCaretaker'] = () => ({
  backup: () => Promise.reject(new Error('no backups in the simulation')),
  stop: () => undefined,
})

/** Calendars and policies are compiled once; they are the same for every machine. */
const kernel = kernelPorts()

interface Machine {
  readonly deps: BoxDeps
  readonly dice: Dice
  readonly recorderDice: Dice
  readonly clock: DeviceClock
  readonly wire: SimWire
  disk: Disk
  running: Console | null
  recorder: Recorder | null
  closing: Promise<void>
  signingIn: boolean
  asleepUntilMs: number
  isBehind: boolean
}

/** Work nobody waits for ends with the power. */
function unlessCut(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof PowerCutError)) throw error
  }
}

function portsOf(machine: Machine): ConsolePorts {
  const { deps, dice, clock, wire, disk } = machine
  const { sabotage } = deps
  const setTimer: SetTimer = (work, afterMs) => ({ cancel: deps.time.after(deps.name, afterMs, work) })
  return {
    dir: deps.dir,
    server: 'http://server.sim',
    wire: sabotage.wire?.(wire, deps.name) ?? wire,
    profile: 'agent',
    demo: false,
    unlock: { by: 'demo' },
    appV: 'sim',
    eventV: 1,
    nowMs: clock.wallMs,
    monoMs: clock.monoMs,
    upMs: clock.monoMs,
    random: dice.bytes,
    chance: dice.chance,
    setTimer: sabotage.setTimer?.(setTimer, deps.name) ?? setTimer,
    log: (entry) => {
      const isOurs = disk.isCut() || disk.hasFault() || String(entry['error']).includes('store.disk_full')
      if (/bug/.test(entry.code) && !isOurs) deps.onBug(`${deps.name}: ${JSON.stringify(entry)}`)
    },
    parts: {
      openDatabase: disk.openDatabase,
      startThreads: noThreads,
      lockFolder: () => ({ release: () => undefined }),
      createRecorder: (given) => {
        const later = (work: () => Promise<void>, ms: number) => deps.time.after(`${deps.name} recorder`, ms, work)
        machine.recorder = createSimRecorder({ ...given, random: machine.recorderDice.bytes }, later)
        return machine.recorder
      },
      createCaretaker: noCaretaker,
      whenIdle: (work) => void deps.time.after(`${deps.name} idle`, 0, () => unlessCut(work)),
    },
    ...kernel,
  }
}

const diskOf = ({ sabotage, name }: BoxDeps): Disk => createDisk((inner) => sabotage.disk?.(inner, name) ?? inner)

export function createBox(deps: BoxDeps): ConsoleBox {
  const { name, person, time } = deps
  const dice = createDice(`${deps.seed} ${name}`)
  const clock = createDeviceClock(time, dice.int(4000) - 2000)
  const wire = createWire({ owner: name, time, dice: createDice(`${deps.seed} ${name} net`), board: deps.board })
  const machine: Machine = {
    deps,
    dice,
    recorderDice: createDice(`${deps.seed} ${name} recorder`),
    clock,
    wire,
    disk: diskOf(deps),
    running: null,
    recorder: null,
    closing: Promise.resolve(),
    signingIn: false,
    asleepUntilMs: 0,
    isBehind: false,
  }
  const router = () => routerOf(machine)
  return {
    name,
    person,
    dir: deps.dir,
    clock,
    wire,
    isOn: () => machine.running !== null,
    isAsleep: () => machine.asleepUntilMs > time.nowMs(),
    wakesAtMs: () => machine.asleepUntilMs,
    start: () => start(machine),
    cutPower: () => cutPower(machine),
    wasCut: () => machine.disk.isCut() && machine.running !== null,
    sleep: (forMs) => sleep(machine, forMs),
    arm: (fault) => machine.disk.arm(fault),
    copyDisk: () => cpSync(deps.dir, copyOf(deps.dir), { recursive: true }),
    putDiskBack: () => putDiskBack(machine),
    damage: (damage) => {
      spoilFile(deps.dir, damage)
      machine.isBehind = true
    },
    recorded: () => recordedIds(deps.dir),
    settled: () => machine.closing,
    isBehind: () => machine.isBehind,
    heal: () => machine.disk.heal(),
    execute: (request) => call(router().cases.execute, request),
    view: (id) => machine.disk.aside(() => call(router().cases.get, { id })),
    status: async () => {
      const status = await machine.disk.aside(() => call(router().sync.status, undefined))
      machine.isBehind &&= status.state !== 'online'
      return status
    },
    syncNow: () => call(router().sync.now, undefined),
    signInIfAsked: () => signInIfAsked(machine),
    raw: () => machine.disk.raw(),
    wasTouched: () => machine.disk.wasTouched(),
    hasDiskFault: () => machine.disk.hasFault(),
    goesOn: () => time.count(name) + wire.open(),
  }
}

function routerOf({ deps, running }: Machine): Console['router'] {
  if (!running) throw new Error(`${deps.name} is off`)
  return running.router
}

function sleep(machine: Machine, forMs: number): void {
  const { deps, wire, clock } = machine
  const { name, time } = deps
  const from = Math.max(time.nowMs(), machine.asleepUntilMs)
  machine.asleepUntilMs = Math.max(from, time.nowMs() + forMs)
  wire.dropAll('deaf')
  for (const owner of [name, `${name} timeouts`, `${name} idle`, `${name} recorder`])
    time.delay(owner, machine.asleepUntilMs)
  clock.sleep(machine.asleepUntilMs - from)
}

const copyOf = (dir: string): string => `${dir}.copy`

function putDiskBack(machine: Machine): boolean {
  const { dir } = machine.deps
  if (!existsSync(copyOf(dir))) return false
  rmSync(dir, { recursive: true, force: true })
  cpSync(copyOf(dir), dir, { recursive: true })
  machine.isBehind = true
  return true
}

async function start(machine: Machine): Promise<void> {
  await machine.closing
  machine.deps.sabotage.beforeStart?.(machine.deps.dir, machine.disk.isCut())
  machine.disk = diskOf(machine.deps)
  machine.clock.boot()
  machine.asleepUntilMs = 0
  const opened = await createConsole(portsOf(machine))
  if (!opened.ok) throw new Error(`${machine.deps.name} does not open: ${opened.error.tag}`)
  machine.running = opened.value
}

function cutPower(machine: Machine): void {
  const { deps, wire } = machine
  machine.running = null
  machine.signingIn = false
  machine.disk.cutPower()
  machine.closing = machine.recorder?.close() ?? Promise.resolve()
  machine.recorder = null
  for (const owner of [deps.name, `${deps.name} idle`, `${deps.name} recorder`]) deps.time.drop(owner)
  wire.dropAll('vanish')
}

async function signInIfAsked(machine: Machine): Promise<void> {
  const { running, deps } = machine
  if (!running || machine.signingIn) return
  const isAsked = await machine.disk.aside(async () => {
    const session = await call(running.router.session.current, undefined)
    const status = await call(running.router.sync.status, undefined)
    return session.state !== 'open' || status.state === 'signed_out'
  })
  if (!isAsked) return
  machine.signingIn = true
  const done = (): void => {
    machine.signingIn = false
  }
  const who = { org: orgId, user: deps.person.id, password }
  call(running.router.session.signIn, who).then(done, (error: unknown) => {
    done()
    if (!machine.disk.isCut() && !machine.disk.hasFault()) deps.onBug(`${deps.name} sign-in: ${String(error)}`)
  })
}
