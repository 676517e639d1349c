import type { EpochMs, Hash } from '../../shared/kernel/brand.ts'
import type { Verdict } from '../../shared/sync/protocol.ts'
import { readDeviceKey } from '../auth/sign-in.ts'
import type { Sql } from '../db/database.ts'
import { Problem } from '../problem.ts'
import { addContact, type Contact, effectiveAtMs, floorMs, isClockSuspect } from './clock.ts'
import * as rows from './ingest-rows.ts'
import type { Dated } from './judge.ts'
import { type Arrived, type Batch, isSigned } from './read-push.ts'

/** Where a device stands; moves on with each batch taken. */
export interface Standing {
  readonly device: string
  readonly state: string
  readonly publicKey: Uint8Array | null
  readonly lastN: number
  readonly lastHash: Hash
  readonly contacts: readonly Contact[]
  readonly seenMs: EpochMs
  readonly clockSuspect: boolean
}

export function standingOf(row: rows.PushingDevice): Standing {
  const contacts = JSON.parse(row.contacts) as Contact[]
  return { ...row, lastHash: row.lastHash as Hash, contacts, seenMs: 0, clockSuspect: false }
}

/** Why a batch cannot be taken as it is, or `null`. Nothing was judged yet. */
export function batchFault(standing: Standing | undefined, batch: Batch, epoch: string): Problem | null {
  if (!standing) return new Problem(403, 'device.unknown')
  if (standing.state !== 'active') return new Problem(403, 'device.revoked')
  if (batch.epoch !== epoch) return new Problem(409, 'epoch.other')
  const key = standing.publicKey && readDeviceKey(standing.publicKey)
  if (!key || !isSigned(batch, key)) return new Problem(403, 'push.signature')
  if (batch.from > standing.lastN + 1) return new Problem(409, 'push.gap', { expected: standing.lastN + 1 })
  return null
}

/** This disk and another one go by the same name: `n` = the first event of theirs that is not the one held here. */
const forkedAt = (n: number): Problem => new Problem(409, 'device.forked', { n })

/** What is new begins where the history held here ends, or it belongs to another one. */
export const linkFault = ({ lastHash }: Standing, fresh: readonly Arrived[]): Problem | null =>
  fresh[0] && fresh[0].devPrev !== lastHash ? forkedAt(fresh[0].n) : null

/** The words already said on the repeated part of a batch; another event under a known number is a cloned device. */
export async function storedVerdicts(
  sql: Sql,
  org: string,
  repeated: readonly Arrived[],
  device: string,
): Promise<readonly Verdict[] | Problem> {
  const [first, last] = [repeated[0], repeated.at(-1)]
  if (!first || !last) return []
  const range = [org, device, first.n, last.n]
  const accepted = await sql.rows(rows.selectStoredEvents, range)
  const others = await sql.rows(rows.selectStoredVerdicts, range)
  const known = new Map<number, { bodyHash: string; verdict: Verdict }>()
  for (const row of accepted)
    known.set(row.n, { bodyHash: row.bodyHash, verdict: { n: row.n, id: row.id, verdict: 'accepted' } as Verdict })
  for (const row of others) known.set(row.n, { bodyHash: row.bodyHash, verdict: JSON.parse(row.verdict) as Verdict })
  const verdicts: Verdict[] = []
  for (const event of repeated) {
    const word = known.get(event.n)
    if (!word) throw new Error(`no verdict is stored for event ${event.n} of ${device}`)
    if (word.bodyHash !== event.bodyHash) return forkedAt(event.n)
    verdicts.push(word.verdict)
  }
  return verdicts
}

/** Effective time of each new event of a batch, by its number. */
export function dateEvents(
  standing: Standing,
  batch: Batch,
  fresh: readonly Arrived[],
  nowMs: EpochMs,
): ReadonlyMap<number, Dated> {
  const dates = new Map<number, Dated>()
  for (const [i, { n, envelope }] of fresh.entries()) {
    if (!envelope) continue
    const floor = floorMs(standing.contacts, n)
    const atMs = effectiveAtMs(envelope.wallMs, batch.offsetMs, floor, nowMs)
    const before = fresh[i - 1]?.envelope ?? null
    dates.set(n, { atMs, clockSuspect: isClockSuspect(batch.offsetMs, before, envelope) })
  }
  return dates
}

/** The device after its batch. */
export function moveOn(standing: Standing, batch: Batch, dates: ReadonlyMap<number, Dated>, nowMs: EpochMs): Standing {
  const last = batch.events.at(-1)
  const grew = last !== undefined && last.n > standing.lastN
  const lastN = grew ? last.n : standing.lastN
  return {
    ...standing,
    lastN,
    lastHash: grew ? last.devHash : standing.lastHash,
    contacts: addContact(standing.contacts, nowMs, batch.newestN, lastN),
    seenMs: nowMs,
    clockSuspect: [...dates.values()].some((dated) => dated.clockSuspect),
  }
}
