import { resolveTargetMs } from './matters.ts'
import { hourMs, type Mood, minuteMs } from './plan.ts'
import type { Teller, Telling } from './tell.ts'
import * as work from './work.ts'

/** Cases somebody is working on now, each with the clock its plan asks for. */

/** When a promise was made and runs out, minutes before and after now. */
const promises: Readonly<Record<Mood, readonly [readonly [number, number], readonly [number, number]]>> = {
  calm: [
    [10, 20],
    [90, 200],
  ],
  warn: [
    [60, 80],
    [32, 50],
  ],
  hot: [
    [70, 90],
    [9, 14],
  ],
  breached: [
    [100, 150],
    [-50, -5],
  ],
}

/** Minutes since the other team was asked; it has four hours. */
const asked: Readonly<Record<Mood, readonly [number, number]>> = {
  calm: [30, 90],
  warn: [130, 165],
  hot: [200, 215],
  breached: [250, 280],
}

const within = ({ dice }: Telling, [from, to]: readonly [number, number]): number =>
  dice.between(from * 60, to * 60) * 1000

function promiseNow(it: Telling, to: Teller): void {
  const [made, due] = promises[it.plan.mood]
  work.promise(it, to, it.nowMs - within(it, made), it.nowMs + within(it, due))
}

/** Lately told the customer where things stand, so that no daily or two-hourly call is due before the chosen clock. */
function keepInTouch(it: Telling, to: Teller, sinceMs: number): void {
  const { nowMs, dice } = it
  work.dailyProgress(it, to, sinceMs, nowMs - hourMs)
  work.progress(it, to, Math.max(sinceMs + minuteMs, nowMs - dice.between(6, 18) * minuteMs))
}

function tellReceived(it: Telling, to: Teller, openedMs: number): void {
  const { plan, dice } = it
  const isWaiting = plan.mood !== 'calm' || it.nowMs - openedMs < 8 * minuteMs
  if (isWaiting) return
  work.acknowledge(it, to, openedMs + dice.between(1, 5) * minuteMs)
  keepInTouch(it, to, openedMs + 6 * minuteMs)
}

/** A case in the course of being solved, or assessed and not yet taken. */
export function tellInWork(it: Telling, to: Teller, openedMs: number): void {
  if (it.plan.status === 'received') tellReceived(it, to, openedMs)
  else tellTaken(it, to, openedMs)
}

function tellTaken(it: Telling, to: Teller, openedMs: number): void {
  const { plan, dice, nowMs } = it
  work.acknowledge(it, to, openedMs + 2 * minuteMs)
  work.assess(it, to, openedMs + 3 * minuteMs)
  if (plan.status === 'in_progress') work.takeOver(it, to, openedMs + 4 * minuteMs)
  const sinceMs = openedMs + 5 * minuteMs
  if (plan.driver === 'promise') promiseNow(it, to)
  if (plan.driver === 'transfer') work.transfer(it, to, nowMs - within(it, asked[plan.mood]))
  keepInTouch(it, to, sinceMs)
  if (plan.mood === 'breached' || dice.chance(0.1)) work.escalate(it, to, nowMs - dice.between(2, 5) * minuteMs)
  if (plan.driver === 'none' && dice.chance(0.3)) work.proposeCompensation(it, to, nowMs - 5 * minuteMs)
}

/** A case that waits, with the reason why. */
export function tellHeld(it: Telling, to: Teller, openedMs: number): void {
  const { dice, agent, judged } = it
  const heldMs = openedMs + Math.max(8 * minuteMs, (resolveTargetMs(judged) * dice.between(8, 40)) / 100)
  work.acknowledge(it, to, openedMs + 2 * minuteMs)
  work.assess(it, to, openedMs + 3 * minuteMs)
  work.takeOver(it, to, openedMs + 5 * minuteMs)
  work.dailyProgress(it, to, openedMs + 6 * minuteMs, heldMs)
  const code = dice.pick([
    'waiting_customer',
    'waiting_customer',
    'customer_unreachable',
    'third_party_test',
    'authority',
  ])
  to.tell(Math.floor(heldMs), agent, { type: 'hold', reason: { code } })
}
