import type { NewEvent } from '../../shared/case/event.ts'
import { evolve } from '../../shared/case/evolve.ts'
import type { CaseId, DeviceId, EpochMs, Hash } from '../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../shared/kernel/canonical.ts'
import type { Envelope } from '../../shared/kernel/envelope.ts'
import { deviceHash, zeroHash } from '../../shared/kernel/hash.ts'
import { tickHlc, zeroHlc } from '../../shared/kernel/hlc.ts'
import { only, type Sql } from '../db/database.ts'
import { plainList, textList } from '../db/statement.ts'
import { digest, hashText } from './digest.ts'
import * as rows from './ingest-rows.ts'
import { type Bench, enter, openWithoutPersonal } from './judge.ts'
import type { Arrived } from './read-push.ts'

/** The pseudo-device that writes for the server inside one organisation, with a chain of its own. */
const serverDevice = (org: string): DeviceId => `server:${org}` as DeviceId

/** What the server itself has to say of one case. */
export interface ServerWord {
  readonly caseId: CaseId
  readonly says: NewEvent
}

interface Pen {
  readonly lastN: number
  readonly lastHash: Hash
}

async function lockPen(sql: Sql, org: string, nowMs: EpochMs): Promise<Pen> {
  const device = serverDevice(org)
  let found = await sql.rows(rows.lockDevices, [org, textList([device])])
  if (found.length === 0) {
    await sql.rows(rows.insertServerDevice, [org, device, nowMs, zeroHash])
    found = await sql.rows(rows.lockDevices, [org, textList([device])])
  }
  const { lastN, lastHash } = only(found)
  return { lastN, lastHash: lastHash as Hash }
}

function write(org: string, pen: Pen, { caseId, says }: ServerWord, nowMs: EpochMs): Arrived & { envelope: Envelope } {
  const device = serverDevice(org)
  // Keys in the order they are written in: see canonicalJson.
  const envelope = {
    actor: 'server',
    body: says.body,
    bootId: 'server',
    case: caseId,
    devPrev: pen.lastHash,
    device,
    hlc: tickHlc(zeroHlc, nowMs),
    id: says.id,
    kind: says.kind,
    monoMs: 0,
    n: pen.lastN + 1,
    org,
    session: device,
    type: says.type,
    v: says.v,
    wallMs: nowMs,
  } as unknown as Envelope
  const text = canonicalJson(envelope as unknown as Json)
  const bodyHash = hashText(text)
  const devHash = deviceHash(pen.lastHash, bodyHash, envelope.n, digest)
  return { n: envelope.n, id: envelope.id, text, bodyHash, devHash, devPrev: pen.lastHash, envelope }
}

/** Enters what the server says on the bench, in order; a word somebody said before under the same id is left out. */
export async function enterWords(sql: Sql, bench: Bench, words: readonly ServerWord[]): Promise<void> {
  const fresh = words.filter(({ says }) => says.id !== undefined && !bench.taken.has(says.id))
  if (fresh.length === 0) return
  const { org, nowMs } = bench
  let pen = await lockPen(sql, org, nowMs)
  for (const word of fresh) {
    const file = bench.files.get(word.caseId)
    if (!file?.current) continue
    const arrived = write(org, pen, word, nowMs)
    const next = evolve(file.current, openWithoutPersonal(arrived.envelope, nowMs))
    enter(bench, arrived, arrived.envelope, file, next, { atMs: nowMs, clockSuspect: false })
    pen = { lastN: arrived.n, lastHash: arrived.devHash }
  }
  await sql.rows(rows.updateDevices, [
    org,
    textList([serverDevice(org)]),
    plainList([pen.lastN]),
    plainList([pen.lastHash]),
    textList(['[]']),
    plainList([nowMs]),
    plainList([false]),
  ])
}
