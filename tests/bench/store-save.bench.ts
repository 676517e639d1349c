import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecuteInput } from '../../electron/core/store/execute.ts'
import type { Store } from '../../electron/core/store/store.ts'
import { type CaseCommandInput, parseCommand } from '../../shared/case/commands.ts'
import type { CaseId, SessionId } from '../../shared/kernel/brand.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { corpusName } from './store/corpus.ts'
import { actorOf, openBench, ports } from './store/histories.ts'
import { type Contest, contest, percentile, perSecond, ratioOf, round } from './store/measure.ts'
import { rawPlain, simpleStore } from './store/peers.ts'
import { createDice, type Dice } from './store/random.ts'
import { complaint, personName, phoneNumber } from './store/words.ts'

export const name = 'store'

const actor = actorOf('hotline')
const mustRatio = 0.5
const mustP99Ms = 1.5

function inputOf(command: CaseCommandInput, id?: CaseId): ExecuteInput {
  const parsed = parseCommand(command)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const input = {
    commandId: randomUUID(),
    command: parsed.value,
    actor,
    session: 'bench' as SessionId,
    policy: ports.policy,
  }
  return { ...input, nowMs: Date.now(), offsetMs: 0, ...(id === undefined ? {} : { case: id }) }
}

const openingOf = (dice: Dice, symptom: string): CaseCommandInput => ({
  type: 'open',
  customer: { name: personName(dice), phones: [phoneNumber(dice)] },
  issue: { symptom },
  demands: [{ kind: 'refund', text: '退款' }],
  reception: { channel: 'hotline', receivedAtMs: Date.now() },
  classification: { problemType: 'product_fault', urgency: 'mid', by: 'agent' },
})

/** Parsing is the screen's; what is timed begins with the parsed command. */
function prepared(count: number, make: (i: number) => ExecuteInput): (i: number) => ExecuteInput {
  const ready = Array.from({ length: count }, (_, i) => make(i))
  let next = 0
  return (i) => ready[next++] ?? make(i)
}

function save(store: Store, input: ExecuteInput): CaseId {
  const saved = store.write.executeCase(input)
  if (!saved.ok) throw new Error(JSON.stringify(saved.error))
  return saved.value.case
}

function* figuresOf(
  what: 'create' | 'status',
  ours: Contest,
  raw: Contest,
  peer: Contest,
  lessons: string,
): Generator<Figure> {
  const ratio = ratioOf(ours, raw)
  const p99 = percentile(ours.acts, 0.99)
  yield {
    name: `store.${what}`,
    metric: 'ratio to raw plain SQLite, FULL',
    value: round(ratio),
    unit: 'x',
    must: `>= ${mustRatio}`,
    ok: ratio >= mustRatio,
    peer: `raw ${Math.round(perSecond(raw))}/s`,
    ratio: round(ratio),
  }
  yield {
    name: `store.${what}`,
    metric: 'one by one',
    value: Math.round(perSecond(ours)),
    unit: '1/s',
    peer: `simple store ${Math.round(perSecond(peer))}/s; ${lessons}`,
    ratio: round(ratioOf(ours, peer)),
  }
  yield {
    name: `store.${what}`,
    metric: 'p99',
    value: round(p99),
    unit: 'ms',
    must: `<= ${mustP99Ms}`,
    ok: p99 <= mustP99Ms,
    peer: `raw ${round(percentile(raw.acts, 0.99))} ms`,
  }
}

