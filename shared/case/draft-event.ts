import type { Json } from '../kernel/canonical.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { sameValue, seenOf } from './change.ts'
import type { DecideContext, NewEvent } from './event.ts'
import { type EventType, eventKinds, eventVersion } from './event-types.ts'
import { fieldValue, isPersonalField } from './field.ts'
import type { Case } from './model.ts'
import { preOf } from './pre.ts'

/** A block with its absent parts left out: what canonical bytes and exact optional properties want. */
export type Loose = { readonly [key: string]: Json | undefined }

/** `undefined` parts taken out, names in the order in which canonical text is written. */
export function tidy(block: Loose): { readonly [key: string]: Json } {
  const kept: Record<string, Json> = {}
  for (const name of Object.keys(block).sort()) {
    const value = block[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}

/** A new event with kind, version and condition as the tables say. Sealed parts that are empty are left out. */
export function say(type: EventType, body: Loose = {}, personal: Loose = {}): NewEvent {
  const open = tidy(body)
  const sealed = tidy(personal)
  const pre = preOf(type, open)
  return {
    type,
    v: eventVersion,
    kind: eventKinds[type],
    ...(pre === undefined ? {} : { pre }),
    body: open,
    ...(Object.keys(sealed).length === 0 ? {} : { personal: sealed }),
  }
}

/** One event, allowed so far. */
export const one = (type: EventType, body: Loose = {}, personal: Loose = {}): Result<readonly NewEvent[]> =>
  ok([say(type, body, personal)])

/** Of the wanted values only those that differ from what stands, split into open and sealed, with what was seen. */
export function changesFor(
  state: Case,
  wanted: Loose,
): { readonly body: Loose; readonly personal: Loose; readonly count: number } {
  const changed = Object.entries(tidy(wanted)).filter(([field, value]) => !sameValue(fieldValue(state, field), value))
  const open = changed.filter(([field]) => !isPersonalField(field))
  const sealed = changed.filter(([field]) => isPersonalField(field))
  const seen = seenOf(
    state,
    changed.map(([field]) => field),
  )
  return {
    count: changed.length,
    body: {
      set: open.length === 0 ? undefined : Object.fromEntries(open),
      sealed: sealed.length === 0 ? undefined : sealed.map(([field]) => field),
      seen: Object.keys(seen).length === 0 ? undefined : seen,
    },
    personal: { set: sealed.length === 0 ? undefined : Object.fromEntries(sealed) },
  }
}

/** A claimed time may be at most this far ahead of now: the typing agent's clock may be a little fast. */
const aheadMs = 60_000

/** Refuses `time.future` for something said to have happened later than now. */
export function notFuture(atMs: number | undefined, field: string, ctx: DecideContext): Result<void> {
  return atMs !== undefined && atMs > ctx.nowMs + aheadMs ? refuse('time.future', field) : ok(undefined)
}

/** Refuses `time.past` for a wish that is over already. */
export function notPast(atMs: number | undefined, field: string, ctx: DecideContext): Result<void> {
  return atMs !== undefined && atMs <= ctx.nowMs ? refuse('time.past', field) : ok(undefined)
}

/** Refuses `person.inactive` and `team.inactive` for receivers known to be gone; unknown ones pass. */
export function checkReceiver(
  ctx: DecideContext,
  it: { readonly person?: string | null; readonly team?: string },
  field: string,
): Result<void> {
  const { directory } = ctx
  if (directory === undefined) return ok(undefined)
  if (it.team !== undefined && directory.team(it.team)?.active === false) return refuse('team.inactive', field)
  const person = it.person === undefined || it.person === null ? undefined : directory.person(it.person)
  return person?.active === false ? refuse('person.inactive', field) : ok(undefined)
}

/** The first no of several answers, else yes. */
export function all(...checks: readonly Result<void>[]): Result<void> {
  return checks.find((check) => !check.ok) ?? ok(undefined)
}
