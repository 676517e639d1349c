import type { Device } from '../../shared/contract/server.ts'
import type { Database } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { writeAudit } from './audit.ts'
import type { Caller } from './caller.ts'
import { demand } from './rights.ts'

const selectDevices = reads<Device>(
  'devices.select_all',
  `SELECT device AS id, prefix, state, registered_by AS "enteredBy", registered_ms AS "enteredMs", last_seen_ms AS "seenMs",
     last_n AS "lastN", clock_suspect AS "clockSuspect", app_v AS "appV"
   FROM devices WHERE org = $1 AND public_key IS NOT NULL ORDER BY device`,
)
const setState = writes<{ device: string }>(
  'devices.set_state',
  `UPDATE devices SET state = $3 WHERE org = $1 AND device = $2 AND public_key IS NOT NULL RETURNING device`,
)
const endSessions = writes(
  'sessions.end_of_device',
  `UPDATE sessions SET state = 'revoked', ended_ms = $3 WHERE org = $1 AND device = $2 AND state = 'open'`,
)

export interface DevicesDeps {
  readonly db: Database
  readonly nowMs: () => number
  readonly onDeviceRevoked: (org: string, device: string) => void
}

/** The machines of an organisation. */
export function createDevices({ db, nowMs, onDeviceRevoked }: DevicesDeps) {
  return {
    list: (caller: Caller): Promise<Device[]> => {
      demand(caller, 'devices.read')
      return db.read(caller.org, (sql) => sql.rows(selectDevices, [caller.org]))
    },
    /** Nothing comes from it or goes to it any more; `wipe` also tells it to delete what it holds. */
    revoke: async (caller: Caller, id: string, wipe: boolean): Promise<void> => {
      demand(caller, 'devices.revoke')
      const { org, actor, device } = caller
      await db.write(org, async (sql) => {
        const found = await sql.rows(setState, [org, id, wipe ? 'wiped' : 'revoked'])
        if (found.length === 0) throw new Problem(404, 'device.unknown')
        await sql.rows(endSessions, [org, id, nowMs()])
        const act = wipe ? 'device.wiped' : 'device.revoked'
        await writeAudit(sql, { org, atMs: nowMs(), actor: actor.id, device, act, subject: id })
      })
      onDeviceRevoked(org, id)
    },
  }
}

export type Devices = ReturnType<typeof createDevices>
