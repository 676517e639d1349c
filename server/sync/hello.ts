import type { EpochMs, Hash, ScopeId } from '../../shared/kernel/brand.ts'
import { type HelloRequest, type HelloResponse, protocolVersion } from '../../shared/sync/protocol.ts'
import type { Caller } from '../auth/caller.ts'
import { only, type Sql } from '../db/database.ts'
import { reads, textList, writes } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { addContact, type Contact } from './clock.ts'
import { type EpochDeps, epochRecord, provesLoss, startEpoch } from './epochs.ts'
import { readReceipt } from './receipts.ts'

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

export type HelloDeps = EpochDeps

/** Where this device and its feeds stand. Source: sync.md "Hello". */
export async function hello(deps: HelloDeps, caller: Caller, request: HelloRequest): Promise<HelloResponse> {
  if (request.device !== caller.device) throw new Problem(403, 'device.other')
  if (request.protocol < 1) throw new Problem(409, 'protocol.too_old', { newest: protocolVersion })
  const { org } = caller
  return deps.db.write(org, async (sql) => {
    const serverMs = deps.nowMs()
    const device = await meet(sql, caller, request, serverMs)
    const rows = await sql.rows(selectHeads, [org, textList(caller.actor.scopes)])
    const heads = new Map(rows.map((row) => [row.scope, row]))
    const epoch = await currentEpoch(deps, sql, caller, request, device.lastN)
    const isOther = request.epoch !== undefined && request.epoch !== epoch
    return {
      protocol: protocolVersion,
      epoch,
      lastN: device.lastN,
      lastDevHash: device.lastHash as Hash,
      scopes: caller.actor.scopes.map((id: ScopeId) => scopeState(id, heads.get(id))),
      aclV: caller.aclV,
      ...(isOther ? { epochRecord: await epochRecord(sql, org, epoch) } : {}),
      serverMs,
    }
  })
}

const scopeState = (id: ScopeId, row: HeadRow | undefined) => ({ id, head: row?.head ?? 0, horizon: row?.horizon ?? 0 })

/** Takes the device's row and notes the contact. */
async function meet(sql: Sql, caller: Caller, request: HelloRequest, atMs: EpochMs): Promise<DeviceState> {
  const device = only(await sql.rows(lockDevice, [caller.org, caller.device]))
  const contacts = addContact(JSON.parse(device.contacts) as Contact[], atMs, request.newestN, device.lastN)
  await sql.rows(noteContact, [caller.org, caller.device, JSON.stringify(contacts), atMs, request.appV])
  return device
}

/** The epoch to go on in: a new one when the device's receipts prove that the server lost something. */
async function currentEpoch(
  deps: HelloDeps,
  sql: Sql,
  caller: Caller,
  request: HelloRequest,
  lastN: number,
): Promise<string> {
  const receipts = (request.receipts ?? []).flatMap((sealed) => readReceipt(deps.keys, sealed) ?? [])
  const own = receipts.filter((receipt) => receipt.org === caller.org && receipt.device === caller.device)
  if (own.length === 0) return caller.epoch
  const scopes = own.flatMap((receipt) => Object.keys(receipt.heads))
  const rows = await sql.rows(selectHeads, [caller.org, textList(scopes)])
  const held = { epoch: caller.epoch, lastN, heads: new Map(rows.map((row) => [row.scope, row.head])) }
  for (const receipt of own) {
    if (!(await provesLoss(sql, caller.org, receipt, held))) continue
    const cause = { reason: 'tail_lost', epoch: caller.epoch, afterIndex: receipt.index } as const
    return startEpoch(deps, sql, caller.org, { ...cause, actor: caller.actor.id, device: caller.device })
  }
  return caller.epoch
}
