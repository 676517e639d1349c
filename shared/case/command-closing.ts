import { z } from 'zod'
import { code, money, reason, shortId, uuid, words } from './command-fields.ts'
import { slotless, textLimits } from './input.ts'
import { contactWays } from './words.ts'

export const closingCommands = [
  z.strictObject({
    type: z.literal('resolve'),
    causeCode: code,
    cause: words,
    measures: words,
    plan: words.optional(),
    compensation: words.optional(),
  }),
  /** The written result: sent and kept. Source: LOOP-1. */
  z.strictObject({
    type: z.literal('inform'),
    way: z.enum(contactWays).exclude(['phone']),
    letter: slotless(textLimits.letter),
  }),
  z.strictObject({
    type: z.literal('close'),
    noFollowUpReason: code.optional(),
    text: words.optional(),
  }),
  z.strictObject({ type: z.literal('reopen'), reason }),
  z.strictObject({ type: z.literal('withdraw'), reason }),
  z.strictObject({ type: z.literal('linkRepeat'), of: uuid }),
  z.strictObject({ type: z.literal('merge'), into: uuid }),
  z.strictObject({ type: z.literal('promote'), reason: reason.optional() }),
  z.strictObject({ type: z.literal('proposeCompensation'), ...money, text: words.optional() }),
  z.strictObject({ type: z.literal('approveCompensation'), compensation: uuid }),
  z.strictObject({ type: z.literal('rejectCompensation'), compensation: uuid, reason }),
  z.strictObject({ type: z.literal('payCompensation'), compensation: uuid, reference: shortId.optional() }),
  /** A supervisor believes the claimed time of an event written down late. Source: details.md "Back-dating". */
  z.strictObject({ type: z.literal('confirmBackdating'), of: uuid, reason }),
] as const
