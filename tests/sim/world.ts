import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Administrator, createAdministrator } from './acts/administrator.ts'
import type { RawDeps } from './acts/raw-device.ts'
import { demand } from './checks/broken.ts'
import { checkDevice, type DeviceMemory, newMemory } from './checks/device-check.ts'
import { checkExchange } from './checks/exchange-check.ts'
import { createLedger, type Ledger } from './checks/ledger.ts'
import { checkDigests, idsAtServer } from './checks/server-check.ts'
import { type BoxDeps, type ConsoleBox, createBox } from './device/console-box.ts'
import { createSwitchboard, type Exchange } from './network/switchboard.ts'
import { everybody, people, scopesOfPerson } from './people.ts'
import type { Plan } from './plan.ts'
import { createDice } from './random.ts'
import type { Sabotage } from './sabotage.ts'
import { type Cluster, startCluster } from './server/cluster.ts'
import type { Engine } from './server/database.ts'
import { createTime, type Time } from './time.ts'

/** 10 May 2026, 10:00 in Shanghai: a working Sunday's morning. */
const startMs = Date.UTC(2026, 4, 10, 2)
/** A console whose power was cut comes back after this long, where the plan says nothing else. */
const offMs = 3_000

export interface WorldDeps {
  readonly engine: Engine
  /** Folder for the consoles' files; emptied at the end of the run. */
  readonly root: string
  readonly plan: Plan
  /** What is made worse than it is; nothing, unless a pitfall is tried. */
  readonly sabotage?: Sabotage
}

/** Everything of one run. */
export interface World {
  readonly time: Time
  readonly cluster: Cluster
  readonly boxes: readonly ConsoleBox[]
  readonly ledger: Ledger
  readonly administrator: Administrator
  readonly raw: RawDeps
  readonly trace: string[]
  readonly say: (text: string) => void
  /** Lets time pass; everything that comes due happens. */
  readonly pass: (ms: number) => Promise<void>
  /** Checks what was touched since the last time. */
  readonly check: (all: boolean) => Promise<void>
  /** How long a console whose power was cut stays off. */
  readonly stayOff: (box: ConsoleBox, ms: number) => void
  readonly takeAway: (box: ConsoleBox) => void
  /** What was seen of its disk no longer holds. */
  readonly forget: (box: ConsoleBox) => void
  readonly end: () => Promise<void>
}

const tick = (): Promise<void> => new Promise((done) => setImmediate(done))

/** Promises that need no virtual time run out. */
async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await tick()
}

interface Inside {
  readonly time: Time
  readonly boxes: ConsoleBox[]
  readonly off: Map<string, number>
  readonly faults: string[]
  readonly say: (text: string) => void
}

