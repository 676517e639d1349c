import type { Case } from '../../../shared/case/model.ts'
import type { Transfer } from '../../../shared/case/model-parts.ts'
import { mayAnswer } from '../../../shared/case/rules.ts'
import { contactWays } from '../../../shared/case/words.ts'
import { ok } from '../../../shared/kernel/result.ts'
import type { FormAct } from '../../state/view.ts'
import type { Option } from '../PickList.tsx'
import { choice, filled, line, lines, mayBe, pastTime, picked, plainly, reasonOf, why, withPart } from './fields.ts'
import { letterOf } from './letter.ts'
import type { Field, Form, FormWords } from './types.ts'

const purposes = ['acknowledge', 'progress', 'inform', 'follow_up', 'other'] as const
const yesNo = (name: 'reached' | 'satisfied'): Field => ({ name, look: 'bar', source: { from: 'yesNo' } })

/** Lines of a list of things the case has, when there is one to choose from. */
const ofList =
  <Item>(items: (theCase: Case) => readonly Item[], option: (item: Item, words: FormWords) => Option) =>
  (theCase: Case, words: FormWords): readonly Option[] =>
    items(theCase).map((item) => option(item, words))

const openTransfers =
  (isTheirs: (transfer: Transfer, words: FormWords) => boolean) =>
  (theCase: Case, words: FormWords): readonly Option[] =>
    theCase.transfers.flatMap((it) =>
      it.state === 'waiting' && isTheirs(it, words)
        ? [
            {
              value: it.id,
              label: words.directory.team(it.toTeam),
              detail: it.reason ?? words.naming.moment(it.atMs, words.nowMs),
            },
          ]
        : [],
    )
const openEscalations = (states: readonly string[]) =>
  ofList(
    (theCase) => theCase.escalations.filter(({ state }) => states.includes(state)),
    ({ id, level, reason, atMs }, { naming, nowMs }) => ({
      value: id,
      label: naming.name('act.level', level),
      detail: reason ?? naming.moment(atMs, nowMs),
    }),
  )
const openPromises = ofList(
  (theCase) => theCase.promises.filter(({ keptAtMs }) => keptAtMs === undefined),
  ({ id, text, dueAtMs }, { naming, nowMs }) => ({ value: id, label: naming.due(dueAtMs, nowMs), detail: text ?? '' }),
)
const compensations = (state: string) =>
  ofList(
    (theCase) => theCase.compensations.filter((it) => it.state === state),
    ({ id, form, amountMinor, currency }, { directory, language, naming }) => ({
      value: id,
      label: directory.reason('compensation_form', form, language),
      detail: naming.sum(amountMinor, currency),
    }),
  )

/** With one thing to choose from it is chosen already. */
const one = (name: Field['name'], of: (theCase: Case, words: FormWords) => readonly Option[]) => ({
  field: { name, look: 'list' as const, source: { of } },
  start: (theCase: Case, words: FormWords) => {
    const [first] = of(theCase, words)
    return first === undefined ? {} : { [name]: first.value }
  },
})

/** Those this person was asked to answer, and those of others. */
const asked = one(
  'transfer',
  openTransfers((it, { actor }) => mayAnswer(it, actor)),
)
const sent = one(
  'transfer',
  openTransfers(() => true),
)
const raised = one('escalation', openEscalations(['open']))
const standing = one('escalation', openEscalations(['open', 'acknowledged']))
const promise = one('promise', openPromises)
const proposed = one('compensation', compensations('proposed'))
const approved = one('compensation', compensations('approved'))

const log: Form = {
  command: 'logCommunication',
  fields: [
    choice('way', 'way', contactWays, 'list'),
    choice('direction', 'direction', ['out', 'in']),
    choice('purpose', 'purpose', purposes),
    yesNo('reached'),
    mayBe(lines('text')),
    mayBe({ name: 'when', look: 'when' }),
  ],
  start: (theCase) => ({
    way: theCase.customer?.preferredContact ?? 'phone',
    direction: 'out',
    purpose: theCase.communications.some((it) => it.direction === 'out' && it.reached) ? 'progress' : 'acknowledge',
    reached: 'yes',
  }),
  make: (values, words) =>
    withPart('logCommunication', pastTime(values, words), {
      ...picked(values, { way: 'way', direction: 'direction', purpose: 'purpose', text: 'text' }),
      reached: values['reached'] !== 'no',
    }),
  answers: true,
}

const inform: Form = {
  command: 'inform',
  fields: [
    choice(
      'way',
      'way',
      contactWays.filter((way) => way !== 'phone'),
    ),
    { name: 'letter', look: 'letter' },
  ],
  start: (theCase, words) => ({
    way: theCase.customer?.preferredContact === 'phone' ? 'sms' : (theCase.customer?.preferredContact ?? 'sms'),
    letter: letterOf(theCase, words),
  }),
  make: plainly('inform', (values) => picked(values, { way: 'way', letter: 'letter' })),
  answers: true,
  byHand: true,
}

