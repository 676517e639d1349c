import { numberGivenEvent } from '../../shared/case/derived.ts'
import type { Case } from '../../shared/case/model.ts'
import type { OrgRow } from '../auth/rows.ts'
import type { Database, Sql } from '../db/database.ts'
import type { Bench } from './judge.ts'
import type { NumberSource } from './numbers.ts'
import type { Batch } from './read-push.ts'
import { enterWords } from './server-pen.ts'

export interface NumberDeps {
  readonly db: Database
  readonly numbers: NumberSource
  readonly nowMs: () => number
}

function receivedAtMs(body: { readonly [key: string]: unknown }): number | null {
  const reception = body['reception']
  const at =
    reception !== null && typeof reception === 'object' && 'receivedAtMs' in reception ? reception.receivedAtMs : null
  return typeof at === 'number' ? at : null
}

/** Has the numbers at hand that the openings in these batches will need, as far as can be foreseen. */
export async function reserveNumbers(deps: NumberDeps, orgId: string, batches: readonly Batch[]): Promise<void> {
  const opened = batches.flatMap((batch) =>
    batch.events.flatMap(({ envelope }) =>
      envelope?.type === 'opened' ? [{ envelope, offsetMs: batch.offsetMs }] : [],
    ),
  )
  if (opened.length === 0) return
  const zone = await deps.numbers.zoneOf(orgId)
  const wanted = new Map<string, { team: string; day: string; count: number }>()
  for (const { envelope, offsetMs } of opened) {
    const team = String(envelope.body['team'] ?? '')
    const atMs = Math.min(envelope.wallMs + offsetMs, deps.nowMs())
    const day = deps.numbers.dayOf(zone, receivedAtMs(envelope.body) ?? atMs, atMs)
    const name = JSON.stringify([team, day])
    wanted.set(name, { team, day, count: (wanted.get(name)?.count ?? 0) + 1 })
  }
  for (const { team, day, count } of wanted.values()) await deps.numbers.reserve(orgId, team, day, count)
}

const lacksNumber = (current: Case | null): current is Case =>
  current !== null && current.number.official === undefined && current.team !== ''

/** Writes the official number of every case on the bench that has none yet. Source: CASE-6. */
export async function giveNumbers(deps: NumberDeps, sql: Sql, org: OrgRow, bench: Bench): Promise<void> {
  const waiting = [...bench.files.values()].filter((file) => lacksNumber(file.current))
  if (waiting.length === 0) return
  const words = waiting.flatMap(({ current }) => {
    if (!current) return []
    const day = deps.numbers.dayOf(org.zone, current.reception.receivedAtMs, current.openedAtMs)
    const number = deps.numbers.take(org.org, current.team, day)
    return number === null ? [] : [{ caseId: current.id, says: numberGivenEvent(current, number) }]
  })
  await enterWords(sql, bench, words)
}
