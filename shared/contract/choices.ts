import { z } from 'zod'

const name = z.string().min(1).max(120)

/** A person's own keys: stroke by command, and whether single letters give commands at all. Source: ux.md "Keys". */
export const ChoicesSchema = z.strictObject({
  keys: z
    .record(name, z.array(z.string().min(1).max(40)).max(4))
    .refine((keys) => Object.keys(keys).length <= 300, 'too many'),
  singleKeys: z.boolean(),
})
export type Choices = z.infer<typeof ChoicesSchema>

/** What a person chose, and when (server time, ms): of two the later one counts. Decision 0008. */
export const DatedChoicesSchema = z.strictObject({ choices: ChoicesSchema, atMs: z.int().min(0) })
export type DatedChoices = z.infer<typeof DatedChoicesSchema>
