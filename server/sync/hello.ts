import type { Hash, ScopeId } from '../../shared/kernel/brand.ts'
import { type HelloRequest, type HelloResponse, protocolVersion } from '../../shared/sync/protocol.ts'
import type { Caller } from '../auth/caller.ts'
import { type Database, only } from '../db/database.ts'
import { reads, textList, writes } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { addContact, type Contact } from './clock.ts'

interface DeviceState {
  readonly lastN: number
  readonly lastHash: string
  readonly contacts: string
}

const lockDevice = reads<DeviceState>(
  'hello.lock_device',
  `SELECT last_n AS "lastN", encode(last_hash, 'hex') AS "lastHash", contacts FROM devices
   WHERE org = $1 AND device = $2 FOR UPDATE`,
)
const noteContact = writes(
  'hello.note_contact',
  'UPDATE devices SET contacts = $3, last_seen_ms = $4, app_v = $5 WHERE org = $1 AND device = $2',
)
export interface HeadRow {
  readonly scope: string
  readonly head: number
  readonly horizon: number
}
export const selectHeads = reads<HeadRow>(
  'hello.heads',
  'SELECT scope, head, horizon FROM scopes WHERE org = $1 AND scope = ANY($2::text[])',
)

export interface HelloDeps {
  readonly db: Database
  readonly nowMs: () => number
}

/** Where this device and its feeds stand. Source: sync.md "Hello". */
export async function hello(deps: HelloDeps, caller: Caller, request: HelloRequest): Promise<HelloResponse> {
  if (request.device !== caller.device) throw new Problem(403, 'device.other')
  if (request.protocol < 1) throw new Problem(409, 'protocol.too_old', { newest: protocolVersion })
  const { org } = caller
  return deps.db.write(org, async (sql) => {
    const serverMs = deps.nowMs()
    const device = only(await sql.rows(lockDevice, [org, caller.device]))
    const contact = { ms: serverMs, n: Math.max(request.newestN ?? 0, device.lastN) }
    const contacts = addContact(JSON.parse(device.contacts) as Contact[], contact, device.lastN)
    await sql.rows(noteContact, [org, caller.device, JSON.stringify(contacts), serverMs, request.appV])
    const rows = await sql.rows(selectHeads, [org, textList(caller.actor.scopes)])
    const heads = new Map(rows.map((row) => [row.scope, row]))
    return {
      protocol: protocolVersion,
      epoch: caller.epoch,
      lastN: device.lastN,
      lastDevHash: device.lastHash as Hash,
      scopes: caller.actor.scopes.map((id: ScopeId) => ({
        id,
        head: heads.get(id)?.head ?? 0,
        horizon: heads.get(id)?.horizon ?? 0,
      })),
      aclV: caller.aclV,
      serverMs,
    }
  })
}
