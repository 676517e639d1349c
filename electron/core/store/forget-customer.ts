import type { CustomerId } from '../../../shared/kernel/brand.ts'
import type { Core } from './core.ts'

/**
 * Destroys a customer's key and every readable copy here; the record stays and still verifies. Returns the cases that have
 * to be folded anew (without the key their personal parts are `null`). Source: TRU-4, details.md "CustomerErased".
 */
export function forgetCustomer(core: Core, customer: CustomerId, nowMs: number): number[] {
  const ref = core.vault.refOf(customer)
  core.vault.erase(customer, nowMs)
  core.db.run('DELETE FROM drafts WHERE instr(body, ?) > 0', customer)
  return core.db.all<{ ref: number }>('SELECT ref FROM cases WHERE customer = ?', ref).map((row) => row.ref)
}
