import { maskedCase } from '../../../electron/core/api/masked.ts'
import { machineDigest } from '../../../electron/core/store/bytes.ts'
import type { Actor } from '../../../shared/case/event.ts'
import { caseSeenBy } from '../../../shared/case/field-tags.ts'
import type { ActorId, Hash, ScopeId } from '../../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { caseHash, zeroHash } from '../../../shared/kernel/hash.ts'
import type { ConsoleBox } from '../device/console-box.ts'
import { scopesOfPerson } from '../people.ts'
import { demand } from './broken.ts'
import { giveUpUnheld } from './holders.ts'
import type { Ledger } from './ledger.ts'
import { type DiskEvent, type DiskReader, foldView, hashesOf, readDisk, states } from './reading.ts'

/** What was seen of a console at the check before. */
export interface DeviceMemory {
  epoch: string | undefined
  cursors: ReadonlyMap<string, number>
  /** After how many restores of the server it last read all anew. */
  anewAfter: number
  /** What each case was folded from when it was last compared. */
  readonly folded: Map<string, string>
}

export const newMemory = (): DeviceMemory => ({
  epoch: undefined,
  cursors: new Map(),
  anewAfter: 0,
  folded: new Map(),
})

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

interface Known {
  readonly ledger: Ledger
  /** Ids of all events the server has, or has a word on. */
  readonly atServer: () => Promise<ReadonlySet<string>>
}

/** Everything that has to hold on one console after every step. Source: sync.md "After every step". */
export async function checkDevice(box: ConsoleBox, memory: DeviceMemory, { ledger, atServer }: Known): Promise<void> {
  const db = box.raw()
  if (db === null) return
  const disk = readDisk(db)
  const events = disk.events()
  checkOwnChain(box, disk, events, ledger)
  await checkKept(box, events, { ledger, atServer })
  checkCursors(box, disk, memory, ledger)
  checkConfirmed(box, events)
  await checkViews(box, disk, events, memory)
}

/**
 * Saved is kept. What was said under a name this console no longer goes by (decision 0009) leaves it like the words of others, with
 * the scope of its case: the server has it.
 */
async function checkKept(box: ConsoleBox, events: readonly DiskEvent[], { ledger, atServer }: Known): Promise<void> {
  const held = new Set(events.map(({ envelope }) => envelope.id as string))
  giveUpUnheld(ledger, box.name, held)
  const missing = [...ledger.saved].filter(
    ([id, saved]) => saved.box === box.name && !held.has(id) && !ledger.onlyAtServer.has(id),
  )
  const known = missing.length === 0 ? held : await atServer()
  for (const [id, { type, n, device }] of missing) {
    const isElsewhere = known.has(id) && device !== ledger.names.get(box.name)
    demand(isElsewhere, 'SYNC-1', () => `${box.name} lost ${type} ${id} (n ${n})`)
    ledger.onlyAtServer.add(id)
  }
}

/** Numbers are dense, nothing in the author's chain was changed. */
function checkOwnChain(box: ConsoleBox, disk: DiskReader, events: readonly DiskEvent[], ledger: Ledger): void {
  const device = disk.meta<string>('device')
  const own = events.filter(({ envelope }) => envelope.device === device).sort((a, b) => a.row.n - b.row.n)
  for (const { row, envelope } of own) noteSaved(box, row.n, envelope, ledger)
  const byN = new Map(own.map((event) => [event.row.n, event]))
  for (const { row, envelope } of own) {
    const { devHash } = hashesOf(envelope)
    demand(hex(row.dev_hash) === devHash, 'device chain', () => `${box.name} event ${row.n} does not hash to its link`)
    const before = byN.get(row.n - 1)
    const link = row.n === 1 ? zeroHash : before && hex(before.row.dev_hash)
    demand(
      link === undefined || link === envelope.devPrev,
      'device chain',
      () => `${box.name} event ${row.n} is not linked`,
    )
  }
}

/** Whatever was once seen committed on a disk counts as saved. */
function noteSaved({ name }: ConsoleBox, n: number, envelope: Envelope, ledger: Ledger): void {
  const { id, kind, type, actor, device } = envelope
  ledger.names.set(name, device)
  ledger.saved.set(id, { box: name, kind, type, caseId: envelope.case, actor, n, device })
}

