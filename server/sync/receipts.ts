import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { ServerKeys } from '../auth/keys.ts'

/**
 * What this server held for a device, sealed by its own key and kept by the device. A server that lost its tail learns it
 * from the first device that shows one; nobody can make one up. Source: SYNC-11.
 */
const ReceiptSchema = z.object({
  org: z.string(),
  device: z.string(),
  epoch: z.string(),
  index: z.int(),
  /** Newest own event judged; 0 in the receipt of a pull. */
  lastN: z.int(),
  heads: z.record(z.string(), z.int()),
})
export type Receipt = z.infer<typeof ReceiptSchema>

const seal = (keys: ServerKeys, text: string): Buffer =>
  createHmac('sha256', keys.tokenKey).update(`redress/receipt/1|${text}`).digest()

export function makeReceipt(keys: ServerKeys, receipt: Receipt): string {
  const text = Buffer.from(JSON.stringify(receipt)).toString('base64url')
  return `${text}.${seal(keys, text).toString('base64url')}`
}

/** A receipt of ours, or `null`. */
export function readReceipt(keys: ServerKeys, sealed: string): Receipt | null {
  const [text = '', sig = ''] = sealed.split('.')
  const expected = seal(keys, text)
  const given = Buffer.from(sig, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return ReceiptSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
}
