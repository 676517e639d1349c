import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecuteInput } from '../../electron/core/store/execute.ts'
import type { Store } from '../../electron/core/store/store.ts'
import { type CaseCommandInput, parseCommand } from '../../shared/case/commands.ts'
import type { CaseId, SessionId } from '../../shared/kernel/brand.ts'
import type { BenchOptions, Figure } from './figures.ts'
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
  const shape = { rounds: Math.max(8, Math.round(40 * scale)), batch: 40, warmUp: 10 }
  const count = (shape.rounds + shape.warmUp) * shape.batch
  const texts = Array.from({ length: count }, () => complaint(dice, 340))
  const textOf = (i: number): string => texts[i % texts.length] ?? ''
  const ids: CaseId[] = []
  const openings = prepared(count, (i) => inputOf(openingOf(dice, textOf(i))))
  const created = contest(
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
  const changed = contest(
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

/** Rows come parsed and mapped; what is timed is the store: committed, then until the last one is found by search. */
async function* bulk(dir: string, scale: number): AsyncGenerator<Figure> {
  const store = await openBench(join(dir, 'bulk'))
  await store.indexed()
  const dice = createDice(11)
  const cases = Math.max(2_000, Math.round(20_000 * scale))
  const batches = Array.from({ length: cases / importBatch }, () =>
    Array.from({ length: importBatch }, () => inputOf(openingOf(dice, complaint(dice, 340)))),
  )
  const startedMs = performance.now()
  for (const batch of batches) {
    const done = store.write.executeCases(batch)
    if (!done.ok || done.value.some((it) => !it.ok)) throw new Error('the import was refused')
    await new Promise((resolve) => setImmediate(resolve))
  }
  const committed = cases / ((performance.now() - startedMs) / 1_000)
  await store.indexed()
  const searchable = cases / ((performance.now() - startedMs) / 1_000)
  yield {
    name: 'store.import',
    metric: 'committed',
    value: Math.round(committed),
    unit: 'cases/s',
    must: '>= 8000',
    ok: committed >= 8_000,
    peer: 'PouchDB 6,000 without fsync (lessons.md)',
  }
  yield {
    name: 'store.import',
    metric: 'until searchable',
    value: Math.round(searchable),
    unit: 'cases/s',
    must: '>= 4500',
    ok: searchable >= 4_500,
  }
  await store.close()
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