/**
 * Cursors never go back within an epoch, but once after each time the server was put back and may not have said so: where more had been
 * read than the backup held, or where the server had lost that this person holds a scope.
 */
function checkCursors(box: ConsoleBox, disk: DiskReader, memory: DeviceMemory, ledger: Ledger): void {
  const epoch = disk.meta<string>('epoch')
  const cursors = new Map(disk.scopes().map(({ scope, cursor }) => [scope, cursor]))
  const goesBack = [...cursors].some(([scope, cursor]) => cursor < (memory.cursors.get(scope) ?? 0))
  const hasReadMore = [...memory.cursors].some(([scope, cursor]) => cursor > (ledger.keptHeads.get(scope) ?? 0))
  const mayGoBack = hasReadMore || ledger.narrowed.has(box.person.id)
  const readsAnew = goesBack && mayGoBack && ledger.restores > memory.anewAfter
  if (epoch === memory.epoch && !readsAnew)
    for (const [scope, cursor] of cursors) {
      const before = memory.cursors.get(scope) ?? 0
      demand(cursor >= before, 'SYNC-4', () => `${box.name} ${scope} went back from ${before} to ${cursor}`)
    }
  memory.epoch = epoch
  if (readsAnew) memory.anewAfter = ledger.restores
  memory.cursors = cursors
}

/** Each event once, each case's chain whole as far as it is here. */
function checkConfirmed(box: ConsoleBox, events: readonly DiskEvent[]): void {
  const confirmed = events.filter(({ row }) => row.state === states.confirmed && row.case_v !== null)
  const ids = new Set(confirmed.map(({ envelope }) => envelope.id))
  demand(ids.size === confirmed.length, 'SYNC-3', () => `${box.name} holds an event twice`)
  const places = new Map(confirmed.map((event) => [`${event.envelope.case} ${event.row.case_v}`, event]))
  demand(places.size === confirmed.length, 'SYNC-3', () => `${box.name} has two events at one place of a case`)
  for (const { row, envelope } of confirmed) {
    const before = places.get(`${envelope.case} ${(row.case_v ?? 0) - 1}`)
    if (row.case_v !== 1 && before === undefined) continue
    const link = before?.row.case_hash ? (hex(before.row.case_hash) as Hash) : zeroHash
    const expected = caseHash(link, hashesOf(envelope).bodyHash, row.case_v ?? 0, row.server_ms ?? 0, machineDigest)
    demand(
      row.case_hash !== null && hex(row.case_hash) === expected,
      'case chain',
      () => `${box.name} ${envelope.type} at ${row.case_v} of ${envelope.case} does not join`,
    )
  }
}

/** What the screen shows = confirmed + pending, folded here once more. A case nothing happened to is not compared again. */
async function checkViews(
  box: ConsoleBox,
  disk: DiskReader,
  events: readonly DiskEvent[],
  memory: DeviceMemory,
): Promise<void> {
  if (!box.isOn() || box.wasCut() || box.hasDiskFault()) return
  const { id: reads, role, team } = box.person
  const reader: Actor = { id: reads as ActorId, role, team, scopes: scopesOfPerson(box.person) as ScopeId[] }
  const actorOf = (id: string): Actor | undefined => disk.meta<Actor>(`actor:${id}`)
  for (const [id, held] of Map.groupBy(events, ({ envelope }) => envelope.case as string)) {
    const from = held
      .map(({ row, opened }) => `${row.seq} ${row.state} ${row.case_v} ${Object.keys(opened.personal ?? {}).length}`)
      .join()
    if (memory.folded.get(id) === from) continue
    memory.folded.set(id, from)
    const shown = (await box.view(id)) as { case: unknown } | null
    if (shown === null) continue
    const expected = foldView(held, actorOf)
    const [a, b] = [shown.case, expected && maskedCase(caseSeenBy(expected, reader))].map((it) =>
      canonicalJson(it as Json),
    )
    demand(a === b, 'SYNC-2', () => `${box.name} shows ${id} otherwise than its events give it: ${difference(a, b)}`)
  }
}

/** Where two texts begin to differ, with a little of both. */
export function difference(a = '', b = ''): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return `…${a.slice(Math.max(0, at - 40), at + 60)} ≠ …${b.slice(Math.max(0, at - 40), at + 60)}`
}
