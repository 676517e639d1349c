import type { CaseCommand } from '../../../shared/case/commands.ts'
import type { CustomerId } from '../../../shared/kernel/brand.ts'
import type { Store } from '../store/store.ts'

/**
 * A case opened for a customer known here takes over what is known of them: a screen sees account and mail only masked and
 * can neither repeat nor lose them. What was said in this call stands; numbers are added to. Source: CASE-4, CASE-5.
 */
export async function withKnownCustomer(
  command: CaseCommand,
  read: Store['read'],
  scopes: readonly string[],
): Promise<CaseCommand> {
  if (command.type !== 'open' || command.customerId === undefined) return command
  const { customer } = await read.customer({ customer: command.customerId as CustomerId, scopes, limit: 1 })
  if (customer === null) return command
  const { id: _id, phones, tags, ...known } = customer
  const given = command.customer
  return {
    ...command,
    customer: {
      ...known,
      ...(tags === undefined ? {} : { tags: [...tags] }),
      ...given,
      phones: [...new Set([...(given.phones ?? []), ...phones])].slice(0, mostPhones),
    },
  }
}

/** As many numbers as a customer block takes. */
const mostPhones = 10
