import type { CaseId } from '../../shared/kernel/brand.ts'
import type { FoldContext } from '../../shared/sla/context.ts'
import { holdOrg, selectOrgIds } from '../auth/rows.ts'
import type { Database, Sql } from '../db/database.ts'
import { plainList, reads, writes } from '../db/statement.ts'
import { openBench } from '../sync/bench.ts'
import type { Contact } from '../sync/clock.ts'
import { selectTakenIds } from '../sync/ingest-rows.ts'
import { storeAccepted } from '../sync/ingest-write.ts'
import type { Bench } from '../sync/judge.ts'
import { enterWords, type ServerWord } from '../sync/server-pen.ts'
import type { Timers } from '../timers.ts'
import { type Contacts, lookAt } from './due-words.ts'

const everyMs = 2000
const casesPerLook = 100
/** Rounds in a row that give way to work people wait for. */
const maxPostponed = 5
/** Stands for "only when something happens". */
const never = Number.MAX_SAFE_INTEGER

const selectDue = reads<{ caseId: string }>(
  'watch.due',
  `SELECT case_id::text AS "caseId" FROM cases WHERE org = $1 AND look_ms <= $2 ORDER BY look_ms LIMIT $3`,
)
const setLooks = writes(
  'watch.set_looks',
  `UPDATE cases SET look_ms = t.look_ms FROM unnest($2::uuid[], $3::bigint[]) AS t(case_id, look_ms)
   WHERE cases.org = $1 AND cases.case_id = t.case_id`,
)

interface HolderRow {
  readonly device: string
  readonly lastN: number
  readonly contacts: string
  readonly scopes: string
}
/** Devices somebody is signed in on, with what that person may hold. */
const selectHolders = reads<HolderRow>(
  'watch.holders',
  `SELECT d.device, d.last_n AS "lastN", d.contacts, p.scopes FROM devices d
   JOIN sessions s ON s.org = d.org AND s.device = d.device AND s.state = 'open'
   JOIN people p ON p.org = s.org AND p.actor = s.actor AND p.active
   WHERE d.org = $1 AND d.state = 'active'`,
)

export interface WatchDeps {
  readonly db: Database
  readonly timers: Timers
  readonly nowMs: () => number
  readonly reference: FoldContext
  /** Consoles wait for answers, or have more to say: looking can wait a little. */
  readonly isBusy: () => boolean
  readonly onHeads: (org: string, heads: Readonly<Record<string, number>>) => void
  readonly onFault: (what: string, error: unknown) => void
}

/** Up to when a device has pushed all it had made: the newest contact none of whose events is missing. */
function contactedUpToMs({ contacts, lastN }: HolderRow): number {
  const all = JSON.parse(contacts) as Contact[]
  return all.reduce((upTo, { ms, n }) => (n <= lastN ? Math.max(upTo, ms) : upTo), 0)
}

function contactsOf(holders: readonly HolderRow[], scopes: readonly string[]): Contacts {
  const own = holders.filter((it) => (JSON.parse(it.scopes) as string[]).some((scope) => scopes.includes(scope)))
  const byDevice = new Map(own.map((it) => [it.device, contactedUpToMs(it)]))
  return [...byDevice].map(([device, upToMs]) => ({ device, contactedUpToMs: upToMs }))
}

interface Found {
  readonly words: readonly ServerWord[]
  readonly looks: Map<CaseId, number>
}

/** What is to be said of the cases on the bench and was not said before, and when to look at each again. */
async function findWords(sql: Sql, bench: Bench, reference: FoldContext): Promise<Found> {
  const holders = await sql.rows(selectHolders, [bench.org])
  const looks = new Map<CaseId, number>()
  const said: ServerWord[] = []
  for (const [caseId, { current, scopes }] of bench.files) {
    if (!current) continue
    const look = lookAt(current, reference, contactsOf(holders, scopes), bench.nowMs)
    looks.set(caseId, look.nextMs ?? never)
    said.push(...look.words.map((says) => ({ caseId, says })))
  }
  const ids = said.flatMap(({ says }) => says.id ?? [])
  const taken = ids.length === 0 ? [] : await sql.rows(selectTakenIds, [bench.org, plainList(ids)])
  const known = new Set(taken.map((row) => row.id as string))
  return { words: said.filter(({ says }) => !known.has(says.id ?? '')), looks }
}

/**
 * Watches the clocks of all cases: says what comes due, confirms and voids breaches. Every process may do it; what one said
 * the others find under the same id. Source: SLA-9.
 */
export function createWatch(deps: WatchDeps) {
  const { db, nowMs } = deps

  /** Looks at the cases of one organisation that are due; returns how many there were. */
  async function look(org: string): Promise<number> {
    const due = await db.read(org, (sql) => sql.rows(selectDue, [org, nowMs(), casesPerLook]))
    if (due.length === 0) return 0
    const heads = await db.write(org, async (sql) => {
      await sql.rows(holdOrg, [org])
      const bench = await openBench(
        sql,
        org,
        [],
        due.map((row) => row.caseId as CaseId),
        nowMs(),
      )
      const found = await findWords(sql, bench, deps.reference)
      await enterWords(sql, bench, found.words)
      const moved = await storeAccepted(sql, bench)
      // A suspicion written now is judged at the next look.
      for (const { caseId } of found.words) found.looks.set(caseId, 0)
      await sql.rows(setLooks, [org, plainList([...found.looks.keys()]), plainList([...found.looks.values()])])
      return Object.fromEntries(moved.map(({ scope, head }) => [scope, head]))
    })
    deps.onHeads(org, heads)
    return due.length
  }

  async function round(): Promise<void> {
    for (const { org } of await db.read('', (sql) => sql.rows(selectOrgIds, []))) {
      let looked = await look(org)
      while (looked === casesPerLook && !stopped && !deps.isBusy()) looked = await look(org)
    }
  }

  let stopped = false
  let postponed = 0
  let running: Promise<void> | null = null
  const stop = deps.timers.repeat(() => {
    postponed = deps.isBusy() && postponed < maxPostponed ? postponed + 1 : 0
    if (postponed > 0) return
    running ??= round()
      .catch((error: unknown) => deps.onFault('watch', error))
      .finally(() => {
        running = null
      })
  }, everyMs)

  return {
    look,
    close: async (): Promise<void> => {
      stopped = true
      stop()
      await running
    },
  }
}
