import { z } from 'zod'
import { ok, type Result, refuse } from '../../shared/kernel/result.ts'
import { parseInstant } from '../../shared/sla/iso.ts'
import { parseWith } from '../../shared/sla/parse.ts'
import { type Signal, SignalSchema } from '../../shared/sla/signal.ts'

const time = z.union([
  z.int().min(0),
  z.string().refine((text) => parseInstant(text) !== null, 'no time with an offset'),
])

/**
 * One event of `redress sla --events`: a signal of the kernel with its times as ISO 8601 with offset, or epoch ms. `at` =
 * when it was recorded, `claimedAt` = when it is said to have been, `dueAt` = the time that was given.
 */
export const SlaEventSchema = SignalSchema.omit({ atMs: true, claimedAtMs: true, dueAtMs: true }).extend({
  at: time,
  claimedAt: time.optional(),
  dueAt: time.optional(),
})
type SlaEvent = z.infer<typeof SlaEventSchema>

/** Reads JSON lines or one JSON array. A refusal names the event (from 1) and the field. */
export function readSlaEvents(text: string): Result<readonly Signal[]> {
  const values = readValues(text)
  if (!values.ok) return values
  const signals: Signal[] = []
  for (const [index, value] of values.value.entries()) {
    const event = parseWith(SlaEventSchema, value, 'event.malformed')
    if (!event.ok) {
      const field = [`events.${index + 1}`, event.error.field].filter((part) => part !== undefined && part !== '')
      return refuse(event.error.tag, field.join('.'), event.error.detail)
    }
    signals.push(signalOf(event.value))
  }
  return ok(signals)
}

function readValues(text: string): Result<readonly unknown[]> {
  const whole = text.trimStart().startsWith('[') ? readJson(text) : undefined
  if (whole !== undefined) return Array.isArray(whole) ? ok(whole) : refuse('json.malformed', 'events')
  const values: unknown[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const value = readJson(line)
    if (value === undefined) return refuse('json.malformed', `events line ${index + 1}`)
    values.push(value)
  }
  return ok(values)
}

/** `undefined` = no JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function signalOf({ at, claimedAt, dueAt, ...rest }: SlaEvent): Signal {
  const claimed = claimedAt === undefined ? {} : { claimedAtMs: msOf(claimedAt) }
  const due = dueAt === undefined ? {} : { dueAtMs: msOf(dueAt) }
  return { ...rest, atMs: msOf(at), ...claimed, ...due }
}

const msOf = (at: number | string): number => (typeof at === 'number' ? at : (parseInstant(at) ?? 0))
