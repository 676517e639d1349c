import type { CustomerId } from '../../../shared/kernel/brand.ts'
import { idBytes } from './bytes.ts'
import type { Core } from './core.ts'
import { putMeta } from './meta.ts'
import { type TouchedCases, touchCustomer } from './touched-cases.ts'

/** Set until log, search rows, copied keys and files are cleaned too: taken up again when the power went in between. */
export const erasureDue = 'erasure_due'

/**
 * Destroys a customer's key and every readable copy here; the record stays and still verifies. Without the key the personal
 * parts of the cases fold as `null`, which empties rows and search. Source: TRU-4, details.md "CustomerErased".
 */
export function forgetCustomer(
  core: Core,
  customer: CustomerId,
  cases: Pick<TouchedCases, 'again'>,
  nowMs: number,
): void {
  const { db } = core
  db.exec('PRAGMA secure_delete = ON')
  core.vault.erase(customer, nowMs)
  putMeta(db, erasureDue, true)
  touchCustomer(core, cases, customer)
  db.run('DELETE FROM drafts WHERE instr(body, ?) > 0', customer)
  for (const table of ['attachments', 'file_transfers'])
    db.run(`DELETE FROM ${table} WHERE customer = ?`, idBytes(customer))
}
