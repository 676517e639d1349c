import people from '../../resources/demo/people.json' with { type: 'json' }
import { callerOfExample } from './customers.ts'
import { resolveTargetMs } from './matters.ts'
import { hourMs, minuteMs } from './plan.ts'
import type { Teller, Telling } from './tell.ts'
import * as work from './work.ts'

/** Cases that are solved, ended in another way, or over. */

/** A letter as the customer got it. Source: LOOP-1. */
function letterOf({ customer, matter }: Telling, withMoney: boolean): string {
  const parts = [
    `${customer.name}，您好：`,
    `您反映的“${matter.symptom}”一事，现答复如下。`,
    `原因：${matter.cause?.words ?? ''}。`,
    `措施：${matter.measures ?? ''}。`,
    ...(matter.plan === undefined ? [] : [`改进：${matter.plan}。`]),
    ...(withMoney ? ['补偿：已按约定办理，到账后另发短信。'] : []),
    '给您添了麻烦，我们向您道歉。',
  ]
  return parts.join('\n')
}

/** From the call to the solution; answers when it was solved. One in ten takes longer than promised. */
function tellCourse(it: Telling, to: Teller, openedMs: number): number {
  const { dice, judged } = it
  const isLate = dice.chance(0.1)
  const targetMs = resolveTargetMs(judged)
  const share = isLate ? dice.between(108, 150) / 100 : dice.between(20, 80) / 100
  const limitMs = it.plan.status === 'closed' ? Number.POSITIVE_INFINITY : it.nowMs - openedMs - 2 * hourMs
  const solvedMs = openedMs + Math.max(25 * minuteMs, Math.min(targetMs * share, limitMs, 40 * hourMs))
  const ackMinutes = judged.severity === 'urgent' ? 1 : dice.between(1, 6)
  work.acknowledge(it, to, openedMs + (isLate && dice.chance(0.4) ? 38 : ackMinutes) * minuteMs)
  work.assess(it, to, openedMs + 7 * minuteMs)
  work.takeOver(it, to, openedMs + 9 * minuteMs)
  if (dice.chance(0.3)) tellKeptPromise(it, to, openedMs + 10 * minuteMs, solvedMs)
  if (dice.chance(0.45)) tellAnswered(it, to, openedMs + 12 * minuteMs, solvedMs)
  if (dice.chance(0.08)) tellEscalated(it, to, openedMs + 14 * minuteMs)
  work.dailyProgress(it, to, openedMs + 15 * minuteMs, solvedMs)
  return solvedMs
}

function tellKeptPromise(it: Telling, to: Teller, atMs: number, solvedMs: number): void {
  const dueMs = Math.min(atMs + it.dice.between(40, 180) * minuteMs, solvedMs - minuteMs)
  work.promise(it, to, atMs, dueMs)
  to.tell(dueMs - 4 * minuteMs, it.agent, { type: 'keepPromise' })
  work.progress(it, to, dueMs - 5 * minuteMs)
}

function tellAnswered(it: Telling, to: Teller, atMs: number, solvedMs: number): void {
  const handler = work.transfer(it, to, atMs)
  const cause = it.matter.cause
  if (handler === undefined || cause === undefined) return
  const { dice, judged } = it
  const withinMs = dice.chance(0.12) ? solvedMs - atMs : resolveTargetMs(judged) / 6
  const answeredMs = atMs + (Math.min(withinMs, solvedMs - atMs) * dice.between(30, 90)) / 100
  to.tell(Math.floor(answeredMs), handler, { type: 'answerTransfer', answer: `查到原因：${cause.words}。` })
}

function tellEscalated(it: Telling, to: Teller, atMs: number): void {
  work.escalate(it, to, atMs)
  to.tell(atMs + it.dice.between(1, 8) * minuteMs, work.leader, { type: 'acknowledgeEscalation' })
}

function tellPaid(it: Telling, to: Teller, solvedMs: number): void {
  work.proposeCompensation(it, to, solvedMs - 8 * minuteMs)
  to.tell(solvedMs - 4 * minuteMs, work.leader, { type: 'approveCompensation' })
  to.tell(solvedMs + 30 * minuteMs, work.leader, { type: 'payCompensation', reference: `DEMO-${it.story}` })
}

/** The way back to the customer, as far as the plan's status goes. */
function tellLoop(it: Telling, to: Teller, solvedMs: number, withMoney: boolean): void {
  const { plan, agent, dice, matter } = it
  const { cause, measures, plan: improvement } = matter
  const words = { cause: cause?.words, measures, ...(improvement === undefined ? {} : { plan: improvement }) }
  to.tell(solvedMs, agent, { type: 'resolve', causeCode: cause?.code, ...words })
  if (plan.status === 'resolved') return
  const informedMs = solvedMs + dice.between(8, 50) * minuteMs
  to.tell(informedMs, agent, { type: 'inform', way: dice.pick(['sms', 'email']), letter: letterOf(it, withMoney) })
  to.tell(informedMs + 10 * minuteMs, agent, { type: 'sendSurvey', way: 'sms' })
  if (plan.status === 'informed') return
  if (dice.chance(0.6)) tellAnswer(it, to, informedMs + dice.between(11, 60) * minuteMs)
  const calledMs = informedMs + dice.between(62, 240) * minuteMs
  to.tell(calledMs, agent, { type: 'followUp', satisfied: true, text: '客户确认已解决。' })
  if (plan.status === 'closed') to.tell(calledMs + 3 * minuteMs, agent, { type: 'close' })
}

function tellAnswer({ dice, agent }: Telling, to: Teller, atMs: number): void {
  const csat = dice.pick([5, 5, 5, 4, 4, 3, 2])
  const unhappy = csat < 4 ? { reasonCodes: [dice.pick(['too_slow', 'had_to_repeat', 'no_news'])] } : {}
  const text = dice.pick(people.survey)
  to.tell(atMs, agent, { type: 'recordSurvey', csat, ces: dice.between(2, 5), nps: csat * 2, ...unhappy, text })
}

/** A complaint that is solved, told as far as its plan goes. */
export function tellSolved(it: Telling, to: Teller, openedMs: number): void {
  const withMoney = it.dice.chance(0.25) || it.customer === callerOfExample
  const solvedMs = tellCourse(it, to, openedMs)
  if (withMoney) tellPaid(it, to, solvedMs)
  tellLoop(it, to, solvedMs, withMoney)
}

/** A question, an idea or praise: answered in the call. */
export function tellLight(it: Telling, to: Teller, openedMs: number): void {
  const { agent, matter } = it
  work.acknowledge(it, to, openedMs + minuteMs)
  work.assess(it, to, openedMs + 2 * minuteMs)
  to.tell(openedMs + 6 * minuteMs, agent, { type: 'close', noFollowUpReason: 'light_kind', text: matter.reply })
}

export function tellWithdrawn(it: Telling, to: Teller, openedMs: number): void {
  work.acknowledge(it, to, openedMs + 3 * minuteMs)
  const atMs = openedMs + it.dice.between(15, 300) * minuteMs
  to.tell(atMs, it.agent, { type: 'withdraw', reason: { code: 'customer_withdrew', text: '客户来电说已自行解决。' } })
}

/** The same call taken twice: this one goes into the other. */
export function tellMerged(it: Telling, to: Teller, openedMs: number, into: number): void {
  to.tell(openedMs + 4 * minuteMs, it.agent, { type: 'merge' }, { into })
}
