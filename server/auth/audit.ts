import type { Sql } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'

/** One administrative or security act, kept for ever. `detail` holds codes and ids, never personal data. */
export interface AuditEntry {
  readonly org: string
  readonly atMs: number
  readonly actor: string
  readonly device: string
  readonly act: string
  readonly subject: string
  readonly detail?: Readonly<Record<string, string | number>>
}

const nextNumber = reads<{ n: number }>('audit.next', 'SELECT coalesce(max(n), 0) + 1 AS n FROM audit WHERE org = $1')
const insertEntry = writes(
  'audit.insert',
  `INSERT INTO audit (org, n, at_ms, actor, device, act, subject, detail)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
)

/** Two writers at once collide on the key and the loser's transaction runs again: the numbers stay dense. */
export async function writeAudit(sql: Sql, entry: AuditEntry): Promise<void> {
  const [next] = await sql.rows(nextNumber, [entry.org])
  const detail = JSON.stringify(entry.detail ?? {})
  await sql.rows(insertEntry, [
    entry.org,
    Number(next?.n ?? 1),
    entry.atMs,
    entry.actor,
    entry.device,
    entry.act,
    entry.subject,
    detail,
  ])
}
