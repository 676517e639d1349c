import { conflictsToSettle } from '../../../shared/case/change.ts'
import type { Case } from '../../../shared/case/model.ts'
import { demandKinds, problemTypes, responsibilities, severities, urgencies } from '../../../shared/case/words.ts'
import { ok } from '../../../shared/kernel/result.ts'
import type { FormAct } from '../../state/view.ts'
import { shownValue } from '../../text/values.ts'
import { edit } from './edit-form.ts'
import { choice, filled, line, lines, mayBe, picked, plainly, reasonOf, sum, why, withPart } from './fields.ts'
import type { Field, Form, FormWords, Values } from './types.ts'

const classes = {
  problemType: 'problemType',
  urgency: 'urgency',
  severity: 'severity',
  responsibility: 'responsibility',
  category: 'category',
} as const

const classify: Form = {
  command: 'classify',
  fields: [
    choice('urgency', 'urgency', urgencies),
    choice('problemType', 'problemType', problemTypes),
    choice('responsibility', 'responsibility', responsibilities),
    choice('severity', 'severity', severities),
    { name: 'category', look: 'select', source: { from: 'categories' } },
  ].map((field) => mayBe(field as Field)),
  start: ({ classification: { problemType, urgency, severity, responsibility, category } }) => ({
    urgency,
    severity,
    ...(problemType === undefined ? {} : { problemType }),
    ...(responsibility === undefined ? {} : { responsibility }),
    ...(category === undefined ? {} : { category }),
  }),
  make: (values, words, theCase) => {
    const before = theCase === null ? {} : (classify.start?.(theCase, words) ?? {})
    const chosen = Object.entries(picked(values, classes)).filter(([name, value]) => before[name] !== value)
    return ok({ type: 'classify', ...Object.fromEntries(chosen) })
  },
}

/** Taking a case from another person asks for a reason. Source: CLS-6. */
const assign: Form = {
  command: 'assign',
  fields: [
    { name: 'owner', look: 'select', source: { from: 'people' }, optional: true },
    { name: 'team', look: 'select', source: { from: 'teams' }, optional: true },
    ...why('reassign', ({ owner }, me) => owner === undefined || owner === me),
  ],
  start: ({ owner, team }, { me }) => ({ owner: owner ?? me, team }),
  make: (values, _words, theCase) => {
    const before = theCase === null ? {} : { owner: theCase.owner, team: theCase.team }
    const chosen = Object.entries(picked(values, { owner: 'owner', team: 'team' }))
    const changed = chosen.filter(([name, value]) => before[name as keyof typeof before] !== value)
    return ok({ type: 'assign', ...Object.fromEntries(changed.length === 0 ? chosen : changed), ...reasonOf(values) })
  },
}

const demand: Form = {
  command: 'addDemand',
  fields: [choice('kind', 'demand', demandKinds, 'list'), mayBe(line('text')), mayBe(line('amount'))],
  make: (values) => {
    const amount = sum(values)
    const asked = { kind: filled(values, 'kind'), ...picked(values, { text: 'text' }) }
    return amount.ok ? ok({ type: 'addDemand', demand: { ...asked, ...amount.value } }) : amount
  },
}

const moods = { calm: 10, annoyed: 40, angry: 70, furious: 95 } as const
const emotion: Form = {
  command: 'rateEmotion',
  fields: [choice('emotion', 'field.moods', Object.keys(moods), 'list')],
  make: plainly('rateEmotion', (values) => ({ emotion: moods[values['emotion'] as keyof typeof moods] })),
}

/** Both values stay until a person picks. Source: sync.md. */
const settle: Form = {
  command: 'settleConflict',
  fields: [{ name: 'value', look: 'list', source: { of: conflictValues } }],
  make: plainly('settleConflict', ({ value = '' }) => {
    const [field, pick] = value.split('/')
    return { field, pick }
  }),
}

function conflictValues(theCase: Case, words: FormWords) {
  const { naming, directory, nowMs } = words
  return conflictsToSettle(theCase).flatMap(({ field, values }) =>
    values.map(({ event, value, by, atMs }) => ({
      value: `${field}/${event}`,
      label: `${naming.name('recordField', field)}: ${shownValue(field, value, words)}`,
      detail: `${directory.person(by)} ${naming.moment(atMs, nowMs)}`,
    })),
  )
}

const policy: Form = {
  command: 'applyPolicy',
  fields: [line('version'), ...why('apply_policy')],
  start: ({ policy: { version } }) => ({ version: String(version) }),
  make: (values, _words, theCase) =>
    ok({
      type: 'applyPolicy',
      policy: { id: theCase?.policy.id, version: Number(filled(values, 'version')) },
      ...reasonOf(values),
    }),
}

const backdated = (theCase: Case, { naming, nowMs }: FormWords) =>
  theCase.signals.flatMap(({ id, claimedAtMs, type }) =>
    id === undefined || claimedAtMs === undefined
      ? []
      : [{ value: id, label: naming.name('event', type), detail: naming.moment(claimedAtMs, nowMs) }],
  )

/** Entries that claim to be older than they were written down. Source: details.md "Back-dating". */
const backdating: Form = {
  command: 'confirmBackdating',
  fields: [{ name: 'entry', look: 'list', source: { of: backdated } }, ...why('void_breach')],
  make: plainly('confirmBackdating', (values) => ({ of: values['entry'], ...reasonOf(values) })),
}

const ofCase = (name: 'case'): Field => ({ name, look: 'case' })
const otherCase = (values: Values) => values['case']

const link: Form = {
  command: 'linkRepeat',
  fields: [ofCase('case')],
  make: plainly('linkRepeat', (values) => ({ of: otherCase(values) })),
}
const merge: Form = {
  command: 'merge',
  fields: [ofCase('case')],
  make: plainly('merge', (values) => ({ into: otherCase(values) })),
}

export const workForms = {
  classify,
  assign,
  edit,
  demand,
  emotion,
  settle,
  policy,
  backdating,
  link,
  merge,
  note: {
    command: 'addNote',
    fields: [lines('text')],
    make: plainly('addNote', (values) => picked(values, { text: 'text' })),
  },
  propose: {
    command: 'proposeCompensation',
    fields: [
      { name: 'form', look: 'select', source: { reasons: 'compensation_form' } },
      line('amount'),
      mayBe(line('text')),
    ],
    make: (values) => withPart('proposeCompensation', sum(values), picked(values, { form: 'form', text: 'text' })),
  },
} as const satisfies Partial<Record<FormAct, Form>>
