import type { z } from 'zod'
import type { Envelope } from '../kernel/envelope.ts'
import { ok, type Refusal, type Result, refuse } from '../kernel/result.ts'
import type { CaseEvent } from './event.ts'
import type { EventSchema } from './event-fields.ts'
import { type EventType, eventKinds, eventVersion, isKnownType } from './event-types.ts'
import { closingEvents } from './events-closing.ts'
import { derivedEvents } from './events-derived.ts'
import { intakeEvents } from './events-intake.ts'
import { talkEvents } from './events-talk.ts'
import { workEvents } from './events-work.ts'
import { refusalsOf } from './input.ts'

const schemas: Readonly<Record<EventType, EventSchema>> = {
  ...intakeEvents,
  ...workEvents,
  ...talkEvents,
  ...closingEvents,
  ...derivedEvents,
}

/** Everything the kernel knows of one type of event. */
export interface EventSpec {
  readonly type: EventType
  readonly kind: Envelope['kind']
  readonly v: number
  readonly body: z.ZodType
  readonly personal: z.ZodType
}

/** The table of all events, by type. Source: issue B "case/". */
export const eventSpecs: Readonly<Record<EventType, EventSpec>> = Object.fromEntries(
  Object.entries(eventKinds).map(([type, kind]) => [
    type,
    { type, kind, v: eventVersion, ...schemas[type as EventType] },
  ]),
) as unknown as Readonly<Record<EventType, EventSpec>>

/**
 * Is this an event as this version writes it? All faults at once. A sealed part that cannot be read here (`null`) is not
 * judged. Tags: `event.unknown` (field `type`), `event.newer` (`v`), `event.kind` (`kind`), and those of `refusalsOf`
 * with fields under `body.` and `personal.`.
 */
export function checkEvent(
  event: Pick<CaseEvent, 'type' | 'v' | 'kind' | 'body' | 'personal'>,
): Result<void, readonly Refusal[]> {
  if (!isKnownType(event.type)) return faulty({ tag: 'event.unknown', field: 'type' })
  const spec = eventSpecs[event.type]
  if (event.v > spec.v) return faulty({ tag: 'event.newer', field: 'v', detail: { known: spec.v } })
  if (event.kind !== spec.kind) return faulty({ tag: 'event.kind', field: 'kind' })
  const faults = [...faultsOf(spec.body, event.body, 'body'), ...sealedFaults(spec, event.personal)]
  return faults.length === 0 ? ok(undefined) : { ok: false, error: faults }
}

const faulty = (refusal: Refusal): Result<never, readonly Refusal[]> => ({ ok: false, error: [refusal] })

function faultsOf(schema: z.ZodType, value: unknown, under: string): readonly Refusal[] {
  const parsed = schema.safeParse(value, { reportInput: true })
  return parsed.success ? [] : refusalsOf(parsed.error, under)
}

function sealedFaults(spec: EventSpec, personal: CaseEvent['personal']): readonly Refusal[] {
  if (personal === null) return []
  return faultsOf(spec.personal, personal, 'personal')
}

/** `checkEvent` with the first fault only, for `admit`. */
export function checkFirst(event: Parameters<typeof checkEvent>[0]): Result<void> {
  const checked = checkEvent(event)
  const first = checked.ok ? undefined : checked.error[0]
  return first === undefined ? ok(undefined) : refuse(first.tag, first.field, first.detail)
}