const score: Form = {
  command: 'recordSurvey',
  fields: [
    mayBe(line('csat')),
    mayBe(line('ces')),
    mayBe(line('nps')),
    mayBe({ name: 'reason', look: 'select', source: { reasons: 'dissatisfaction' } }),
    mayBe(line('text')),
  ],
  make: (values, _words, theCase) => {
    const survey = theCase?.surveys.findLast((it) => it.answeredAtMs === undefined)?.id
    const figures = Object.entries(picked(values, { csat: 'csat', ces: 'ces', nps: 'nps' }))
    const reason = filled(values, 'reason')
    return ok({
      type: 'recordSurvey',
      ...(survey === undefined ? {} : { survey }),
      ...Object.fromEntries(figures.map(([name, value]) => [name, Number(value)])),
      ...(reason === undefined ? {} : { reasonCodes: [reason] }),
      ...picked(values, { text: 'text' }),
    })
  },
}

/** What screens show covered; everything else of a customer stands there in clear. Source: CASE-5. */
const covered = ['customer.phones', 'customer.account', 'customer.email', 'issue.symptom', 'issue.impact'] as const

export const talkForms = {
  log,
  inform,
  score,
  answer: {
    command: 'answerTransfer',
    fields: [asked.field, lines('answer')],
    start: asked.start,
    make: plainly('answerTransfer', (values) => picked(values, { transfer: 'transfer', answer: 'answer' })),
    answers: true,
  },
  sendBack: {
    command: 'returnTransfer',
    fields: [asked.field, ...why('return_transfer')],
    start: asked.start,
    make: plainly('returnTransfer', (values) => ({ transfer: values['transfer'], ...reasonOf(values) })),
  },
  /** A question to whoever sent the transfer; their answer has a clock of its own, the transfer stays. Source: CALL-9. */
  askBack: {
    command: 'answerTransfer',
    fields: [asked.field, lines('question')],
    start: asked.start,
    make: (values, _words, theCase) => {
      const of = theCase?.transfers.find(({ id }) => id === values['transfer'])
      return ok({
        type: 'transfer',
        toTeam: theCase?.team,
        toActor: of?.by,
        notifyBy: 'system_notice',
        reason: { code: 'facts_wanted', ...picked(values, { text: 'question' }) },
      })
    },
    answers: true,
  },
  callBack: {
    command: 'withdrawTransfer',
    fields: [sent.field, ...why('withdraw_transfer', true)],
    start: sent.start,
    make: plainly('withdrawTransfer', (values) => ({ transfer: values['transfer'], ...reasonOf(values) })),
  },
  takeUp: {
    command: 'acknowledgeEscalation',
    fields: [raised.field],
    start: raised.start,
    make: plainly('acknowledgeEscalation', (values) => picked(values, { escalation: 'escalation' })),
  },
  stepDown: {
    command: 'stepDown',
    fields: [standing.field, ...why('step_down')],
    start: standing.start,
    make: plainly('stepDown', (values) => ({ escalation: values['escalation'], ...reasonOf(values) })),
  },
  keep: {
    command: 'keepPromise',
    fields: [promise.field],
    start: promise.start,
    make: plainly('keepPromise', (values) => picked(values, { promise: 'promise' })),
  },
  survey: {
    command: 'sendSurvey',
    fields: [choice('way', 'way', contactWays, 'list')],
    start: ({ customer }) => ({ way: customer?.preferredContact ?? 'sms' }),
    make: plainly('sendSurvey', (values) => picked(values, { way: 'way' })),
    byHand: true,
  },
  followUp: {
    command: 'followUp',
    fields: [yesNo('satisfied'), mayBe(lines('text'))],
    make: plainly('followUp', (values) => ({
      satisfied: values['satisfied'] === 'yes',
      ...picked(values, { text: 'text' }),
    })),
  },
  approve: {
    command: 'approveCompensation',
    fields: [proposed.field],
    start: proposed.start,
    make: plainly('approveCompensation', (values) => picked(values, { compensation: 'compensation' })),
  },
  reject: {
    command: 'rejectCompensation',
    fields: [proposed.field, ...why('reject_compensation')],
    start: proposed.start,
    make: plainly('rejectCompensation', (values) => ({ compensation: values['compensation'], ...reasonOf(values) })),
  },
  pay: {
    command: 'payCompensation',
    fields: [approved.field, mayBe(line('reference'))],
    start: approved.start,
    make: plainly('payCompensation', (values) =>
      picked(values, { compensation: 'compensation', reference: 'reference' }),
    ),
  },
  reveal: {
    command: 'revealField',
    fields: [{ name: 'covered', look: 'list', source: { codes: 'recordField', of: covered } }, ...why('reveal')],
    start: () => ({ covered: 'customer.phones' }),
    make: plainly('revealField', (values) => ({ field: values['covered'], ...reasonOf(values) })),
  },
} as const satisfies Partial<Record<FormAct, Form>>
