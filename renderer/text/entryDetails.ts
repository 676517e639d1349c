import type { Entry } from '../state/record.ts'
import type { FormText } from './formText.ts'
import { shownValue } from './values.ts'

/** The group in which a reason code of this event has its words. */
const reasonGroups: Readonly<Record<string, string>> = {
  held: 'hold',
  assigned: 'reassign',
  transferred: 'transfer',
  transfer_returned: 'return_transfer',
  transfer_withdrawn: 'withdraw_transfer',
  escalated: 'escalate',
  escalation_stepped_down: 'step_down',
  reopened: 'reopen',
  withdrawn: 'withdraw',
  promoted: 'promote',
  field_revealed: 'reveal',
  policy_applied: 'apply_policy',
  compensation_rejected: 'reject_compensation',
  backdating_confirmed: 'void_breach',
}

type Say = (value: never, words: FormText, entry: Entry) => string

/** What an event says of itself beside its name, in the order it is read. */
const parts: Readonly<Record<string, Say>> = {
  toTeam: (team: string, { directory }) => directory.team(team),
  toActor: (person: string, { directory }) => directory.person(person),
  level: (level: string, { naming }) => naming.name('act.level', level),
  to: (person: string, { directory }) => directory.person(person),
  direction: (direction: string, { naming }) => naming.name('direction', direction),
  outcome: (outcome: string, { naming }) => naming.name('callOutcome', outcome),
  way: (way: string, { naming }) => naming.name('way', way),
  purpose: (purpose: string, { naming }) => naming.name('purpose', purpose),
  field: (field: string, { naming }) => naming.name('recordField', field),
  clock: (clock: string, { naming }) => naming.name('clock.names', clock),
  dueAtMs: (dueAtMs: number, { naming, nowMs }) => naming.due(dueAtMs, nowMs),
  causeCode: (code: string, { directory, language }) => directory.reason('cause', code, language),
  noFollowUpReason: (code: string, { directory, language }) => directory.reason('no_follow_up', code, language),
  form: (form: string, { directory, language }) => directory.reason('compensation_form', form, language),
  amountMinor: (amount: number) => (amount / 100).toFixed(2),
  csat: (score: number) => `CSAT ${score}`,
  nps: (score: number) => `NPS ${score}`,
  satisfied: (satisfied: boolean, { t }) => `${t('field.satisfied')} ${t(satisfied ? 'field.yes' : 'field.no')}`,
  number: (number: string) => number,
  reason: (code: string, { directory, language }, { type }) =>
    directory.reason(reasonGroups[type] ?? type, code, language),
}

/** The facts of one line of the record in words: to whom, by which way, until when, why. */
export function entryDetails(entry: Entry, words: FormText): readonly string[] {
  const said = Object.entries(parts).flatMap(([name, say]) => {
    const value = entry.params[name]
    return value === undefined || value === null ? [] : [say(value as never, words, entry)]
  })
  const changed = entry.type === 'opened' ? [] : entry.changes.map((change) => changeText(change, words))
  return [...new Set([...said, ...changed])]
}

const changeText = ({ field, value }: Entry['changes'][number], words: FormText): string =>
  `${words.naming.name('recordField', field)} → ${shownValue(field, value, words)}`
