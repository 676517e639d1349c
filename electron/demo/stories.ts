import { demoPeople } from '../../shared/contract/demo.ts'
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
const standstill = complaints.filter((it) => isOrdinary(it) && /^(system|account)\./.test(it.category))
const transferable = running.filter((it) => answeringTeam(classificationOf(it)) !== undefined)
const forEngineers = transferable.filter((it) => answeringTeam(classificationOf(it)) === 'rnd')

/** A clock told relative to now needs the plain targets. */
const isFit = ({ status }: Plan, matter: Matter): boolean => !isInWork(status) || running.includes(matter)

function mattersFor({ status, driver }: Plan, dice: Dice, isCaller: boolean): readonly Matter[] {
  if (driver === 'resolve') return standstill
  if (driver === 'transfer') return dice.chance(0.5) ? forEngineers : transferable
  if (isInWork(status)) return running
  return status === 'closed' && !isCaller ? matters : complaints
}

/** Calls about one thing do not follow each other in the queue. */
function matterFor(cast: Cast, plan: Plan, isCaller: boolean): Matter {
  const list = mattersFor(plan, cast.dice, isCaller)
  const lately = cast.told.slice(-Math.floor(list.length / 2)).map(({ matter }) => matter)
  return cast.dice.pick(list.filter((matter) => !lately.includes(matter)))
}

/** Two of five callers have called before; half of those about the same thing again. */
function earlierCall(cast: Cast, plan: Plan): Told | undefined {
  if (!cast.dice.chance(0.4)) return undefined
  const mayCallAgain = (it: Told): boolean =>
    it.isOver && isComplaint(it.matter) && it.calledMs < plan.calledMs - 4 * dayMs
  // The caller of the worked example has two earlier calls and no more.
  const over = cast.told.filter((it) => mayCallAgain(it) && cast.customers[it.customer] !== callerOfExample)
  return over.length === 0 ? undefined : cast.dice.pick(over)
}

function keepCustomer(cast: Cast, customer: DemoCustomer): number {
  cast.customers.push(customer)
  return cast.customers.length - 1
}

const newCustomer = (cast: Cast): number => keepCustomer(cast, demoCustomer(cast.dice, cast.customers.length))

/** Who calls about what, and whom they reach. */
interface Casting {
  readonly plan: Plan
  readonly matter: Matter
  readonly customer: number
  readonly agent: string
  /** The customer's earlier call. */
  readonly earlier?: Told | undefined
  readonly isRepeat?: boolean
  /** The case this one goes into. */
  readonly into?: number
}

/** A call taken twice within the hour belongs to a case that runs at that moment. */
function castTwin(cast: Cast, plan: Plan): Casting | undefined {
  const twin = plan.status === 'merged' && cast.told.findLast((it) => it.isOver && isComplaint(it.matter))
  if (!twin) return undefined
  const { matter, customer, agent, story: into } = twin
  return { plan: { ...plan, calledMs: twin.calledMs + 5 * minuteMs }, matter, customer, agent, earlier: twin, into }
}

/** The caller of the worked example called twice before, weeks apart, and reached the same agent. */
function castCaller(cast: Cast, plan: Plan): Casting | undefined {
  const closed = cast.told.filter(({ isOver }) => isOver)
  if (plan.status !== 'closed' || (closed.length > 0 && closed.length !== 80)) return undefined
  const [earlier] = closed
  const customer = earlier?.customer ?? keepCustomer(cast, callerOfExample)
  return { plan, matter: matterFor(cast, plan, true), customer, agent: demoPeople.agent.id, earlier }
}

function castAnybody(cast: Cast, plan: Plan): Casting {
  const { dice } = cast
  const earlier = earlierCall(cast, plan)
  const mayRepeat = earlier !== undefined && plan.driver === 'none' && isFit(plan, earlier.matter)
  const isRepeat = mayRepeat && dice.chance(0.5)
  const matter = isRepeat ? earlier.matter : matterFor(cast, plan, false)
  const customer = earlier?.customer ?? newCustomer(cast)
  return { plan, matter, customer, agent: dice.pick(agents), earlier, isRepeat }
}

function tellStory(cast: Cast, given: Plan): void {
  const casting = castTwin(cast, given) ?? castCaller(cast, given) ?? castAnybody(cast, given)
  const { plan, matter, customer, agent, earlier, isRepeat, into } = casting
  const who = cast.customers[customer]
  if (who === undefined) throw new Error('demo: a customer nobody made')
  const story = cast.told.length
  const { dice, nowMs } = cast
  const it: Telling = { story, plan, matter, judged: judgedFor(plan, matter), customer: who, agent, dice, nowMs }
  const names = earlier && { customerOf: earlier.story, ...(isRepeat ? { repeatOf: earlier.story } : {}) }
  cast.acts.push(...actsOf(it, names ?? {}, into))
  cast.told.push({ story, customer, matter, agent, calledMs: plan.calledMs, isOver: plan.status === 'closed' })
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
