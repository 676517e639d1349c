import people from '../../resources/demo/people.json' with { type: 'json' }
import { answeringTeam } from './matters.ts'
import { dayMs, hourMs, minuteMs, timeOfDayMs } from './plan.ts'
import type { Teller, Telling } from './tell.ts'

/** Parts of a case's course that running and ended stories share. Times are epoch ms. */

export const leader = 'zhou'

const receivers: Readonly<Record<string, string>> = {
  rnd: 'chen',
  aftersale: 'song',
  logistics: 'tang',
  finance: 'xu',
  product: 'qin',
}

/** Tells the customer that the case is known. */
export function acknowledge({ agent, customer }: Telling, to: Teller, atMs: number): void {
  const way = customer.preferredContact === 'phone' ? 'phone' : 'sms'
  const text = '已告知受理编号与下次联系时间。'
  to.tell(atMs, agent, { type: 'logCommunication', way, direction: 'out', purpose: 'acknowledge', text })
}

/** Judges the case; its first judgement makes it assessed. */
export function assess({ agent, judged }: Telling, to: Teller, atMs: number): void {
  to.tell(atMs, agent, { type: 'classify', ...judged })
}

export function takeOver({ agent }: Telling, to: Teller, atMs: number): void {
  to.tell(atMs, agent, { type: 'assign', owner: agent })
}

export function progress({ agent, dice }: Telling, to: Teller, atMs: number): void {
  const text = dice.pick(people.progress)
  to.tell(atMs, agent, { type: 'logCommunication', way: 'phone', direction: 'out', purpose: 'progress', text })
}

/** The daily call before 17:00 for each day the case is in work. */
export function dailyProgress(it: Telling, to: Teller, fromMs: number, untilMs: number): void {
  const dayStartMs = fromMs - timeOfDayMs(fromMs)
  for (let midnightMs = dayStartMs; midnightMs < untilMs; midnightMs += dayMs) {
    const atMs = midnightMs + 16 * hourMs + it.dice.between(2, 28) * minuteMs
    if (atMs > fromMs && atMs < untilMs) progress(it, to, atMs)
  }
}

/** Asks another team; answers who was asked, or nothing when no other team is concerned. */
export function transfer({ agent, judged }: Telling, to: Teller, atMs: number): string | undefined {
  const toTeam = answeringTeam(judged)
  const handler = toTeam === undefined ? undefined : receivers[toTeam]
  if (handler === undefined) return undefined
  const reason = { code: 'their_cause' }
  to.tell(atMs, agent, { type: 'transfer', toTeam, toActor: handler, notifyBy: 'system_notice', reason })
  return handler
}

/** A time said to the customer. */
export function promise({ agent }: Telling, to: Teller, atMs: number, dueAtMs: number): void {
  const minutes = Math.round((dueAtMs - atMs) / minuteMs)
  to.tell(atMs, agent, { type: 'promise', dueAtMs, text: `${minutes} 分钟内给您回电，告诉您查到哪一步。` })
}

export function escalate({ agent, dice }: Telling, to: Teller, atMs: number): void {
  const level = dice.pick(['lead', 'lead', 'manager'])
  to.tell(atMs, agent, { type: 'escalate', level, to: leader, reason: { code: dice.pick(['angry', 'asked', 'vip']) } })
}

export function proposeCompensation({ agent, dice }: Telling, to: Teller, atMs: number): void {
  const form = dice.pick(['voucher', 'cash', 'service_month', 'points', 'fee_waiver'])
  const amountMinor = dice.pick([2000, 3000, 5000, 9900, 20_000])
  const text = '按受影响时长和实际花费计算。'
  to.tell(atMs, agent, { type: 'proposeCompensation', form, amountMinor, currency: 'CNY', text })
}
