import type { Damage } from './device/damage.ts'
import type { DiskFault } from './device/disk.ts'
import { type Weather, weatherNames } from './network/link.ts'
import { people } from './people.ts'
import { createDice, type Dice } from './random.ts'
import type { Blow } from './server/database.ts'

/** One thing that happens; `box` = place of a console, `draw` = the seed of what is left to chance inside the step. */
export type Act =
  | { readonly do: 'open' | 'command' | 'twice'; readonly box: number; readonly draw: number }
  | { readonly do: 'burst'; readonly box: number; readonly draw: number; readonly count: number }
  | { readonly do: 'weather'; readonly box: number; readonly weather: Weather; readonly forMs: number }
  | { readonly do: 'disk'; readonly box: number; readonly fault: DiskFault; readonly offMs: number }
  | { readonly do: 'disk_copy' | 'disk_back'; readonly box: number }
  | ({ readonly do: 'damage'; readonly box: number; readonly offMs: number } & Damage)
  | { readonly do: 'power_cut'; readonly box: number; readonly offMs: number }
  | { readonly do: 'sleep'; readonly box: number; readonly forMs: number }
  | { readonly do: 'clock'; readonly box: number; readonly byMs: number }
  | { readonly do: 'drift'; readonly box: number; readonly rate: number }
  | { readonly do: 'server_kill'; readonly process: number; readonly how: Blow | 'now'; readonly downMs: number }
  | { readonly do: 'server_backup' }
  | { readonly do: 'server_restore'; readonly asked: boolean; readonly downMs: number }
  | { readonly do: 'notices_lost'; readonly count: number }
  | { readonly do: 'rights'; readonly person: number; readonly draw: number }
  | { readonly do: 'session_ended'; readonly box: number }
  | { readonly do: 'villain' | 'future'; readonly draw: number }

export type Step = Act & { readonly waitMs: number }

/** Everything a run needs: the same plan gives the same run. */
export interface Plan {
  readonly seed: string
  readonly boxes: number
  readonly processes: number
  readonly steps: readonly Step[]
}

const year = 365.25 * 24 * 3_600_000
type Maker = (dice: Dice, boxes: number) => Act

const onBox = (dice: Dice, boxes: number) => ({ box: dice.int(boxes), draw: dice.int(2 ** 31) })

/** Seldom more than what some carry in one go, more seldom more than one push carries. */
const burstOf = (chance: number): number => (chance < 0.03 ? 520 : chance < 0.15 ? 260 : 20)

/** How often each act comes up, against each other, and how it is made. */
const makers: Readonly<Record<Exclude<Act['do'], 'damage'>, readonly [weight: number, make: Maker]>> = {
  command: [38, (dice, boxes) => ({ do: 'command', ...onBox(dice, boxes) })],
  open: [8, (dice, boxes) => ({ do: 'open', ...onBox(dice, boxes) })],
  twice: [2, (dice, boxes) => ({ do: 'twice', ...onBox(dice, boxes) })],
  burst: [1, (dice, boxes) => ({ do: 'burst', ...onBox(dice, boxes), count: burstOf(dice.chance()) })],
  weather: [
    14,
    (dice, boxes) => ({
      do: 'weather',
      box: dice.int(boxes),
      weather: dice.pick(weatherNames),
      forMs: 500 + dice.int(90_000),
    }),
  ],
  disk: [
    5,
    (dice, boxes) => ({
      do: 'disk',
      box: dice.int(boxes),
      fault: { kind: dice.happens(0.75) ? 'power_cut' : 'full', at: dice.int(120), calls: 1 + dice.int(40) },
      offMs: 200 + dice.int(20_000),
    }),
  ],
  power_cut: [2, (dice, boxes) => ({ do: 'power_cut', box: dice.int(boxes), offMs: 200 + dice.int(20_000) })],
  disk_copy: [1, (dice, boxes) => ({ do: 'disk_copy', box: dice.int(boxes) })],
  disk_back: [1, (dice, boxes) => ({ do: 'disk_back', box: dice.int(boxes) })],
  sleep: [2, (dice, boxes) => ({ do: 'sleep', box: dice.int(boxes), forMs: 1_000 + dice.int(1_800_000) })],
  clock: [
    3,
    (dice, boxes) => ({
      do: 'clock',
      box: dice.int(boxes),
      byMs: dice.pick([10 * year, -10 * year, 600_000, -600_000, 3_600_000]),
    }),
  ],
  drift: [1, (dice, boxes) => ({ do: 'drift', box: dice.int(boxes), rate: dice.pick([0.2, -0.2, 0.01]) })],
  server_kill: [
    4,
    (dice) => ({
      do: 'server_kill',
      process: dice.int(3),
      how: dice.pick(['now', 'before_commit', 'after_commit'] as const),
      downMs: 100 + dice.int(15_000),
    }),
  ],
  server_backup: [2, () => ({ do: 'server_backup' })],
  server_restore: [2, (dice) => ({ do: 'server_restore', asked: dice.happens(0.3), downMs: 500 + dice.int(10_000) })],
  notices_lost: [2, (dice) => ({ do: 'notices_lost', count: 1 + dice.int(4) })],
  rights: [4, (dice) => ({ do: 'rights', person: dice.int(people.length), draw: dice.int(2 ** 31) })],
  session_ended: [1, (dice, boxes) => ({ do: 'session_ended', box: dice.int(boxes) })],
  villain: [3, (dice) => ({ do: 'villain', draw: dice.int(2 ** 31) })],
  future: [1, (dice) => ({ do: 'future', draw: dice.int(2 ** 31) })],
}

