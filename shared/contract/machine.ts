import { oc } from '@orpc/contract'
import { z } from 'zod'
import { RefusalSchema } from './refusal.ts'

const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)
const bytes = z.int().min(0)
const refused = z.strictObject({ refusal: RefusalSchema })

/** The data of this console on its disk. A backup stands there only once it was opened and looked through whole. */
export const StorageSchema = z.strictObject({
  bytes,
  freeBytes: bytes,
  totalBytes: bytes,
  backups: z.int().min(0),
  newestBackup: z.strictObject({ atMs: epochMs, bytes }).optional(),
})
export type Storage = z.infer<typeof StorageSchema>

/** A machine of the organisation, as the server knows it. */
export const DeviceRowSchema = z.strictObject({
  id: name,
  state: z.enum(['active', 'revoked', 'wiped']),
  enteredBy: name,
  seenMs: epochMs,
  clockSuspect: z.boolean(),
  appV: z.string(),
})
export type DeviceRow = z.infer<typeof DeviceRowSchema>

/** A record the server kept apart: not authentic or not allowed, applied nowhere. Who and what stands in it only if it can be read. */
export const KeptApartSchema = z.strictObject({
  device: name,
  n: z.int(),
  code: name,
  atMs: epochMs,
  type: name.optional(),
  actor: name.optional(),
})
export type KeptApart = z.infer<typeof KeptApartSchema>

/** Figures, codes and versions for whoever helps; by construction nothing of a customer or of staff. Source: issue F. */
export const DiagnosticsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
export type Diagnostics = z.infer<typeof DiagnosticsSchema>

/** The machine under the console. Refusals: the weather of the disk, `devices.*`, `device.unknown`, `role.denied`. */
export const machineContract = {
  storage: oc.output(StorageSchema),
  /** Makes a backup now and answers how the disk stands after it. */
  backUp: oc.output(z.union([StorageSchema, refused])),
  diagnostics: oc.output(DiagnosticsSchema),
  /** All machines of the organisation, for those who may cut one off; asked of the server. */
  devices: oc.output(z.union([z.array(DeviceRowSchema), refused])),
  /** What was kept apart, newest first, for supervisors; asked of the server. Source: SYNC-5, details.md. */
  keptApart: oc.output(z.union([z.array(KeptApartSchema), refused])),
  /** Cuts a machine off; `wipe` has it delete what it holds at its next contact. Source: TRU-3. */
  revokeDevice: oc
    .input(z.strictObject({ id: name, wipe: z.boolean() }))
    .output(z.union([z.array(DeviceRowSchema), refused])),
}
