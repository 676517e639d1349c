import { type Database, only } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { selectOrg } from './rows.ts'

/** Wrong passwords taken before the first wait. Source: details.md "Keys, sign-in, privacy". */
const freeFailures = 5
const firstWaitMs = 30_000
const longestWaitMs = 3_600_000

interface FailureRow {
  readonly failures: number
  readonly untilMs: number
}

/** A row that is not there cannot be locked: first guesses at once would all count as the first. */
const ensureFailures = writes(
  'login_failures.ensure',
  'INSERT INTO login_failures (org, subject, failures, until_ms) VALUES ($1, $2, 0, 0) ON CONFLICT (org, subject) DO NOTHING',
)
const lockFailures = reads<FailureRow>(
  'login_failures.lock',
  'SELECT failures, until_ms AS "untilMs" FROM login_failures WHERE org = $1 AND subject = $2 FOR UPDATE',
)
const upsertFailures = writes(
  'login_failures.upsert',
  `INSERT INTO login_failures (org, subject, failures, until_ms) VALUES ($1, $2, $3, $4)
   ON CONFLICT (org, subject) DO UPDATE SET failures = excluded.failures, until_ms = excluded.until_ms`,
)
export const deleteFailures = writes(
  'login_failures.delete',
  'DELETE FROM login_failures WHERE org = $1 AND subject = $2',
)

/** Wait after the given number of wrong passwords, ms: none up to four, then 30 s, doubling to one hour. */
function waitAfter(failures: number): number {
  return failures < freeFailures ? 0 : Math.min(firstWaitMs * 2 ** (failures - freeFailures), longestWaitMs)
}

/** Slows down guessing; the count is in the database and holds over restarts and for all server processes. */
export function createThrottle(db: Database, nowMs: () => number) {
  return {
    /**
     * Counts a try before it is known whether it is right, so that a thousand at once are not a thousand free ones. Throws
     * `login.wait` while the subject has to wait.
     */
    begin: async (org: string, subject: string): Promise<void> => {
      const leftMs = await db.write(org, async (sql) => {
        if ((await sql.rows(selectOrg, [org])).length === 0) return 0
        await sql.rows(ensureFailures, [org, subject])
        const { failures, untilMs } = only(await sql.rows(lockFailures, [org, subject]))
        const wait = Math.min(untilMs - nowMs(), waitAfter(failures))
        // The wait was written down under a clock that ran ahead: it lasts as long as it should, not until then.
        if (wait > 0 && nowMs() + wait < untilMs)
          await sql.rows(upsertFailures, [org, subject, failures, nowMs() + wait])
        if (wait <= 0) await sql.rows(upsertFailures, [org, subject, failures + 1, nowMs() + waitAfter(failures + 1)])
        return wait
      })
      if (leftMs > 0) throw new Problem(429, 'login.wait', { retryAfterMs: leftMs })
    },
    succeeded: async (org: string, subject: string): Promise<void> => {
      await db.write(org, (sql) => sql.rows(deleteFailures, [org, subject]))
    },
  }
}
