import { type CaseCommand, parseCommand } from '../../../shared/case/commands.ts'
import { decide } from '../../../shared/case/decide.ts'
import type { Actor, DecideContext } from '../../../shared/case/event.ts'
import { refusalsOf } from '../../../shared/case/input.ts'
import {
  type CaseDocument,
  CaseDocumentSchema,
  documentOf,
  openCommandOf,
} from '../../../shared/contract/case-document.ts'
import type { ImportProgress, SaveRowsRequest, SaveRowsResponse } from '../../../shared/contract/exchange.ts'
import type { CaseId, EpochMs, OrgId, SessionId } from '../../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts'
import type { ExecuteInput, Saved } from '../store/execute.ts'
import type { Store } from '../store/store.ts'
import { commandIdOf } from './map-row.ts'

/** What saving rows needs of the core. */
export interface ExchangeDeps {
  readonly store: Pick<Store, 'read' | 'write' | 'sync'>
  readonly who: () => { readonly actor: Actor; readonly session: SessionId } | null
  /** Wall clock, ms; and what to add to it to have the server's. */
  readonly nowMs: () => EpochMs
  readonly offsetMs: () => number
  readonly policy: { readonly id: string; readonly version: number }
}

type Row = SaveRowsRequest['rows'][number]
type Told = SaveRowsResponse['rows'][number]
type Refusals = readonly Refusal[]

interface Ready {
  readonly row: Row
  readonly open: CaseCommand
  readonly notes: readonly CaseCommand[]
}

const progressSetting = (file: string): string => `import:${file}`

/** How far an import of this file came. */
export const importProgress = (deps: ExchangeDeps, file: string): ImportProgress | null =>
  deps.store.read.setting<ImportProgress>(progressSetting(file)) ?? null

/**
 * Saves rows of an import, each as one case or refused by itself, all in one transaction; their notes follow in a second one. Sent
 * again after a crash, rows that were saved are `repeated` and get the notes they lack. A dry run judges and saves nothing.
 */
export function saveRows(deps: ExchangeDeps, request: SaveRowsRequest): SaveRowsResponse {
  const who = deps.who()
  if (!who) return stopped({ tag: 'session.signed_out' })
  const told: Told[] = []
  const ready: Ready[] = []
  for (const row of request.rows) {
    const parsed = CaseDocumentSchema.safeParse(row.document, { reportInput: true })
    const held = parsed.success ? heldOutcome(deps, row, parsed.data) : undefined
    const made = parsed.success ? commandsOf(row, parsed.data) : { ok: false as const, error: refusalsOf(parsed.error) }
    if (held !== undefined) told.push(held)
    else if (made.ok) ready.push(made.value)
    else told.push(refused(row, made.error))
  }
  if (request.dryRun) return judged(ready.length, told, judge(deps, who.actor, ready))
  const saved = save(deps, who, ready)
  if (!saved.ok) return stopped(saved.error)
  told.push(...saved.value)
  keepProgress(deps, request, ready.length - saved.value.length, told)
  return { saved: ready.length - saved.value.length, rows: inOrder(told) }
}

/** As they cross the wire. */
export const plainRefusals = (refusals: Refusals) =>
  refusals.map((it) => ({ ...it, ...(it.detail === undefined ? {} : { detail: { ...it.detail } }) }))
const refused = ({ row }: Row, refusals: Refusals): Told => ({
  row,
  outcome: 'refused',
  refusals: plainRefusals(refusals),
})
const inOrder = (told: readonly Told[]): Told[] => told.toSorted((a, b) => a.row - b.row)
const stopped = (refusal: Refusal): SaveRowsResponse => ({ saved: 0, stopped: plainRefusals([refusal])[0], rows: [] })

function judged(ready: number, told: readonly Told[], refusedNow: readonly Told[]): SaveRowsResponse {
  return { saved: ready - refusedNow.length, rows: inOrder([...told, ...refusedNow]) }
}

