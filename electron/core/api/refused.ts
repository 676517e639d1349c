import { conflictsToSettle } from '../../../shared/case/change.ts'
import type { Actor, CaseEvent } from '../../../shared/case/event.ts'
import { isPersonalField } from '../../../shared/case/field.ts'
import { recordSeenBy, withoutTagged } from '../../../shared/case/field-tags.ts'
import { isInScope } from '../../../shared/case/scopes.ts'
import { recordOf } from '../../../shared/case/view.ts'
import type { ConflictEntry, ExecuteRequest, ExecuteResponse, RefusedEntry } from '../../../shared/contract/console.ts'
import type { EventId } from '../../../shared/kernel/brand.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'
import type { RefusedItem } from '../store/outbox.ts'
import type { ApiDeps } from './deps.ts'
import { inputOf, plain } from './execute-input.ts'
import type { Implementer } from './implementer.ts'
import { coveredValue, maskedCase, maskedItem } from './masked.ts'

const wordsOf = (texts: Readonly<Record<string, string | null>>): string =>
  Object.values(texts)
    .filter((text) => text !== null)
    .join('\n')

function entryOf(deps: ApiDeps, item: RefusedItem, reader: Actor): RefusedEntry[] {
  const event = deps.store.read.event(item.event)
  const [said] = event === undefined ? [] : recordSeenBy(recordOf([event]), reader)
  if (said === undefined) return []
  const theCase = deps.store.read.getCase(item.case)?.case
  const by = item.defeatedBy === undefined ? undefined : deps.store.read.event(item.defeatedBy)
  return [
    {
      event: item.event,
      case: item.case,
      number: theCase?.number.official ?? theCase?.number.provisional ?? '',
      verdict: item.verdict,
      code: item.code,
      ...(item.field === undefined ? {} : { field: item.field }),
      type: said.type,
      atMs: said.atMs,
      words: wordsOf(maskedItem(said).texts),
      ...(by === undefined ? {} : { defeatedBy: { type: by.type, actor: by.actor, atMs: by.atMs } }),
    },
  ]
}

/** What came back, oldest first, for people to look at: own events the server did not take, and those it would not take now. */
function listRefused(deps: ApiDeps): RefusedEntry[] {
  const who = deps.who()
  return who === null ? [] : deps.store.read.refused().flatMap((item) => entryOf(deps, item, who.actor))
}

interface Answered {
  readonly event: string
  readonly commandId: string
}

const notSaved = (...refusals: readonly Refusal[]): ExecuteResponse => ({
  saved: false,
  refusals: plain(refusals),
})

function savedOn(deps: ApiDeps, id: string, done: Result<unknown, readonly Refusal[]>): ExecuteResponse {
  if (!done.ok) return notSaved(...done.error)
  const held = deps.store.read.getCase(id as CaseEvent['case'])
  if (held === null) return notSaved({ tag: 'case.unknown', field: 'case' })
  const { official, provisional } = held.case.number
  const savedAtMs = deps.nowMs()
  return { saved: true, case: id, number: official ?? provisional, status: held.case.status, savedAtMs }
}

function give(deps: ApiDeps, request: ExecuteRequest) {
  const input = inputOf(deps, request)
  return input.ok ? deps.store.write.executeCase(input.value) : input
}

/** Says it again on the case as it stands now. */
function redoRefused(deps: ApiDeps, input: Answered): ExecuteResponse {
  const who = deps.who()
  const event = deps.store.read.event(input.event as EventId)
  if (!who || event === undefined) return notSaved({ tag: who ? 'event.unknown' : 'session.signed_out' })
  const at = { nowMs: deps.nowMs(), offsetMs: deps.offsetMs() }
  const done = deps.store.write.redo({ event: event.id, commandId: input.commandId, ...who, ...at })
  return savedOn(deps, event.case, done)
}

/**
 * Keeps what was said as a note on its case, under the words the screen puts before it, and lets the rest go. Everybody reads notes
 * who holds the case: what only some roles read is not kept in one.
 */
function keepAsNote(deps: ApiDeps, input: Answered & { readonly lead: string }): ExecuteResponse {
  const who = deps.who()
  const event = deps.store.read.event(input.event as EventId)
  const [said] = event === undefined ? [] : recordOf([withoutTagged(event)])
  if (!who || event === undefined || said === undefined)
    return notSaved({ tag: who ? 'event.unknown' : 'session.signed_out' })
  const text = `${input.lead}\n${wordsOf(said.texts)}`.trim()
  const done = give(deps, { commandId: input.commandId, case: event.case, command: { type: 'addNote', text } })
  if (done.ok) deps.store.write.letGo(event.id)
  return savedOn(deps, event.case, done)
}

const mostConflicts = 200

/** Cases this person sees in which two values wait for somebody to pick. */
function listConflicts(deps: ApiDeps): ConflictEntry[] {
  const who = deps.who()
  if (who === null) return []
  return deps.store.read.conflicting(mostConflicts).flatMap((id) => {
    const held = deps.store.read.getCase(id)
    if (held === null || !isInScope(held.case, who.actor)) return []
    const { number, issue } = maskedCase(held.case)
    const fields = conflictsToSettle(held.case).map(({ field, values }) => ({
      field,
      values: values.map((it) => ({ ...it, value: coveredValue(it.value) })),
    }))
    const entry = { case: id, number: number.official ?? number.provisional, symptom: issue.symptom, fields }
    return fields.length > 0 ? [entry] : []
  })
}

type Settled = Parameters<Parameters<Implementer['refused']['settle']['handler']>[0]>[0]['input']

/** Settles a field on one of its values; what is not picked may be kept as a note, written before. */
function settle(deps: ApiDeps, { case: id, field, pick, commandId, note }: Settled): ExecuteResponse {
  const who = deps.who()
  const held = deps.store.read.getCase(id as CaseEvent['case'])
  if (!who || held === null || !isInScope(held.case, who.actor))
    return notSaved({ tag: who ? 'case.unknown' : 'session.signed_out' })
  const values = conflictsToSettle(held.case).find((it) => it.field === field)?.values ?? []
  const others = isPersonalField(field)
    ? values.filter(({ event }) => event !== pick).map((it) => plainText(it.value))
    : []
  if (note !== undefined) {
    const text = [note.lead, ...others].join('\n').trim()
    const noted = give(deps, { commandId: note.commandId, case: id, command: { type: 'addNote', text } })
    if (!noted.ok) return notSaved(...noted.error)
  }
  return savedOn(deps, id, give(deps, { commandId, case: id, command: { type: 'settleConflict', field, pick } }))
}

const plainText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

export function refusedRouter(os: Implementer, deps: ApiDeps) {
  return {
    list: os.refused.list.handler(() => listRefused(deps)),
    conflicts: os.refused.conflicts.handler(() => listConflicts(deps)),
    settle: os.refused.settle.handler(({ input }) => settle(deps, input)),
    redo: os.refused.redo.handler(({ input }) => redoRefused(deps, input)),
    keepAsNote: os.refused.keepAsNote.handler(({ input }) => keepAsNote(deps, input)),
    letGo: os.refused.letGo.handler(({ input }) => ({
      done: deps.who() !== null && deps.store.write.letGo(input.event as EventId),
    })),
  }
}
