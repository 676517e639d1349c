import { oc } from '@orpc/contract'
import { z } from 'zod'

const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)

/** What people found prepared words good for, as far as the cases held here say. Source: CALL-11, TRU-5. */
export const judgedContract = {
  /** How often each phrase, guide or article helped, did not, and how many wrote to its author. */
  counts: oc.output(z.array(z.strictObject({ words: name, helped: z.int(), not: z.int(), told: z.int() }))),
  /** What was written to the author of one, newest first; personal data covered. */
  told: oc.input(z.strictObject({ words: name })).output(
    z.array(
      z.strictObject({
        case: name,
        number: z.string(),
        actor: name,
        atMs: epochMs,
        helped: z.boolean(),
        text: z.string().nullable(),
      }),
    ),
  ),
}