async function* oneByOne(dir: string, scale: number): AsyncGenerator<Figure> {
  const store = await openBench(join(dir, 'ours'))
  const raw = rawPlain(dir)
  const peer = simpleStore(dir)
  const dice = createDice(7)
  const shape = { rounds: Math.max(20, Math.round(110 * scale)), batch: 15, warmUp: 25 }
  const count = (shape.rounds + shape.warmUp) * shape.batch
  const texts = Array.from({ length: count }, () => complaint(dice, 340))
  const textOf = (i: number): string => texts[i % texts.length] ?? ''
  const ids: CaseId[] = []
  const openings = prepared(count, (i) => inputOf(openingOf(dice, textOf(i))))
  const created = await contest(
    {
      raw: (i) => raw.create(i, textOf(i)),
      ours: (i) => void ids.push(save(store, openings(i))),
      peer: (i) => peer.create(i, textOf(i)),
    },
    shape,
  )
  yield* figuresOf(
    'create',
    created.ours,
    created.raw,
    created.peer,
    'TinyBase 2,160, TanStack DB 1,640, WatermelonDB 1,030 (lessons.md)',
  )
  const changes = prepared(count, (i) =>
    inputOf({ type: 'classify', urgency: i % 2 === 0 ? 'high' : 'mid' }, ids[(i * 7) % ids.length]),
  )
  const changed = await contest(
    { raw: raw.update, ours: (i) => void store.write.executeCase(changes(i)), peer: peer.update },
    shape,
  )
  yield* figuresOf(
    'status',
    changed.ours,
    changed.raw,
    changed.peer,
    'TinyBase 3,290, TanStack DB 1,640, WatermelonDB 1,110 (lessons.md)',
  )
  raw.close()
  peer.close()
  await store.close()
}

const importBatch = 200

/** Committed by the second, batch by batch, as one after the other they take turns on the same disk. */
interface Imported {
  readonly ours: number
  readonly raw: number
  readonly peer: number
  /** Until the last case is found by search. */
  readonly searchable: number
}

/** Rows come parsed and mapped; what is timed is the store: committed, then until the last one is found by search. */
async function importAll(dir: string, cases: number): Promise<Imported> {
  const store = await openBench(join(dir, 'bulk'))
  await store.indexed()
  const raw = rawPlain(join(dir, 'bulk'))
  const peer = simpleStore(join(dir, 'bulk'))
  const dice = createDice(11)
  const texts = Array.from({ length: cases }, () => complaint(dice, 340))
  const inputs = texts.map((text) => inputOf(openingOf(dice, text)))
  const batches = Array.from({ length: cases / importBatch }, (_, i) => i * importBatch)
  const perSecondOf = async (work: (from: number) => void): Promise<number> => {
    const startedMs = performance.now()
    for (const from of batches) {
      work(from)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return cases / ((performance.now() - startedMs) / 1_000)
  }
  const rows = (from: number) => texts.slice(from, from + importBatch).map((text, k) => ({ i: from + k, text }))
  const rawRate = await perSecondOf((from) => raw.createAll(rows(from)))
  const peerRate = await perSecondOf((from) => peer.createAll(rows(from)))
  const startedMs = performance.now()
  const ours = await perSecondOf((from) => {
    const done = store.write.executeCases(inputs.slice(from, from + importBatch))
    if (!done.ok || done.value.some((it) => !it.ok)) throw new Error('the import was refused')
  })
  await store.indexed()
  const searchable = cases / ((performance.now() - startedMs) / 1_000)
  for (const it of [raw, peer]) it.close()
  await store.close()
  return { ours, raw: rawRate, peer: peerRate, searchable }
}

async function* bulk(dir: string, scale: number): AsyncGenerator<Figure> {
  const { ours, raw, peer, searchable } = await importAll(dir, Math.max(2_000, Math.round(20_000 * scale)))
  const figure = (metric: string, value: number, limit: number): Figure => ({
    ...{ name: 'store.import', metric, value: Math.round(value), unit: 'cases/s' },
    ...{ must: `>= ${limit}`, ok: value >= limit, ratio: round(value / raw) },
    peer: `raw ${Math.round(raw)}/s, simple store ${Math.round(peer)}/s; ${corpusName}`,
  })
  yield figure('committed, 200 at once', ours, 8_000)
  yield figure('until searchable', searchable, 4_500)
}

export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const dir = mkdtempSync(join(tmpdir(), 'redress-bench-save-'))
  try {
    yield* oneByOne(dir, Math.min(scale, 1))
    yield* bulk(dir, Math.min(scale, 1))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
