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
const waits = 'device = ? AND n > ? AND state = ?'

/**
 * Own events that wait for the server and do not stand in the flight recorder: it let them go when a server confirmed them that lost
 * them again, or the power went between the save and the record. Source: sync.md "On the device".
 */
export function unrecorded(core: Core, recorded: ReadonlySet<number>): ToRecord[] {
  const mine = [ownRef(core), settledN(core), eventStates.pending]
  const rows = core.db.all<Row>(
    `SELECT ${columns} FROM events WHERE ${waits} AND ${bound}
     UNION ALL SELECT ${columns} FROM ${looseEvents(columns)} WHERE ${waits} ORDER BY n`,
    ...mine,
    ...mine,
  )
  const missing = rows.filter(({ n }) => !recorded.has(n))
  const keys = unsentKeys(core, missing)
  return missing.map((row, i) => ({
    text: envelopeText(core.events.envelope(row, core.refs.idOf(row.case_ref)), row.body),
    n: row.n,
    atMs: row.wall_ms + row.at_off,
    ...(row.command === null ? {} : { command: idText(row.command) }),
    keys: i === 0 ? keys : [],
  }))
}
