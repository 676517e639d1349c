import { z } from 'zod'
import type { Json } from '../kernel/canonical.ts'
import { RefusalSchema } from './refusal.ts'

const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)
/** Not walked again here: commands are checked by the kernel, and the wire carries JSON only. */
const json = z.unknown() as z.ZodType<Json>

export const ExecuteRequestSchema = z.strictObject({
  /** Made once per intent by the screen: the same id twice is one command. */
  commandId: z.uuid(),
  case: name.optional(),
  /** The draft this is the last of: once it is saved the draft is gone, in the same moment, and does not come back. */
  draft: name.optional(),
  /** A `CaseCommand`; parsed by the kernel, refused with every fault at once. */
  command: json,
})
export const ExecuteResponseSchema = z.discriminatedUnion('saved', [
  z.strictObject({
    saved: z.literal(true),
    case: name,
    number: z.string(),
    status: z.string(),
    savedAtMs: epochMs,
    /** What `undo` may name until then; left out where the command cannot be taken back. Source: details.md `undo`. */
    undo: z.strictObject({ of: z.uuid(), untilMs: epochMs }).optional(),
  }),
  z.strictObject({ saved: z.literal(false), refusals: z.array(RefusalSchema).min(1) }),
])
export type ExecuteRequest = z.infer<typeof ExecuteRequestSchema>
export type ExecuteResponse = z.infer<typeof ExecuteResponseSchema>
