import type { Hash } from '../../shared/kernel/brand.ts'
import type { EpochRecord, HelloResponse } from '../../shared/sync/protocol.ts'
import { writeAudit } from '../auth/audit.ts'
import type { ServerKeys } from '../auth/keys.ts'
import { lockOrg, selectOrgIds } from '../auth/rows.ts'
import { type Database, only, type Sql } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'
import type { Receipt } from './receipts.ts'

interface HeadRow {
  readonly scope: string
  readonly head: number
  readonly digest: string
}
/** Waits for every transaction that is giving numbers, and holds off the next ones. */
const lockAllHeads = reads<HeadRow>(
  'epochs.lock_heads',
  `SELECT scope, head, encode(digest, 'hex') AS digest FROM scopes WHERE org = $1 ORDER BY scope FOR UPDATE`,
)
const updateOrg = writes(
  'epochs.update_org',
  `UPDATE orgs SET epoch = $2, epoch_index = $3, epoch_ms = $4, next_device = next_device + $5 WHERE org = $1`,
)
const insertEpoch = writes('epochs.insert', 'INSERT INTO epochs (org, epoch, record, sig) VALUES ($1, $2, $3, $4)')
const selectEpoch = reads<{ record: string; sig: string }>(
  'epochs.select',
  'SELECT record, sig FROM epochs WHERE org = $1 AND epoch = $2',
)

/** Device numbers that may have been given after the state that was restored. */
const skippedDevices = 100

export interface EpochDeps {
  readonly db: Database
  readonly keys: ServerKeys
  readonly nowMs: () => number
  readonly newId: () => string
}

export interface EpochCause {
  readonly reason: EpochRecord['reason']
  /** The epoch as it stood when the cause was found; another one now means somebody else was first. */
  readonly epoch: string
  /** The new epoch comes after this index, which a device has seen. */
  readonly afterIndex: number
  readonly actor: string
  readonly device: string
}

/**
 * Begins a new epoch: numbers count on from what is left, under a new name, with a signed record of what that is.
 * Source: SYNC-11, details.md "A new epoch first raises every counter above what devices report".
 */
export async function startEpoch(deps: EpochDeps, sql: Sql, org: string, cause: EpochCause): Promise<string> {
  const now = only(await sql.rows(lockOrg, [org]))
  if (now.epoch !== cause.epoch) return now.epoch
  const rows = await sql.rows(lockAllHeads, [org])
  const record: EpochRecord = {
    org,
    epoch: deps.newId(),
    index: Math.max(now.epochIndex, cause.afterIndex) + 1,
    previous: now.epoch === '' ? null : now.epoch,
    startedMs: deps.nowMs(),
    reason: cause.reason,
    heads: Object.fromEntries(rows.map(({ scope, head, digest }) => [scope, { head, digest: digest as Hash }])),
  }
  const text = JSON.stringify(record)
  const skipped = cause.reason === 'founded' ? 0 : skippedDevices
  await sql.rows(updateOrg, [org, record.epoch, record.index, record.startedMs, skipped])
  await sql.rows(insertEpoch, [org, record.epoch, text, deps.keys.sign(Buffer.from(text))])
  const { actor, device, reason } = cause
  await writeAudit(sql, {
    org,
    atMs: record.startedMs,
    actor,
    device,
    act: 'epoch.started',
    subject: record.epoch,
    detail: { reason },
  })
  return record.epoch
}

/** The operator restored a backup: every organisation begins a new epoch. */
export async function startEpochs(deps: EpochDeps): Promise<void> {
  for (const { org } of await deps.db.read('', (sql) => sql.rows(selectOrgIds, [])))
    await deps.db.write(org, async (sql) => {
      const { epoch, epochIndex } = only(await sql.rows(lockOrg, [org]))
      const cause = { reason: 'asked', epoch, afterIndex: epochIndex, actor: 'operator', device: 'server' } as const
      await startEpoch(deps, sql, org, cause)
    })
}

export interface Held {
  readonly epoch: string
  readonly lastN: number
  readonly heads: ReadonlyMap<string, number>
}

/** Does a receipt say that this server once held more than it holds, or was in an epoch it does not know? */
export async function provesLoss(sql: Sql, org: string, receipt: Receipt, held: Held): Promise<boolean> {
  if (receipt.epoch !== held.epoch) return (await sql.rows(selectEpoch, [org, receipt.epoch])).length === 0
  if (receipt.lastN > held.lastN) return true
  return Object.entries(receipt.heads).some(([scope, head]) => head > (held.heads.get(scope) ?? 0))
}

/** The record of the current epoch, for a device that knew another one. */
export async function epochRecord(sql: Sql, org: string, epoch: string): Promise<HelloResponse['epochRecord']> {
  const { record, sig } = only(await sql.rows(selectEpoch, [org, epoch]))
  return { text: record, sig }
}
