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

/** A case as a screen may see it: contact data covered, and whatever looks like it inside the symptom and its impact. */
export function maskedCase(theCase: Case): Case {
  const { customer, issue } = theCase
  return {
    ...theCase,
    customer: customer && maskedCustomer(customer),
    issue: {
      ...issue,
      symptom: covered(issue.symptom),
      ...(issue.impact === undefined ? {} : { impact: covered(issue.impact) }),
    },
  }
}

const coveredValue = (value: Json): Json => {
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
