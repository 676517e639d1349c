import { atMsOf } from '../../../electron/core/store/row-times.ts'
import { evolve } from '../../../shared/case/evolve.ts'
import { mayRead, taggedWords, withoutTagged } from '../../../shared/case/field-tags.ts'
import type { Case } from '../../../shared/case/model.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import type { ConsoleBox } from '../device/console-box.ts'
import { scopesOfPerson } from '../people.ts'
import { demand } from './broken.ts'
import { difference } from './device-check.ts'
import type { Ledger, Saved } from './ledger.ts'
import { type DiskEvent, foldConfirmed, hashesOf, readDisk, states } from './reading.ts'
import type { ServerCase, ServerView } from './server-check.ts'

/** After healing: all equal, byte for byte, and every saved event stands somewhere. Source: SYNC-1, SYNC-2. */
export function checkEqual(boxes: readonly ConsoleBox[], server: ServerView, ledger: Ledger): void {
  const shown = new Map<string, string>()
  for (const box of boxes) checkBox(box, server, ledger, shown)
  const atServer = new Set(
    [...server.cases.values()].flatMap(({ events }) => events.map(({ envelope }) => envelope.id as string)),
  )
  for (const [id, saved] of ledger.saved)
    demand(
      atServer.has(id) || server.aside.has(id),
      'SYNC-1',
      () => `${saved.type} ${id}, saved on ${saved.box} as ${saved.n}, is not at the server`,
    )
  for (const [id, saved] of ledger.saved) {
    const mayBeAside =
      saved.kind !== 'fact' ||
      ledger.narrowed.has(saved.actor) ||
      hasLeft(saved, server.cases.get(saved.caseId), ledger)
    demand(atServer.has(id) || mayBeAside, 'SYNC-5', () => `the fact ${saved.type} ${id} of ${saved.box} is kept apart`)
  }
  for (const id of ledger.forged) demand(!atServer.has(id), 'forged', () => `the server took ${id}`)
}

/** The server lost something of the case: it is gone, or with the tail that came back it left who had spoken of it in between. */
function hasLeft({ actor, caseId }: Saved, theCase: ServerCase | undefined, ledger: Ledger): boolean {
  const rights = ledger.rights.get(actor) ?? []
  const isHeld = theCase?.holders.at(-1)?.some((scope) => rights.includes(scope)) ?? false
  return ledger.robbed.has(caseId) && !isHeld
}

const rightsOf = (box: ConsoleBox, ledger: Ledger): readonly string[] =>
  ledger.rights.get(box.person.id) ?? scopesOfPerson(box.person)

function checkBox(box: ConsoleBox, server: ServerView, ledger: Ledger, shown: Map<string, string>): void {
  const db = box.raw()
  if (db === null) return
  const disk = readDisk(db)
  const rights = rightsOf(box, ledger)
  const scopes = disk.scopes()
  demand(
    scopes.every(({ scope }) => rights.includes(scope)) && scopes.length === rights.length,
    'SYNC-6',
    () => `${box.name} reads ${scopes.map(({ scope }) => scope).join(' ')}, may read ${rights.join(' ')}`,
  )
  for (const { scope, cursor, digest } of scopes) {
    const at = server.heads.get(scope) ?? { head: 0, digest: '0'.repeat(64) }
    demand(cursor === at.head, 'SYNC-7', () => `${box.name} read ${scope} to ${cursor} of ${at.head}`)
    demand(digest === at.digest, 'SYNC-2', () => `${box.name} has another digest of ${scope} at ${cursor}`)
  }
  const events = disk.events()
  const pending = events.filter(({ row }) => row.state === states.pending)
  demand(pending.length === 0, 'queue', () => `${box.name} still waits with ${pending.map(describe).join(', ')}`)
  const byCase = Map.groupBy(events, ({ envelope }) => envelope.case as string)
  for (const theCase of server.cases.values()) {
    const isHeld = theCase.holders.at(-1)?.some((scope) => rights.includes(scope)) ?? false
    if (isHeld) checkCase(box, theCase, byCase.get(theCase.id) ?? [], shown)
  }
  checkNothingMore(box, byCase, server, rights)
}