const total = Object.values(makers).reduce((sum, [weight]) => sum + weight, 0)

function makeAct(dice: Dice, boxes: number): Act {
  let left = dice.int(total)
  for (const [weight, make] of Object.values(makers)) {
    left -= weight
    if (left < 0) return make(dice, boxes)
  }
  throw new Error('plan: weights do not add up')
}

/** People act within seconds; now and then nothing happens for a while. */
const waitMs = (dice: Dice): number =>
  dice.happens(0.85) ? dice.int(1_500) : dice.happens(0.8) ? dice.int(40_000) : dice.int(20 * 60_000)

const damagedSeeds = 0.15
const longDayEvery = 2_500
const longDayEvents = 10_000

/** A store file found damaged: on a share of the seeds, at some time of the day. */
function withDamage(seed: number, boxes: number, steps: readonly Step[]): readonly Step[] {
  const dice = createDice(`damage ${seed}`)
  if (!dice.happens(damagedSeeds)) return steps
  const damage: Step = {
    do: 'damage',
    how: dice.happens(0.5) ? 'torn_page' : 'destroyed',
    ...onBox(dice, boxes),
    offMs: 200 + dice.int(20_000),
    waitMs: waitMs(dice),
  }
  return steps.toSpliced(1 + dice.int(steps.length), 0, damage)
}

/** Much is done without a network and sent over a bad one, and another console reads it all from nothing in pieces. */
const longDay: readonly Step[] = [
  { do: 'weather', box: 0, weather: 'down', forMs: 60_000, waitMs: 1_000 },
  { do: 'burst', box: 0, draw: 1, count: longDayEvents, waitMs: 1_000 },
  { do: 'weather', box: 0, weather: 'flaky', forMs: 60_000, waitMs: 61_000 },
  { do: 'weather', box: 1, weather: 'cutting', forMs: 60_000, waitMs: 90_000 },
  { do: 'damage', box: 1, how: 'destroyed', draw: 1, offMs: 200, waitMs: 0 },
  { do: 'notices_lost', count: 1, waitMs: 30_000 },
]

/** The plan of a seed. */
export function makePlan(seed: number): Plan {
  const dice = createDice(`plan ${seed}`)
  const boxes = 2 + Math.min(dice.int(7), dice.int(7))
  const count = 15 + dice.int(35)
  const opening: Step[] = [{ do: 'open', ...onBox(dice, boxes), waitMs: 2_000 }]
  const rest = Array.from({ length: count }, (): Step => ({ ...makeAct(dice, boxes), waitMs: waitMs(dice) }))
  return {
    seed: `seed ${seed}`,
    boxes,
    processes: dice.happens(0.3) ? 2 + dice.int(2) : 1,
    steps: [...withDamage(seed, boxes, [...opening, ...rest]), ...(seed % longDayEvery === 0 ? longDay : [])],
  }
}