export async function createWorld(deps: WorldDeps): Promise<World> {
  const { plan, engine, sabotage = {} } = deps
  const time = createTime(startMs)
  const { trace, say } = createTrace(time)
  const ledger = createLedger()
  for (const person of everybody) ledger.rights.set(person.id, scopesOfPerson(person))
  const faults: string[] = []
  const serverDir = join(deps.root, 'server')
  giveKeys(serverDir)
  const cluster = await startCluster({
    engine,
    time,
    dice: createDice(`${plan.seed} server`),
    dataDir: serverDir,
    processes: plan.processes,
    sabotage,
    onFault: (what, error) => faults.push(`${what}: ${error instanceof Error ? error.stack : String(error)}`),
  })
  const { onExchange, throwBroken } = createWitness(ledger, faults, say)
  const board = createSwitchboard({ time, cluster, onExchange: async (exchange) => onExchange(exchange) })
  const home = join(deps.root, 'consoles')
  mkdirSync(home, { recursive: true })
  const onBug = (what: string): void => void faults.push(what)
  const boxes = makeBoxes(plan, home, { time, board, sabotage, onBug })
  const inside: Inside = { time, boxes, off: new Map(), faults, say }
  const raw: RawDeps = { cluster, time, dice: createDice(`${plan.seed} raw`), onExchange }
  const memories = new Map<string, DeviceMemory>(boxes.map((box) => [box.name, newMemory()]))
  const after = async (): Promise<void> => {
    await settle()
    throwBroken()
    for (const box of boxes) if (box.wasCut()) takeAway(inside, box)
  }
  for (const box of boxes) await box.start()
  keepSignedIn(inside)
  return {
    ...{ time, cluster, boxes, ledger, raw, trace, say },
    administrator: createAdministrator(raw, ledger),
    stayOff: (box, ms) => void inside.off.set(box.name, ms),
    takeAway: (box) => takeAway(inside, box),
    forget: (box) => void memories.set(box.name, newMemory()),
    pass: async (ms) => {
      const until = time.nowMs() + ms
      for (let next = time.nextMs(); next !== null && next <= until; next = time.nextMs()) {
        await time.runNext()
        await after()
      }
      time.passTo(until)
    },
    check: async (all) => {
      await after()
      await checkBoxes({ engine, ledger, boxes, memories }, all)
      await after()
    },
    end: async () => {
      for (const box of boxes) if (box.isOn()) box.cutPower()
      for (const box of boxes) await box.settled()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function createTrace(time: Time) {
  const trace: string[] = []
  const say = (text: string): void =>
    void trace.push(`${((time.nowMs() - startMs) / 1000).toFixed(3).padStart(9)} ${text}`)
  return { trace, say }
}

/** Sees every exchange, and speaks up at the next step: inside an exchange it would only be a server's error. */
function createWitness(ledger: Ledger, faults: readonly string[], say: (text: string) => void) {
  let broken: unknown
  return {
    onExchange: (exchange: Exchange): void => {
      say(`    ${exchange.request.path} ${exchange.answer?.status ?? 'died'}`)
      try {
        checkExchange(exchange, ledger)
      } catch (error) {
        broken ??= error
      }
    },
    throwBroken: (): void => {
      if (broken !== undefined) throw broken
      demand(faults.length === 0, 'bug', () => faults.join('\n'))
    },
  }
}

type Shared = Pick<BoxDeps, 'time' | 'board' | 'sabotage' | 'onBug'>

const makeBoxes = (plan: Plan, home: string, shared: Shared): ConsoleBox[] =>
  people
    .slice(0, plan.boxes)
    .map((person) =>
      createBox({ ...shared, name: `console ${person.id}`, person, dir: join(home, person.id), seed: plan.seed }),
    )

interface Checked {
  readonly engine: Engine
  readonly ledger: Ledger
  readonly boxes: readonly ConsoleBox[]
  readonly memories: ReadonlyMap<string, DeviceMemory>
}

/** Looks at the consoles something was written on since the last time, or at all of them. */
async function checkBoxes({ engine, ledger, boxes, memories }: Checked, all: boolean): Promise<void> {
  for (const box of boxes) {
    if (!all && !box.wasTouched()) continue
    await checkDevice(box, memories.get(box.name) ?? newMemory(), { ledger, atServer: () => idsAtServer(engine) })
    await checkDigests(engine, box, ledger)
  }
  for (const box of boxes) await checkGoesOn(box)
}

/** What the server seals with is part of what it says: the same on every machine. */
function giveKeys(dir: string): void {
  mkdirSync(join(dir, 'keys'), { recursive: true })
  writeFileSync(join(dir, 'keys', 'token.key'), Buffer.alloc(32, 7))
}

/** The machine is off; it is switched on again later. */
function takeAway(inside: Inside, box: ConsoleBox): void {
  box.cutPower()
  const ms = inside.off.get(box.name) ?? offMs
  inside.off.delete(box.name)
  inside.say(`${box.name} is off for ${ms} ms`)
  inside.time.after('people', ms, async () => {
    if (!box.isOn()) await box.start()
  })
}

/** People type their password whenever the console asks for it. */
function keepSignedIn(inside: Inside): void {
  const again = async (): Promise<void> => {
    inside.time.after('people', 5_000, again)
    for (const box of inside.boxes) if (box.isOn() && !box.isAsleep() && !box.wasCut()) await box.signInIfAsked()
  }
  inside.time.after('people', 0, again)
}

/** Watchdog: a console that is not signed out has a timer armed or an exchange under way. Source: sync.md "Live". */
async function checkGoesOn(box: ConsoleBox): Promise<void> {
  if (!box.isOn() || box.wasCut() || box.hasDiskFault()) return
  const { state, reason } = await box.status()
  demand(state !== 'refused', 'watchdog', () => `${box.name} gave up: ${reason}`)
  if (state === 'signed_out') return
  demand(box.goesOn() > 0, 'watchdog', () => `${box.name} is ${state} (${reason ?? 'well'}) and waits for nothing`)
}
