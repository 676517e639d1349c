import { selectOrgIds } from '../auth/rows.ts'
import type { Database } from '../db/database.ts'
import { writes } from '../db/statement.ts'
import type { Timers } from '../timers.ts'

const everyMs = 3_600_000
const dayMs = 24 * 3_600_000

const dropFailures = writes('housekeeping.failures', 'DELETE FROM login_failures WHERE org = $1 AND until_ms < $2')
const dropTokens = writes('housekeeping.tokens', 'DELETE FROM refresh_tokens WHERE org = $1 AND expires_ms < $2')
const dropInvitations = writes('housekeeping.invitations', 'DELETE FROM invitations WHERE org = $1 AND until_ms < $2')

export interface HousekeepingDeps {
  readonly db: Database
  readonly timers: Timers
  readonly nowMs: () => number
  readonly onFault: (what: string, error: unknown) => void
}

/** Once an hour, in every process: what has run out is dropped. Doing it twice changes nothing. */
export function startHousekeeping({ db, timers, nowMs, onFault }: HousekeepingDeps): { readonly stop: () => void } {
  async function clean(): Promise<void> {
    for (const { org } of await db.read('', (sql) => sql.rows(selectOrgIds, [])))
      await db.write(org, async (sql) => {
        const before = nowMs() - dayMs
        for (const drop of [dropFailures, dropTokens, dropInvitations]) await sql.rows(drop, [org, before])
      })
  }
  const stop = timers.repeat(() => {
    clean().catch((error: unknown) => onFault('housekeeping', error))
  }, everyMs)
  return { stop }
}
