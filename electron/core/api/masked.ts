import type { Case, Customer } from '../../../shared/case/model.ts'
import type { RecordItem } from '../../../shared/case/view.ts'
import { maskAccount, maskEmail, maskPhone } from '../../../shared/intake/mask.ts'
import { maskText } from '../../../shared/intake/mask-text.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'

/**
 * A customer as a screen may see them. What leaves the core is masked; showing one field is a command with a reason.
 * Source: CASE-5.
 */
export function maskedCustomer(customer: Customer): Customer {
  const { email, account } = customer
  return {
    ...customer,
    phones: customer.phones.map(maskPhone),
    ...(email === undefined ? {} : { email: maskEmail(email) }),
    ...(account === undefined ? {} : { account: maskAccount(account) }),
  }
}

const covered = (text: string | null): string | null => (text === null ? null : maskText(text))

/** Where people write freely, by the name it has there. */
const freeWords: ReadonlySet<string> = new Set([
  ...['text', 'reason', 'answer', 'letter', 'cause', 'measures', 'plan', 'compensation'],
])

const coveredWords = <Item extends object>(item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'string' && freeWords.has(name) ? maskText(value) : value,
    ]),
  ) as Item

/** A case as a screen may see it: contact data covered, and whatever looks like it inside anything people wrote. */
export function maskedCase(theCase: Case): Case {
  const { customer, issue, resolution } = theCase
  return {
    ...theCase,
    ...(resolution === undefined ? {} : { resolution: coveredWords(resolution) }),
    demands: theCase.demands.map(coveredWords),
    transfers: theCase.transfers.map(coveredWords),
    escalations: theCase.escalations.map(coveredWords),
    promises: theCase.promises.map(coveredWords),
    communications: theCase.communications.map(coveredWords),
    said: theCase.said.map(coveredWords),
    ...(theCase.judged === undefined ? {} : { judged: theCase.judged.map(coveredWords) }),
    notes: theCase.notes.map(coveredWords),
    informs: theCase.informs.map(coveredWords),
    followUps: theCase.followUps.map(coveredWords),
    customer: customer && maskedCustomer(customer),
    issue: {
      ...issue,
      symptom: covered(issue.symptom),
      ...(issue.impact === undefined ? {} : { impact: covered(issue.impact) }),
    },
  }
}

/** A changed value, personal data in it covered. */
export const coveredValue = (value: Json): Json => {
  if (typeof value === 'string') return maskText(value)
  return Array.isArray(value) ? value.map((item: Json) => coveredValue(item)) : value
}

/** One line of the record, its free words and changed values covered the same way. */
export function maskedItem(item: RecordItem): RecordItem & { readonly id: string } {
  return {
    ...item,
    id: item.event,
    texts: Object.fromEntries(Object.entries(item.texts).map(([name, text]) => [name, covered(text)])),
    changes: item.changes.map(({ field, value }) => ({ field, value: coveredValue(value) })),
  }
}
