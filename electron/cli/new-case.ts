import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Json } from '../../shared/kernel/canonical.ts'
import { UsageError } from './output.ts'

const instant = z.string().refine((text) => instantMs(text) !== null, { error: 'an ISO 8601 time with its offset' })

/**
 * What `redress case new` reads, one JSON object a line. Times are ISO 8601 with offset; `within` is an ISO 8601 duration from
 * `receivedAt`; `amount` is in whole units of the currency (yuan). Source: surfaces.md "Command line".
 */
export const NewCaseSchema = z.strictObject({
  channel: z.string().default('hotline'),
  receivedAt: instant,
  customer: z.strictObject({
    name: z.string().optional(),
    phones: z.array(z.string()).default([]),
    company: z.string().optional(),
    account: z.string().optional(),
  }),
  issue: z.strictObject({
    occurredAt: instant.optional(),
    scenario: z.string().optional(),
    symptom: z.string(),
    impact: z.string().optional(),
    product: z.string().optional(),
    region: z.string().optional(),
  }),
  demands: z
    .array(
      z.strictObject({
        kind: z.string(),
        text: z.string().optional(),
        within: z.string().optional(),
        amount: z.number().min(0).optional(),
        currency: z.string().default('CNY'),
      }),
    )
    .default([]),
  classification: z.record(z.string(), z.string()).optional(),
})
type NewCase = z.infer<typeof NewCaseSchema>

function instantMs(text: string): number | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function addDuration(atMs: number, duration: string): number {
  try {
    const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO('UTC')
    return zoned.add(Temporal.Duration.from(duration)).epochMilliseconds
  } catch (error) {
    if (error instanceof RangeError)
      throw new UsageError(`demands.within: "${duration}" is not an ISO 8601 duration such as PT2H`)
    throw error
  }
}

function demandOf(demand: NewCase['demands'][number], receivedAtMs: number): Json {
  const { within, amount, currency, ...plain } = demand
  return {
    ...plain,
    ...(within === undefined ? {} : { wantedByMs: addDuration(receivedAtMs, within) }),
    ...(amount === undefined ? {} : { amountMinor: Math.round(amount * 100), currency }),
  }
}

/** Normalises a number as dialled; hands on what it cannot read, so that the kernel names the field. */
export type ReadPhone = (text: string) => string

/** The kernel's `open` command for one line of input. Throws `UsageError` naming the first bad field. */
export function openCommand(input: unknown, readPhone: ReadPhone): Json {
  const parsed = NewCaseSchema.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new UsageError(`${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'is not as documented'}`)
  }
  const { channel, receivedAt, customer, issue, demands, classification } = parsed.data
  const receivedAtMs = instantMs(receivedAt) ?? 0
  const { occurredAt, ...rest } = issue
  return {
    type: 'open',
    customer: { ...customer, phones: customer.phones.map(readPhone) },
    issue: { ...rest, ...(occurredAt === undefined ? {} : { occurredAtMs: instantMs(occurredAt) }) },
    demands: demands.map((demand) => demandOf(demand, receivedAtMs)),
    reception: { channel, receivedAtMs },
    ...(classification === undefined ? {} : { classification }),
  } as Json
}
