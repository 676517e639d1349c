import type { Erasure } from '../../shared/contract/server.ts'
import type { Database, Sql } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import type { AttachmentFiles } from '../sync/attachment-files.ts'
import { writeAudit } from './audit.ts'
import type { Caller } from './caller.ts'
import { demand } from './rights.ts'

const selectCases = reads<{ caseId: string }>(
  'erasures.cases',
  'SELECT DISTINCT case_id::text AS "caseId" FROM events WHERE org = $1 AND customer = $2',
)
const dropKey = writes(
  'erasures.drop_key',
  `INSERT INTO customer_keys (org, customer, wrapped, erased_ms) VALUES ($1, $2, NULL, $3)
   ON CONFLICT (org, customer) DO UPDATE SET wrapped = NULL, erased_ms = excluded.erased_ms`,
)
const dropTagKeys = writes('erasures.drop_tag_keys', 'DELETE FROM tag_keys WHERE org = $1 AND customer = $2')
const selectErasure = reads<{ n: number; atMs: number }>(
  'erasures.select',
  'SELECT n, at_ms AS "atMs" FROM erasures WHERE org = $1 AND customer = $2',
)
const nextErasure = reads<{ n: number }>(
  'erasures.next',
  'SELECT coalesce(max(n), 0) + 1 AS n FROM erasures WHERE org = $1',
)
const insertErasure = writes(
  'erasures.insert',
  'INSERT INTO erasures (org, n, customer, at_ms) VALUES ($1, $2, $3, $4)',
)
const selectAttachments = reads<{ caseId: string; hash: string }>(
  'erasures.attachments',
  `SELECT a.case_id::text AS "caseId", a.hash FROM attachments a
   JOIN (SELECT DISTINCT case_id FROM events WHERE org = $1 AND customer = $2) c ON c.case_id = a.case_id
   WHERE a.org = $1`,
)
const dropAttachment = writes(
  'erasures.drop_attachment',
  'DELETE FROM attachments WHERE org = $1 AND case_id = $2 AND hash = $3',
)
const selectDevices = reads<{ device: string; erasedN: number }>(
  'erasures.devices',
  `SELECT device, erased_n AS "erasedN" FROM devices
   WHERE org = $1 AND public_key IS NOT NULL AND state = 'active' ORDER BY device`,
)
const selectNewer = reads<{ n: number; customer: string }>(
  'erasures.newer',
  'SELECT n, customer::text AS customer FROM erasures WHERE org = $1 AND n > $2 ORDER BY n LIMIT 500',
)
const newestErasure = reads<{ n: number }>(
  'erasures.newest',
  'SELECT coalesce(max(n), 0) AS n FROM erasures WHERE org = $1',
)
const noteDone = writes(
  'erasures.note_done',
  'UPDATE devices SET erased_n = $3 WHERE org = $1 AND device = $2 AND erased_n < $3',
)

export interface ErasuresDeps {
  readonly db: Database
  readonly files: AttachmentFiles
  readonly nowMs: () => number
  /** Every device has something to carry out: it is told now, and not with whatever happens next. */
  readonly onErased: (org: string) => void
}

/** Erasures a device has not carried out yet, and the number of the newest of them. Source: TRU-4. */
export async function erasuresAfter(
  sql: Sql,
  org: string,
  after: number,
): Promise<{ readonly customers: readonly string[]; readonly upTo: number }> {
  const rows = await sql.rows(selectNewer, [org, after])
  return { customers: rows.map((row) => row.customer), upTo: rows.at(-1)?.n ?? after }
}

/** A customer's key destroyed, and which devices have followed. Source: TRU-4, details.md "CustomerErased". */
export function createErasures({ db, files, nowMs, onErased }: ErasuresDeps) {
  async function state(sql: Sql, org: string, customer: string): Promise<Erasure> {
    const [erasure] = await sql.rows(selectErasure, [org, customer])
    if (!erasure) throw new Problem(404, 'customer.unknown')
    const devices = await sql.rows(selectDevices, [org])
    const hasDone = (it: { erasedN: number }) => it.erasedN >= erasure.n
    return {
      customer,
      atMs: erasure.atMs,
      done: devices.filter(hasDone).map((it) => it.device),
      waiting: devices.filter((it) => !hasDone(it)).map((it) => it.device),
    }
  }

  return {
    erase: async (caller: Caller, customer: string, reason: string): Promise<Erasure> => {
      demand(caller, 'customers.erase')
      const { org, actor, device } = caller
      const { gone, erasure } = await db.write(org, async (sql) => {
        if ((await sql.rows(selectCases, [org, customer])).length === 0) throw new Problem(404, 'customer.unknown')
        const attachments = await sql.rows(selectAttachments, [org, customer])
        if ((await sql.rows(selectErasure, [org, customer])).length === 0) {
          const [next] = await sql.rows(nextErasure, [org])
          await sql.rows(dropKey, [org, customer, nowMs()])
          await sql.rows(dropTagKeys, [org, customer])
          await sql.rows(insertErasure, [org, Number(next?.n ?? 1), customer, nowMs()])
          for (const { caseId, hash } of attachments) await sql.rows(dropAttachment, [org, caseId, hash])
          const entry = { act: 'customer.erased', subject: customer, detail: { reason } }
          await writeAudit(sql, { org, atMs: nowMs(), actor: actor.id, device, ...entry })
        }
        return { gone: attachments, erasure: await state(sql, org, customer) }
      })
      onErased(org)
      for (const { caseId, hash } of gone) await files.remove({ org, caseId, hash })
      await db.shred?.()
      return erasure
    },
    state: (caller: Caller, customer: string): Promise<Erasure> => {
      demand(caller, 'customers.erase')
      return db.read(caller.org, (sql) => state(sql, caller.org, customer))
    },
    /** A device says what it has carried out; it cannot have carried out what was not asked yet. */
    noteDone: async ({ org, device }: Caller, upTo: number): Promise<void> => {
      await db.write(org, async (sql) => {
        const [newest] = await sql.rows(newestErasure, [org])
        await sql.rows(noteDone, [org, device, Math.min(upTo, Number(newest?.n ?? 0))])
      })
    },
  }
}

export type Erasures = ReturnType<typeof createErasures>
