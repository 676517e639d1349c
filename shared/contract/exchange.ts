import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Json } from '../kernel/canonical.ts'
import { CaseDocumentSchema } from './case-document.ts'
import { RefusalSchema as refusal } from './refusal.ts'

const name = z.string().min(1).max(120)
const fileId = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)
/** Most rows of one call: one transaction, during which the core answers nobody else. */
export const mostRowsSaved = 1_000
/** Most cases of one call. */
export const mostCasesRead = 200

/** How far a file came: rows up to `row` were looked at and are not sent again; what became of them. */
export const ImportProgressSchema = z.strictObject({
  row: count,
  saved: count,
  refused: count,
  repeated: count,
  held: count,
})
export type ImportProgress = z.infer<typeof ImportProgressSchema>

export const SaveRowsRequestSchema = z.strictObject({
  /** Hash of the file and of how it is read. */
  file: fileId,
  /** Judge only: nothing is saved. */
  dryRun: z.boolean(),
  /** The last row looked at, and how many since the last call were refused before they came here: kept as progress. */
  upToRow: count,
  refusedBefore: count,
  rows: z
    .array(
      z.strictObject({
        row: count,
        /** The same row of the same file has the same id for ever: sent twice, it is one case. */
        commandId: z.uuid(),
        /** A `CaseDocument`, judged row by row by the core. */
        document: z.custom<Json>(),
        /** The case this one was exported from: where that is held, nothing is added. */
        origin: name.optional(),
      }),
    )
    .max(mostRowsSaved),
})
export type SaveRowsRequest = z.infer<typeof SaveRowsRequestSchema>

/** `saved` also counts what would be, in a dry run. `rows` are the ones that were not saved, and why. */
export const SaveRowsResponseSchema = z.strictObject({
  saved: count,
  /** Nothing of this call was saved, and the next one would fare no better: signed out, disk full … */
  stopped: refusal.optional(),
  rows: z.array(
    z.strictObject({
      row: count,
      /** `repeated`: saved from this file before; `held`: this very case is here; `differs`: it is, and has changed since. */
      outcome: z.enum(['refused', 'repeated', 'held', 'differs']),
      case: name.optional(),
      refusals: z.array(refusal).optional(),
    }),
  ),
})
export type SaveRowsResponse = z.infer<typeof SaveRowsResponseSchema>

/**
 * One exported case. `masked` = personal data is covered; then it cannot be imported again. `beyond` names parts that only the
 * record carries; `case` is `null` where the customer was erased.
 */
export const ExportedCaseSchema = z.strictObject({
  id: name,
  number: z.string(),
  status: z.string(),
  openedAt: z.string(),
  updatedAt: z.string(),
  masked: z.boolean(),
  beyond: z.array(z.string()),
  case: CaseDocumentSchema.nullable(),
})
export type ExportedCase = z.infer<typeof ExportedCaseSchema>

export const exchangeContract = {
  /** Where an interrupted import goes on; `null` = this file was never begun. */
  progress: oc.input(z.strictObject({ file: fileId })).output(ImportProgressSchema.nullable()),
  save: oc.input(SaveRowsRequestSchema).output(SaveRowsResponseSchema),
  /**
   * Cases as documents, masked. With `unmasked`, each covered field that is shown is written to the record of its case with
   * that reason; a case for which that is refused stays masked and `refused` names why. Source: CASE-5.
   */
  read: oc
    .input(
      z.strictObject({
        ids: z.array(name).max(mostCasesRead),
        unmasked: z.strictObject({ reason: z.string().min(1).max(500) }).optional(),
      }),
    )
    .output(
      z.strictObject({
        cases: z.array(ExportedCaseSchema),
        refused: z.array(z.strictObject({ case: name, refusals: z.array(refusal) })),
      }),
    ),
}