const describe = ({ row, envelope }: DiskEvent): string => `${row.n} ${envelope.type} of ${envelope.case}`

function checkCase(box: ConsoleBox, theCase: ServerCase, held: readonly DiskEvent[], shown: Map<string, string>): void {
  const { id } = theCase
  const confirmed = held
    .filter(({ row }) => row.state === states.confirmed)
    .sort((a, b) => (a.row.case_v ?? 0) - (b.row.case_v ?? 0))
  demand(
    confirmed.length === theCase.events.length,
    'SYNC-2',
    () => `${box.name} holds ${confirmed.length} of ${theCase.events.length} events of ${id}`,
  )
  for (const [i, event] of theCase.events.entries()) {
    const own = confirmed[i]
    const isSame = own !== undefined && Buffer.from(hashesOf(own.envelope).text).equals(event.bytes)
    demand(isSame, 'SYNC-2', () => `${box.name} has other bytes for event ${i + 1} of ${id}`)
    const marks = own && [own.row.case_v, own.row.server_ms, atMsOf(own.row), hex(own.row.case_hash)].join(' ')
    const expected = [event.caseV, event.serverMs, event.atMs, event.caseHash].join(' ')
    demand(marks === expected, 'SYNC-2', () => `${box.name} marks event ${i + 1} of ${id} as ${marks}, not ${expected}`)
  }
  for (const event of confirmed) checkWords(box, event)
  const open = canonicalJson(
    foldConfirmed(confirmed.map((it) => ({ ...it, opened: withoutTagged(it.opened) }))) as unknown as Json,
  )
  const first = shown.get(id) ?? open
  shown.set(id, first)
  demand(
    open === first,
    'SYNC-2',
    () => `${box.name} shows ${id} otherwise than another console: ${difference(open, first)}`,
  )
  const sealed = confirmed.reduce<Case | null>(
    (state, { opened }) => evolve(state, { ...opened, personal: null }),
    null,
  )
  const [a, b] = [withoutMarks(sealed), withoutMarks(theCase.state)]
  demand(a === b, 'SYNC-2', () => `${box.name} and the server fold ${id} differently: ${difference(a, b)}`)
}

/** What only some roles read is on the disks of those roles, and of the device that wrote it; on no other. Source: TRU-2. */
function checkWords({ name, person }: ConsoleBox, { row, envelope, words }: DiskEvent): void {
  const rule = taggedWords(envelope)
  if (words === 'none' || rule === null) return
  const isOpen = mayRead(person.role, rule.tag) || envelope.actor === person.id
  demand(
    (words === 'open') === isOpen,
    'TRU-2',
    () => `${name} of ${person.id} (${person.role}) has the ${rule.tag} words of ${envelope.type} ${row.n} ${words}`,
  )
}

const setAside: ReadonlySet<number> = new Set([states.refused, states.quarantined])
const hex = (bytes: Uint8Array | null): string => (bytes === null ? 'none' : Buffer.from(bytes).toString('hex'))
const withoutMarks = (state: Case | null): string => canonicalJson(state as unknown as Json)

/**
 * Cases of scopes that were taken away are gone, with what others said of them; own events stay unseen, should the server lose
 * its tail. Source: SYNC-6.
 */
function checkNothingMore(
  box: ConsoleBox,
  byCase: ReadonlyMap<string, readonly DiskEvent[]>,
  server: ServerView,
  rights: readonly string[],
): void {
  for (const [id, events] of byCase) {
    const holders = server.cases.get(id)?.holders ?? []
    const everHeld = holders.some((now) => now.some((scope) => rights.includes(scope)))
    // What was set aside of one's own is shown with its case until it is let go.
    const isAside = events.some(({ row, envelope }) => setAside.has(row.state) && envelope.actor === box.person.id)
    // Not in the fold: held in a tail the server lost, until their authors send them again.
    const seen = events.filter(({ row }) => row.state !== states.lost)
    const others = seen.filter(({ envelope }) => envelope.actor !== box.person.id)
    demand(
      everHeld || isAside || others.length === 0,
      'SYNC-6',
      () => `${box.name} still holds ${others.length} events of ${id}, which no scope of it ever held`,
    )
  }
}
