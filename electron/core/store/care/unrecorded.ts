import { idText } from '../bytes.ts'
import type { Core } from '../core.ts'
import { envelopeText } from '../envelope-text.ts'
import { type EventRow, eventColumns, eventStates } from '../event-rows.ts'
import { bound, looseEvents } from '../loose-rows.ts'
import { unsentKeys } from '../outbox.ts'
import { ownRef, settledN } from '../own-marks.ts'
import type { ToRecord } from './recorder.ts'

type Row = EventRow & { readonly command: Uint8Array | null }

const columns = `${eventColumns}, command`
const mine = 'device = ? AND state = ?'
const from = (what: string, which: string): string =>
  `SELECT ${what} FROM events WHERE ${mine} AND ${which} AND ${bound}
   UNION ALL SELECT ${what} FROM ${looseEvents(`${columns}, device`)} WHERE ${mine} AND ${which} ORDER BY n`

/** So many are written down at once: about 2 MB, a moment's work. */
const atOnce = 2_000

/** What the recorder lacks: the oldest as it takes them, the numbers of the others. */
export interface Lacking {
  readonly first: readonly ToRecord[]
  readonly others: readonly number[]
}

/**
 * Own events that wait for the server and do not stand in the flight recorder: it let them go when a server confirmed them that lost
 * them again, or the power went between the save and the record, or its file was lost. Source: sync.md "On the device".
 */
export function lacking(core: Core, recorded: ReadonlySet<number>): Lacking {
  const own = [ownRef(core), eventStates.pending, settledN(core)]
  const waiting = core.db.all<{ n: number }>(from('n', 'n > ?'), ...own, ...own)
  return portioned(
    core,
    waiting.map(({ n }) => n).filter((n) => !recorded.has(n)),
  )
}

/** The next portion of them; what a server has judged meanwhile is left out. */
export function portioned(core: Core, ns: readonly number[]): Lacking {
  return { first: recordsOf(core, ns.slice(0, atOnce)), others: ns.slice(atOnce) }
}

function recordsOf(core: Core, ns: readonly number[]): ToRecord[] {
  if (ns.length === 0) return []
  const own = [ownRef(core), eventStates.pending, JSON.stringify(ns)]
  const rows = core.db.all<Row>(from(columns, 'n IN (SELECT value FROM json_each(?))'), ...own, ...own)
  const keys = unsentKeys(core, rows)
  return rows.map((row, i) => ({
    text: envelopeText(core.events.envelope(row, core.refs.idOf(row.case_ref)), row.body),
    n: row.n,
    atMs: row.wall_ms + row.at_off,
    ...(row.command === null ? {} : { command: idText(row.command) }),
    keys: i === 0 ? keys : [],
  }))
}
