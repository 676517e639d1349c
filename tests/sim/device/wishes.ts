import { availableCommands } from '../../../shared/case/available.ts'
import type { CaseCommandInput, CommandType } from '../../../shared/case/commands.ts'
import type { Actor } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import { people, teams } from '../people.ts'
import type { Dice } from '../random.ts'

const hourMs = 3_600_000
const reason = { code: 'other', text: '有人要求' }

export const openWish = (dice: Dice, nowMs: number): CaseCommandInput => ({
  type: 'open',
  kind: dice.pick(['complaint', 'complaint', 'complaint', 'inquiry', 'praise']),
  customer: { name: dice.pick(['甲', '乙', 'Anna']), phones: [`+861381234${1000 + dice.int(9000)}`] },
  issue: { symptom: `看不到订单 ${dice.int(1000)}` },
  demands: [{ kind: dice.pick(['fix', 'refund', 'explain']) }],
  reception: { channel: 'hotline', receivedAtMs: Math.max(1, nowMs - dice.int(600_000)) },
  ...(dice.happens(0.4)
    ? { classification: { urgency: dice.pick(['high', 'mid', 'low'] as const), by: 'agent' as const } }
    : {}),
})

export interface Surroundings {
  readonly theCase: Case
  /** Ids of the other cases this console shows. */
  readonly others: readonly string[]
  readonly nowMs: number
  readonly dice: Dice
}

type Made = Partial<Readonly<Record<CommandType, (it: Surroundings) => object>>>

const pickOr = (dice: Dice, items: readonly { readonly id: string }[]): string =>
  items.length === 0 ? 'none' : dice.pick(items).id

/** What goes into each command besides its type; commands not named here are not wished for. */
const made: Made = {
  edit: ({ dice }) =>
    dice.happens(0.5)
      ? { issue: { symptom: `改 ${dice.int(100)}`, product: dice.pick(['A', 'B', null]) } }
      : { customer: { name: `名 ${dice.int(100)}`, company: dice.pick(['K', 'L', null]) } },
  addDemand: ({ dice }) => ({ demand: { kind: dice.pick(['apologise', 'refund']), text: '书面' } }),
  addNote: ({ dice }) => ({ text: `记 ${dice.int(1000)}` }),
  rateEmotion: ({ dice }) => ({ emotion: dice.int(101) }),
  attach: ({ dice }) => ({
    hash: Buffer.from(dice.bytes(32)).toString('hex'),
    name: 'a.png',
    mediaType: 'image/png',
    bytes: 5,
  }),
  revealField: () => ({ field: 'customer.phones', reason }),
  settleConflict: ({ theCase, dice }) => {
    const conflict = dice.pick(theCase.conflicts)
    return { field: conflict.field, pick: dice.pick(conflict.values).event }
  },
  undo: ({ theCase, dice }) => ({ of: dice.pick(theCase.undoables).event }),
  classify: ({ dice }) => ({
    urgency: dice.pick(['high', 'mid', 'low']),
    problemType: dice.pick(['process', 'other']),
  }),
  acceptProposal: ({ dice }) => ({ urgency: dice.pick(['high', 'low']), confidencePct: dice.int(101) }),
  assign: ({ dice }) => ({
    ...(dice.happens(0.7) ? { owner: dice.pick(people).id } : { owner: null }),
    ...(dice.happens(0.35) ? { team: dice.pick(teams) } : {}),
    reason,
  }),
  transfer: ({ dice, nowMs }) => ({ toTeam: dice.pick(teams), notifyBy: 'wecom', wantedByMs: nowMs + hourMs, reason }),
  answerTransfer: ({ theCase, dice }) => ({ transfer: pickOr(dice, theCase.transfers), answer: '已定位' }),
  returnTransfer: ({ theCase, dice }) => ({ transfer: pickOr(dice, theCase.transfers), reason }),
  withdrawTransfer: ({ theCase, dice }) => ({ transfer: pickOr(dice, theCase.transfers), reason }),
  escalate: ({ dice }) => ({ level: dice.pick(['lead', 'manager', 'legal', 'brand', 'executive']), reason }),
  acknowledgeEscalation: ({ theCase, dice }) => ({ escalation: pickOr(dice, theCase.escalations) }),
  stepDown: ({ theCase, dice }) => ({ escalation: pickOr(dice, theCase.escalations), reason }),
  hold: () => ({ reason }),
  resume: () => ({}),
  applyPolicy: () => ({ policy: { id: 'default', version: 2 }, reason }),
  promise: ({ nowMs }) => ({ text: '中午前', dueAtMs: nowMs + hourMs, late: true }),
  keepPromise: ({ theCase, dice }) => ({ promise: pickOr(dice, theCase.promises) }),
  say: () => ({ phraseId: 'p.1', stage: 'listen', text: '请讲' }),
  logCommunication: ({ dice }) => ({
    way: 'phone',
    direction: 'out',
    purpose: dice.pick(['progress', 'acknowledge']),
    text: '已告知',
  }),
  sendSurvey: () => ({ way: 'sms' }),
  recordSurvey: ({ dice }) => ({ csat: 1 + dice.int(5) }),
  followUp: ({ dice }) => ({ satisfied: dice.happens(0.6) }),
  resolve: () => ({ causeCode: 'capacity', cause: '索引', measures: '补建', compensation: '券' }),
  inform: () => ({ way: 'email', letter: '您好' }),
  close: () => ({ noFollowUpReason: 'customer_declined' }),
  reopen: () => ({ reason }),
  withdraw: () => ({ reason }),
  linkRepeat: ({ others, dice }) => ({ of: dice.pick(others) }),
  merge: ({ others, dice }) => ({ into: dice.pick(others) }),
  promote: () => ({ reason }),
  proposeCompensation: () => ({ form: 'voucher', amountMinor: 100, currency: 'CNY', text: '补偿' }),
  approveCompensation: ({ theCase, dice }) => ({ compensation: pickOr(dice, theCase.compensations) }),
  rejectCompensation: ({ theCase, dice }) => ({ compensation: pickOr(dice, theCase.compensations), reason }),
  payCompensation: ({ theCase, dice }) => ({ compensation: pickOr(dice, theCase.compensations) }),
}

/** Commands that end a case for everybody come up seldom, so that lives go on. */
const seldom: ReadonlySet<CommandType> = new Set(['merge', 'withdraw', 'linkRepeat', 'close'])
const needsOther: ReadonlySet<CommandType> = new Set(['merge', 'linkRepeat'])

/** A random command this person could give now on this case. */
export function wishFor(around: Surroundings, actor: Actor): CaseCommandInput {
  const { dice, theCase, nowMs, others } = around
  const possible = availableCommands(theCase, actor, nowMs).filter(
    (type) => made[type] !== undefined && !(needsOther.has(type) && others.length === 0),
  )
  const often = possible.filter((type) => !seldom.has(type) || dice.happens(0.25))
  const type = often.length === 0 ? 'addNote' : dice.pick(often)
  return { type, ...made[type]?.(around) } as CaseCommandInput
}
