import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Store } from '../../electron/core/store/store.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { buildCore } from './store/build-core.ts'
import { type Corpus, corpusName, corpusOf, sizeOf } from './store/corpus.ts'
import { actorOf, openBench } from './store/histories.ts'
import { byTurns, percentile, round } from './store/measure.ts'
import { type PlainCopy, plainCopy } from './store/plain-copy.ts'
import { frequencies } from './store/words.ts'

export const name = 'store'

const actor = actorOf('hotline')
const million = 1_000_000
const rounds = 200
/** What takes seconds at a million is asked less often. */
const peerEvery = 20

/** What must hold at 100,000 and at 1,000,000 cases; in between the larger one counts. */
const must = (cases: number, small: number, large: number): number => (cases <= 100_000 ? small : large)

interface Times {
  readonly ours: readonly number[]
  readonly raw: readonly number[]
  readonly peer: readonly number[]
}

/** `ratio`: how often we answer while the raw limit answers once. */
function timed(figure: string, metric: string, { ours, raw, peer }: Times, limitMs: number, peerName: string): Figure {
  const p95 = (values: readonly number[]): number => percentile(values, 0.95)
  const value = p95(ours)
  return {
    ...{ name: figure, metric: `${metric}, p95`, value: round(value), unit: 'ms' },
    ...{ must: `<= ${limitMs}`, ok: value <= limitMs },
    peer: `raw ${round(p95(raw), 2)}, ${peerName} ${round(p95(peer), 1)} ms`,
    ratio: round(percentile(raw, 0.5) / percentile(ours, 0.5)),
  }
}

type Asked = Readonly<Record<'ours' | 'raw' | 'peer', (i: number) => unknown>>

/** The peer is asked now and then only; the first questions warm up and do not count. */
async function ask({ ours, raw, peer }: Asked): Promise<Times> {
  await byTurns(30, { ours, raw })
  const found = await byTurns(rounds, { ours, raw })
  return { ...found, ...(await byTurns(rounds / peerEvery, { peer })) }
}

async function* lists(store: Store, plain: PlainCopy, { cases, nowMs }: Corpus): AsyncGenerator<Figure> {
  const query = { view: 'open', scopes: actor.scopes, actor: actor.id, nowMs, limit: 50 } as const
  const listed = await ask({ ours: () => store.read.list(query), raw: plain.list, peer: plain.listSorted })
  const metric = `first 50 open by nearest clock of ${cases}`
  yield timed('store.list', metric, listed, must(cases, 1, 1.5), 'sorted when asked')
  const hourMs = 3_600_000
  const headings = [nowMs + 1, nowMs + hourMs + 1, nowMs + 8 * hourMs]
  const headed = await ask({
    ours: () => store.read.list({ ...query, headings }),
    raw: plain.list,
    peer: plain.listSorted,
  })
  yield timed('store.list', `the same under headings, who comes first, of ${cases}`, headed, 1.5, 'sorted when asked')
  const last = await ask({
    ours: () => store.read.list({ ...query, headings, backward: true }),
    raw: plain.list,
    peer: plain.listSorted,
  })
  yield timed('store.list', `the last 50 under headings of ${cases}`, last, 1.5, 'sorted when asked')
  const counted = await ask({ ours: () => store.read.counts(query), raw: plain.counts, peer: plain.countsCounted })
  yield timed('store.counts', `all queues of ${cases}`, counted, 2, 'counted when asked')
}

async function* searches(store: Store, plain: PlainCopy, { cases, nowMs }: Corpus): AsyncGenerator<Figure> {
  const search = (text: string, order: 'newest' | 'relevance') =>
    store.read.search({ text, scopes: actor.scopes, nowMs, order, limit: 50 })
  for (const { label, words } of frequencies) {
    const word = (i: number): string => words[i % words.length] ?? ''
    const found = await ask({
      ours: (i) => search(word(i), 'newest'),
      raw: (i) => plain.search(word(i)),
      peer: (i) => plain.searchLike(word(i)),
    })
    yield timed('store.search', `${label} word, newest 50 of ${cases}`, found, must(cases, 2, 5), 'LIKE')
  }
  const word = (i: number): string => frequencies[i % 3]?.words[i % 3] ?? ''
  const ranked = await ask({
    ours: (i) => search(word(i), 'relevance'),
    raw: (i) => plain.search(word(i)),
    peer: (i) => plain.searchLike(word(i)),
  })
  yield timed('store.search', `by relevance within 20,000 hits of ${cases}`, ranked, 10, 'LIKE, unranked')
}

interface Opening {
  readonly openMs: number
  readonly rss: number
}

const megabyte = 1024 * 1024
const starts = 7

/** Starts of built files, each in a process of its own; a plain database of the same cases beside. */
async function* openings({ dir, cases }: Corpus, plain: PlainCopy): AsyncGenerator<Figure> {
  const built = await buildCore('open-once', join(import.meta.dirname, 'store', 'open-once.ts'))
  const run = (...args: readonly string[]): Opening =>
    JSON.parse(execFileSync(process.execPath, [join(built, 'open-once.js'), ...args], { encoding: 'utf8' })) as Opening
  const found = Array.from({ length: starts }, () => ({ ours: run(dir), raw: run('--plain', plain.path) }))
  const middle = (of: (it: (typeof found)[number]) => number): number => percentile(found.map(of), 0.5)
  const openMs = middle((it) => it.ours.openMs)
  const rawMs = middle((it) => it.raw.openMs)
  const limitMs = must(cases, 100, 200)
  yield {
    ...{ name: 'store.open', metric: `after a clean stop, first list shown, ${cases} cases, median` },
    ...{ value: round(openMs), unit: 'ms', must: `<= ${limitMs}`, ok: openMs <= limitMs },
    ...{ peer: `raw ${round(rawMs, 1)} ms`, ratio: round(rawMs / openMs) },
  }
  const rss = middle((it) => it.ours.rss) / megabyte
  const rawRss = middle((it) => it.raw.rss) / megabyte
  yield {
    ...{ name: 'store.memory', metric: `core with ${cases} cases, list, search and save in use` },
    ...{ value: round(rss, 0), unit: 'MB', must: '<= 250', ok: rss <= 250 },
    ...{ peer: `raw ${round(rawRss, 0)} MB`, ratio: round(rawRss / rss) },
  }
}

function sizeFigure({ dir, cases, events }: Corpus, plain: PlainCopy): Figure {
  const perCase = sizeOf(dir) / cases
  const limit = 2_500 + (600 * events) / cases
  const raw = plain.bytes / cases
  return {
    ...{ name: 'store.size', metric: `a case with ${round(events / cases, 1)} events, all indexes` },
    ...{ value: Math.round(perCase), unit: 'bytes', must: `<= ${Math.round(limit)}`, ok: perCase <= limit },
    ...{ peer: `raw rows and pairs, no events ${Math.round(raw)}; ${corpusName}`, ratio: round(raw / perCase) },
  }
}

/** Scale 1 = 100,000 cases; scale 10 = 1,000,000. */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const cases = Math.min(million, Math.round(100_000 * scale))
  const corpus = await corpusOf(cases, (line) => void process.stderr.write(`${line}\n`))
  const plain = plainCopy(corpus)
  try {
    yield sizeFigure(corpus, plain)
    yield* openings(corpus, plain)
    const store = await openBench(corpus.dir)
    try {
      await store.indexed()
      yield* lists(store, plain, corpus)
      yield* searches(store, plain, corpus)
    } finally {
      await store.close()
    }
  } finally {
    plain.close()
  }
}
