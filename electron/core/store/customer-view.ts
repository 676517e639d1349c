import type { Case, Compensation, Customer } from '../../../shared/case/model.ts'
import type { CaseId, CustomerId, EpochMs } from '../../../shared/kernel/brand.ts'
import { idBytes, idText } from './bytes.ts'
import { seenFilter } from './filters.ts'
import { type CaseTableRow, type ListedCase, listColumns, listedOf } from './lists.ts'
import { bound, looseCases } from './loose-rows.ts'
import { phoneQueryExpression } from './search/phone-expression.ts'
import type { SearchSide } from './search/search.ts'

/** Whose history: a customer known by id, or whoever a phone number belongs to, in any spelling the phone search knows. */
export interface CustomerQuery {
  readonly customer?: CustomerId
  readonly phone?: string
  readonly scopes: readonly string[] | null
  readonly limit: number
}

/** One contact with the customer, whichever case it was about. */
export interface PastContact {
  readonly case: CaseId
  readonly way: string
  readonly direction: 'in' | 'out'
  readonly purpose: string
  readonly reached: boolean
  readonly atMs: EpochMs
}

export interface PastCompensation extends Compensation {
  readonly case: CaseId
}

/** Everything earlier with this customer, newest first. Source: CASE-4. */
export interface CustomerHistory {
  /** As the newest case knows them; `null` = unknown, or erased. */
  readonly customer: (Customer & { readonly id: CustomerId }) | null
  readonly cases: readonly ListedCase[]
  readonly openCases: number
  readonly contacts: readonly PastContact[]
  readonly compensations: readonly PastCompensation[]
  readonly tags: readonly string[]
  /** Answers of surveys 1 … 5, newest first. */
  readonly satisfaction: readonly { readonly case: CaseId; readonly csat: number; readonly atMs: EpochMs }[]
  readonly repeats: number
}

const mostPhoneCases = 200

export function customerHistory(side: SearchSide, query: CustomerQuery): CustomerHistory {
  const rows = rowsOf(side, query)
  const cases = rows.flatMap((row) => side.cases.find(row.ref) ?? [])
  const customer = cases.find((it) => it.customer !== null)
  const listed = rows.map(listedOf)
  return {
    customer: customer?.customer ? { ...customer.customer, id: customer.customerId } : null,
    cases: listed,
    openCases: rows.filter((row) => row.open === 1).length,
    contacts: newestFirst(cases.flatMap(contactsOf)).slice(0, query.limit),
    compensations: newestFirst(cases.flatMap((it) => it.compensations.map((paid) => ({ ...paid, case: it.id })))),
    tags: [...new Set(cases.flatMap((it) => it.customer?.tags ?? []))],
    satisfaction: newestFirst(cases.flatMap(satisfactionOf)),
    repeats: listed.filter((it) => it.repeat).length,
  }
}

type HistoryRow = CaseTableRow & { readonly open: number; readonly customer: Uint8Array | null }

/** The customer's cases; a phone leads to its customers, a customer to all cases, whichever number they called from. */
function rowsOf(side: SearchSide, query: CustomerQuery): HistoryRow[] {
  const customers = query.customer === undefined ? customersOfPhone(side, query.phone ?? '') : [query.customer]
  if (customers.length === 0) return []
  const seen = seenFilter(side.db, query.scopes)
  const ofThem = `customer IN (${customers.map(() => '?').join(', ')})`
  return side.db.all<HistoryRow>(
    `SELECT ${listColumns}, c.open, c.customer FROM cases c
     WHERE c.ref IN (SELECT ref FROM cases WHERE ${ofThem} AND ${bound} UNION ALL SELECT ref FROM ${looseCases('ref, customer')} WHERE ${ofThem})
     AND ${seen.sql} AND c.status <> 'void'
     ORDER BY c.opened_ms DESC LIMIT ?`,
    ...customers.map(idBytes),
    ...customers.map(idBytes),
    ...seen.values,
    query.limit,
  )
}

function customersOfPhone(side: SearchSide, phone: string): CustomerId[] {
  const expression = phoneQueryExpression(phone, side)
  if (expression === null) return []
  const refs = expression.refs(mostPhoneCases)
  const rows = refs.map((ref) =>
    side.db.get<{ customer: Uint8Array | null }>('SELECT customer FROM cases WHERE ref = ?', ref),
  )
  return [...new Set(rows.flatMap((row) => (row?.customer ? [idText<CustomerId>(row.customer)] : [])))]
}

const newestFirst = <T extends { readonly atMs: EpochMs }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => b.atMs - a.atMs)

const contactsOf = (it: Case): PastContact[] =>
  it.communications.map(({ way, direction, purpose, reached, atMs }) => ({
    case: it.id,
    way,
    direction,
    purpose,
    reached,
    atMs,
  }))

const satisfactionOf = (it: Case) =>
  it.surveys.flatMap(({ csat, answeredAtMs }) =>
    csat === undefined || answeredAtMs === undefined ? [] : [{ case: it.id, csat, atMs: answeredAtMs }],
  )
