import { implement, ORPCError } from '@orpc/server'
import { consoleContract } from '../../../shared/contract/console.ts'
import { StoreFaultError } from '../store/fault.ts'

/** What disk and folder do to the store reaches the screen as its tag, for which there are words; a bug stays a bug. */
function told(error: unknown): unknown {
  if (!(error instanceof StoreFaultError)) return error
  return new ORPCError('SERVICE_UNAVAILABLE', { message: error.tag, data: { tag: error.tag } })
}

/** The console's contract, to be implemented; every procedure of it tells the weather of the disk alike. */
export const implementConsole = () =>
  implement(consoleContract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw told(error)
    }
  })

export type Implementer = ReturnType<typeof implementConsole>
