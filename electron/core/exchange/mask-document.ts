import type { CaseDocument } from '../../../shared/contract/case-document.ts'
import { maskAccount, maskEmail, maskName, maskPhone } from '../../../shared/intake/mask.ts'
import { maskText } from '../../../shared/intake/mask-text.ts'

/** Fields that a masked document covers, by the names the record knows them by. */
export const coveredFields = [
  'customer.name',
  'customer.phones',
  'customer.email',
  'customer.account',
  'issue.symptom',
  'issue.impact',
] as const
export type CoveredField = (typeof coveredFields)[number]

/** A document with everything covered that says who somebody is, free words included. Source: CASE-5. */
export function maskedDocument(document: CaseDocument): CaseDocument {
  const { customer, issue, demands, notes } = document
  const { name, email, account } = customer
  const known = {
    names: name === undefined ? [] : [name],
    accounts: account === undefined ? [] : [account],
  }
  const cover = (text: string): string => maskText(text, known)
  return {
    ...document,
    customer: {
      ...customer,
      phones: customer.phones.map(maskPhone),
      ...(name === undefined ? {} : { name: maskName(name) }),
      ...(email === undefined ? {} : { email: maskEmail(email) }),
      ...(account === undefined ? {} : { account: maskAccount(account) }),
    },
    issue: {
      ...issue,
      symptom: cover(issue.symptom),
      ...(issue.impact === undefined ? {} : { impact: cover(issue.impact) }),
    },
    demands: demands.map((it) => (it.text === undefined ? it : { ...it, text: cover(it.text) })),
    ...(notes === undefined ? {} : { notes: notes.map(cover) }),
  }
}

/**
 * What is shown when the cover is taken off: the fields whose value the cover changes. Words of demands and notes are no fields of
 * their own; showing what was covered in them counts as showing the symptom.
 */
export function fieldsShown(document: CaseDocument, masked: CaseDocument): readonly CoveredField[] {
  const isShown: Readonly<Record<CoveredField, boolean>> = {
    'customer.name': document.customer.name !== masked.customer.name,
    'customer.phones': !same(document.customer.phones, masked.customer.phones),
    'customer.email': document.customer.email !== masked.customer.email,
    'customer.account': document.customer.account !== masked.customer.account,
    'issue.symptom':
      document.issue.symptom !== masked.issue.symptom ||
      !same(document.notes ?? [], masked.notes ?? []) ||
      !same(document.demands.map(textOf), masked.demands.map(textOf)),
    'issue.impact': document.issue.impact !== masked.issue.impact,
  }
  return coveredFields.filter((field) => isShown[field])
}

const textOf = ({ text }: CaseDocument['demands'][number]): string => text ?? ''
const same = (a: readonly string[], b: readonly string[]): boolean => a.every((it, i) => it === b[i])
