import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ExecuteResponseSchema } from './execute.ts'
import { RefusalSchema } from './refusal.ts'

/** As much of a `Blob` as both sides need; the wire carries real ones. */
export interface FileContent {
  readonly size: number
  readonly type: string
  readonly arrayBuffer: () => Promise<ArrayBuffer>
}

const content = z.custom<FileContent>(
  (value) => typeof value === 'object' && value !== null && 'arrayBuffer' in value && 'size' in value,
)
const name = z.string().min(1).max(200)

/** Files of a case: sealed under the customer's key before they touch the disk; told by their bytes. Source: CASE-7. */
export const attachmentsContract = {
  /** Takes a file in and writes it to the record. Refusals: those of the store's attachments, and of the command `attach`. */
  attach: oc.input(z.strictObject({ commandId: z.uuid(), case: name, name, content })).output(ExecuteResponseSchema),
  /** Where the files of a case are, by hash; one that is `away` is fetched when it is opened. */
  places: oc.input(z.strictObject({ case: name })).output(z.record(z.string(), z.enum(['here', 'waiting', 'away']))),
  open: oc
    .input(z.strictObject({ case: name, hash: z.string().regex(/^[0-9a-f]{64}$/) }))
    .output(
      z.discriminatedUnion('found', [
        z.strictObject({ found: z.literal(true), mediaType: z.string(), content }),
        z.strictObject({ found: z.literal(false), refusal: RefusalSchema }),
      ]),
    ),
}
