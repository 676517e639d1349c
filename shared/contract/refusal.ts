import { z } from 'zod'

/** A refusal as it crosses the wire: `tag` is put into words by the screen. */
export const RefusalSchema = z.strictObject({
  tag: z.string(),
  field: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
