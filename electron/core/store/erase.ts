import type { CustomerId } from '../../../shared/kernel/brand.ts'
import type { Core } from './core.ts'
import { forgetCustomer } from './forget-customer.ts'
import { createTouchedCases } from './touched-cases.ts'

/** Erases a customer on this device: key, rows, drafts, attachments; the record stays and still verifies. Source: TRU-4. */
export function eraseCustomer(core: Core, customer: CustomerId, nowMs: number): void {
  const ids = core.commit(() => {
    const cases = createTouchedCases(core)
    forgetCustomer(core, customer, cases, nowMs)
    return cases.finish(nowMs)
  })
  core.changed({ kind: 'cases', ids, remote: true })
  core.changed({ kind: 'erased', customers: [customer] })
}
