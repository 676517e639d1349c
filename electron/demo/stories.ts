import { callerOfExample, type DemoCustomer, demoCustomer } from './customers.ts'
import { createDice, type Dice } from './dice.ts'
import { answeringTeam, classificationOf, isComplaint, type Matter, matters } from './matters.ts'
import { tellLight, tellMerged, tellSolved, tellWithdrawn } from './past.ts'
import { dayMs, isInWork, minuteMs, type Plan, planCases } from './plan.ts'
import { tellHeld, tellInWork } from './present.ts'
import type { Act } from './story.ts'
import { createTeller, judgedFor, type Telling, tellCall } from './tell.ts'

const agents = ['lin', 'lin', 'he', 'gao', 'shao', 'gu'] as const

/** One case that has been told, for those that come back to it. */
interface Told {
  readonly story: number
  readonly customer: number
  readonly matter: Matter
  readonly agent: string
  readonly calledMs: number
  readonly isOver: boolean
}

interface Cast {
  readonly dice: Dice
  readonly nowMs: number
  readonly customers: DemoCustomer[]
  readonly told: Told[]
  readonly acts: Act[]
}

const complaints = matters.filter(isComplaint)
const isOrdinary = (matter: Matter): boolean => classificationOf(matter).severity === 'general'
/** What a running clock can be told with: its targets are the plain ones of its urgency. */
const running = complaints.filter((it) => isOrdinary(it) && classificationOf(it).urgency === 'mid')
const standstill = complaints.filter((it) => isOrdinary(it) && /^(system|account|billing)\./.test(it.category))
const transferable = running.filter((it) => answeringTeam(classificationOf(it)) !== undefined)
const forEngineers = transferable.filter((it) => answeringTeam(classificationOf(it)) === 'rnd')

/** A clock told relative to now needs the plain targets. */
const isFit = ({ status }: Plan, matter: Matter): boolean => !isInWork(status) || running.includes(matter)

function matterFor({ status, driver }: Plan, dice: Dice, isCaller: boolean): Matter {
  if (driver === 'resolve') return dice.pick(standstill)
  if (driver === 'transfer') return dice.pick(dice.chance(0.5) ? forEngineers : transferable)
  if (isInWork(status)) return dice.pick(running)
  return dice.pick(status === 'closed' && !isCaller ? matters : complaints)
}

/** Two of five callers have called before; half of those about the same thing again. */
function earlierCall(cast: Cast, plan: Plan): Told | undefined {
  if (!cast.dice.chance(0.4)) return undefined
  const over = cast.told.filter((it) => it.isOver && isComplaint(it.matter) && it.calledMs < plan.calledMs - 4 * dayMs)
  return over.length === 0 ? undefined : cast.dice.pick(over)
}

function newCustomer(cast: Cast, isCaller: boolean): number {
  cast.customers.push(isCaller ? callerOfExample : demoCustomer(cast.dice, cast.customers.length))
  return cast.customers.length - 1
}

/** A call taken twice within the hour belongs to a case that runs at that moment. */
function twinOf(cast: Cast): Told | undefined {
  return cast.told.findLast((it) => it.isOver && isComplaint(it.matter))
}

/** The caller of the worked example called twice before, weeks apart, and reached the same agent. */
function callerAgain({ told }: Cast, { status }: Plan): { readonly earlier?: Told } | undefined {
  const closed = told.filter(({ isOver }) => isOver)
  if (status !== 'closed' || (closed.length > 0 && closed.length !== 80)) return undefined
  return closed[0] === undefined ? {} : { earlier: closed[0] }
}

function tellStory(cast: Cast, given: Plan): void {
  const { dice, nowMs, told } = cast
  const story = told.length
  const caller = callerAgain(cast, given)
  const twin = given.status === 'merged' ? twinOf(cast) : undefined
  const plan = twin === undefined ? given : { ...given, calledMs: twin.calledMs + 5 * minuteMs }
  const earlier = twin ?? (caller === undefined ? earlierCall(cast, plan) : caller.earlier)
  const isRepeat =
    earlier !== undefined &&
    twin === undefined &&
    plan.driver === 'none' &&
    isFit(plan, earlier.matter) &&
    dice.chance(0.5)
  const matter = twin?.matter ?? (isRepeat ? earlier.matter : matterFor(plan, dice, caller !== undefined))
  const customer = earlier?.customer ?? newCustomer(cast, caller !== undefined)
  const agent = caller === undefined ? (twin?.agent ?? dice.pick(agents)) : 'lin'
  const who = cast.customers[customer]
  if (who === undefined) throw new Error('demo: a customer nobody made')
  const it: Telling = { story, plan, matter, judged: judgedFor(plan, matter), customer: who, agent, dice, nowMs }
  const names = earlier && { customerOf: earlier.story, ...(isRepeat ? { repeatOf: earlier.story } : {}) }
  cast.acts.push(...actsOf(it, names ?? {}, twin?.story))
  const isOver = plan.status === 'closed'
  told.push({ story, customer, matter, agent, calledMs: plan.calledMs, isOver })
}

function actsOf(it: Telling, names: Partial<Act>, into: number | undefined): readonly Act[] {
  const to = createTeller(it)
  const openedMs = tellCall(it, to, names)
  const { status } = it.plan
  if (status === 'merged') tellMerged(it, to, openedMs, into ?? 0)
  else if (status === 'withdrawn') tellWithdrawn(it, to, openedMs)
  else if (status === 'on_hold') tellHeld(it, to, openedMs)
  else if (isInWork(status)) tellInWork(it, to, openedMs)
  else if (isComplaint(it.matter)) tellSolved(it, to, openedMs)
  else tellLight(it, to, openedMs)
  return to.acts
}

/**
 * Everything that happened in the demonstration's call centre before `nowMs`, in order of time: the same seed and moment
 * tell the same. Source: details.md "Demo data".
 */
export function tellStories(seed: number, nowMs: number): readonly Act[] {
  const cast: Cast = { dice: createDice(seed), nowMs, customers: [], told: [], acts: [] }
  for (const plan of planCases(cast.dice, nowMs)) tellStory(cast, plan)
  return cast.acts.sort((a, b) => a.atMs - b.atMs)
}