/** The case a row was exported from, where it is held here. */
function heldOutcome({ store }: ExchangeDeps, { row, origin }: Row, document: CaseDocument): Told | undefined {
  const held = origin === undefined ? null : store.read.getCase(origin as CaseId)
  if (held === null) return undefined
  const here = documentOf(held.case)
  const isSame = here !== null && canonicalJson(here as unknown as Json) === canonicalJson(document as unknown as Json)
  return { row, outcome: isSame ? 'held' : 'differs', case: held.case.id }
}

function commandsOf(row: Row, document: CaseDocument): Result<Ready, Refusals> {
  const open = parseCommand(openCommandOf(document))
  if (!open.ok) return open
  const notes = (document.notes ?? []).map((text) => parseCommand({ type: 'addNote', text }))
  const bad = notes.find((it) => !it.ok)
  if (bad) return { ok: false, error: bad.error.map((it) => ({ ...it, field: 'notes' })) }
  return { ok: true, value: { row, open: open.value, notes: notes.flatMap((it) => (it.ok ? [it.value] : [])) } }
}

type Session = NonNullable<ReturnType<ExchangeDeps['who']>>
/** Rows that did not become new cases, and why. */
function save(deps: ExchangeDeps, who: Session, ready: readonly Ready[]): Result<readonly Told[]> {
  const base = { ...who, nowMs: deps.nowMs(), offsetMs: deps.offsetMs(), policy: deps.policy }
  const done = deps.store.write.executeCases(
    ready.map(({ row, open }): ExecuteInput => ({ ...base, commandId: row.commandId, command: open })),
  )
  if (!done.ok) return done
  const notes = ready.flatMap((it, i) => noteInputs(base, it, done.value[i]))
  const noted = notes.length === 0 ? done : deps.store.write.executeCases(notes)
  if (!noted.ok) return noted
  return ok(ready.flatMap(({ row }, i) => outcomeOf(row, done.value[i]) ?? []))
}

function outcomeOf(row: Row, result: Result<Saved, Refusals> | undefined): Told | undefined {
  if (result === undefined) throw new Error('exchange: a row got no answer')
  if (!result.ok) return refused(row, result.error)
  return result.value.repeated ? { row: row.row, outcome: 'repeated', case: result.value.case } : undefined
}

function noteInputs(
  base: Omit<ExecuteInput, 'commandId' | 'command'>,
  { row, notes }: Ready,
  result: Result<Saved, Refusals> | undefined,
): ExecuteInput[] {
  if (result?.ok !== true) return []
  const { case: id } = result.value
  return notes.map((command, i) => ({
    ...base,
    case: id,
    command,
    commandId: commandIdOf(`${row.commandId}|note|${i}`),
  }))
}

/** Rows the kernel would refuse now. */
function judge(deps: ExchangeDeps, actor: Actor, ready: readonly Ready[]): readonly Told[] {
  const context: DecideContext = {
    nowMs: deps.nowMs() + deps.offsetMs(),
    actor,
    org: '' as OrgId,
    device: deps.store.sync.device,
    newId: () => judgedId,
    nextNumber: () => 'L1-1',
    policy: deps.policy,
  }
  return ready.flatMap(({ row, open }) => {
    const verdict = decide(null, open, context)
    return verdict.ok ? [] : [refused(row, [verdict.error].flat())]
  })
}

/** Nothing is kept of what is judged: one id serves all. */
const judgedId = commandIdOf('judged')

function keepProgress(deps: ExchangeDeps, request: SaveRowsRequest, saved: number, told: readonly Told[]): void {
  const before = importProgress(deps, request.file) ?? { row: 0, saved: 0, refused: 0, repeated: 0, held: 0 }
  const count = (...outcomes: readonly Told['outcome'][]): number =>
    told.filter((it) => outcomes.includes(it.outcome)).length
  const progress: ImportProgress = {
    row: Math.max(before.row, request.upToRow),
    saved: before.saved + saved,
    refused: before.refused + request.refusedBefore + count('refused'),
    repeated: before.repeated + count('repeated'),
    held: before.held + count('held', 'differs'),
  }
  deps.store.write.putSetting(progressSetting(request.file), progress)
}
