import type { DeviceId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { hashToBytes, idText } from './bytes.ts'
import type { ToRecord } from './care/recorder.ts'
import type { Core } from './core.ts'
import type { DeviceHead } from './device.ts'
import { chainLink, envelopeText } from './envelope-text.ts'
import { type EventRow, eventColumns, eventStates } from './event-rows.ts'
import { bound } from './loose-rows.ts'
import { putMeta } from './meta.ts'
import { unsentKeys } from './outbox.ts'
import { ownRef } from './own-marks.ts'

/** What this device is called from now on. */
export interface NewName {
  readonly device: DeviceId
  readonly numberPrefix: string
  /** The first number under which the other machine made an event of its own. */
  readonly from: number
  /** Session under the new name, by session under the old one. */
  readonly sessions: Readonly<Record<string, string>>
  /** What stands and falls with the name, and the beginning of names of settings that are worth nothing any more. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly forgotten: string
}

type Row = EventRow & { readonly command: Uint8Array | null }

const rowsFrom = (core: Core, from: number): Row[] =>
  core.db.all<Row>(
    `SELECT ${eventColumns}, command FROM events WHERE device = ? AND n >= ? AND state <> ? AND ${bound} ORDER BY n`,
    ...[ownRef(core), from, eventStates.confirmed],
  )

/** In whose sessions what is still to be sent from `from` on was said. */
export function sessionsFrom(core: Core, from: number): { readonly session: string; readonly actor: string }[] {
  const { names } = core
  const rows = core.db.all<{ session: number; actor: number }>(
    'SELECT DISTINCT session, actor FROM events WHERE device = ? AND n >= ?',
    ...[ownRef(core), from],
  )
  return rows.map(({ session, actor }) => ({ session: names.nameOf(session), actor: names.nameOf(actor) }))
}

/**
 * Another living machine has a copy of this disk. What both had sent stays what it is; what only this one made, from `from` on,
 * is chained anew under its new name: same ids, words and seals, so that nothing is lost and nothing counts twice. One transaction with
 * the new key and session. Returns the events for the flight recorder. Decision 0009.
 */
export function takeNewName(core: Core, it: NewName): readonly ToRecord[] {
  const { db } = core
  const { records, head } = core.commit(() => {
    const rows = rowsFrom(core, it.from)
    // Judged under the old name: they are at the server, whether or not they come back here.
    db.run(
      `UPDATE events SET state = ? WHERE device = ? AND n < ? AND state = ? AND ${bound}`,
      ...[eventStates.confirmed, ownRef(core), it.from, eventStates.pending],
    )
    const bare = { ...core.device.get(), device: it.device, numberPrefix: it.numberPrefix, n: 0, devHash: zeroHash }
    const chained = rechain(core, rows, it, bare)
    putMeta(db, 'device', it.device)
    for (const mark of ['judged_n', 'settled_n']) putMeta(db, mark, 0)
    db.run(`DELETE FROM meta WHERE substr(key, 1, ?) = ?`, ...[it.forgotten.length + 8, `setting:${it.forgotten}`])
    for (const [name, value] of Object.entries(it.settings)) putMeta(db, `setting:${name}`, value)
    core.device.save(chained.head)
    return chained
  })
  core.device.set(head)
  core.changed({ kind: 'sync' })
  return records
}

function rechain(core: Core, rows: readonly Row[], { sessions }: NewName, bare: DeviceHead) {
  const { names } = core
  let keys = unsentKeys(core, rows)
  let head = bare
  const records = rows.map((row): ToRecord => {
    const old = core.events.envelope(row, core.refs.idOf(row.case_ref))
    const session = (sessions[old.session] ?? old.session) as Envelope['session']
    const envelope = { ...old, device: head.device, n: head.n + 1, session, devPrev: head.devHash }
    const text = envelopeText(envelope, row.body)
    const devHash = chainLink(envelope, text)
    core.db.run(
      'UPDATE events SET device = ?, n = ?, session = ?, dev_prev = ?, dev_hash = ? WHERE seq = ?',
      ...[names.refOf(envelope.device), envelope.n, names.refOf(session)],
      ...[hashToBytes(envelope.devPrev), hashToBytes(devHash), row.seq],
    )
    head = { ...head, n: envelope.n, devHash }
    const named = row.command === null ? {} : { command: idText(row.command) }
    const record = { text, n: envelope.n, atMs: row.wall_ms + row.at_off, ...named, keys }
    keys = []
    return record
  })
  return { records, head }
}
