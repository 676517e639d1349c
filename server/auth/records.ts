import type { Database } from '../db/database.ts'
import { reads } from '../db/statement.ts'
import type { Caller } from './caller.ts'
import { demand } from './rights.ts'

interface AuditRow {
  readonly n: number
  readonly atMs: number
  readonly actor: string
  readonly device: string
  readonly act: string
  readonly subject: string
  readonly detail: string
}
const selectAudit = reads<AuditRow>(
  'audit.select',
  `SELECT n, at_ms AS "atMs", actor, device, act, subject, detail FROM audit
   WHERE org = $1 AND n > $2 ORDER BY n LIMIT $3`,
)

interface QuarantinedRow {
  readonly device: string
  readonly n: number
  readonly verdict: string
  readonly serverMs: number
  readonly text: string
}
const selectQuarantine = reads<QuarantinedRow>(
  'quarantine.select',
  `SELECT device, n, verdict, server_ms AS "serverMs", convert_from(bytes, 'UTF8') AS text FROM verdicts
   WHERE org = $1 AND octet_length(bytes) > 0 ORDER BY server_ms DESC, device, n LIMIT $2`,
)
const newestQuarantined = 200

/** What was done, and what was kept apart, for those who watch over the organisation. */
export const createRecords = (db: Database) => ({
  audit: async (caller: Caller, { after, limit }: { readonly after: number; readonly limit: number }) => {
    demand(caller, 'audit.read')
    const found = await db.read(caller.org, (sql) => sql.rows(selectAudit, [caller.org, after, limit]))
    return found.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, string | number> }))
  },
  quarantine: async (caller: Caller) => {
    demand(caller, 'quarantine.read')
    const found = await db.read(caller.org, (sql) => sql.rows(selectQuarantine, [caller.org, newestQuarantined]))
    return found.map(({ verdict, ...row }) => ({ ...row, code: (JSON.parse(verdict) as { code: string }).code }))
  },
})

export type Records = ReturnType<typeof createRecords>
