import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Store } from '../../electron/core/store/store.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { type Corpus, corpusName, corpusOf, sizeOf } from './store/corpus.ts'
import { actorOf, openBench } from './store/histories.ts'
import { percentile, round, times } from './store/measure.ts'
import { frequencies } from './store/words.ts'

export const name = 'store'

const actor = actorOf('hotline')
const million = 1_000_000

/** What must hold at 100,000 and at 1,000,000 cases; in between the larger one counts. */
const must = (cases: number, small: number, large: number): number => (cases <= 100_000 ? small : large)

function timed(
  figure: string,
  metric: string,
  found: readonly number[],
  share: number,
  limitMs: number,
  peer?: string,
): Figure {
  const value = percentile(found, share)
  return {
    name: figure,
    metric,
    value: round(value),
    unit: 'ms',
    must: `<= ${limitMs}`,
    ok: value <= limitMs,
    ...(peer === undefined ? {} : { peer }),
  }
}

const rounds = 200

async function* lists(store: Store, { cases, nowMs }: Corpus): AsyncGenerator<Figure> {
  const query = { view: 'open', scopes: actor.scopes, actor: actor.id, nowMs, limit: 50 } as const
  await times(30, () => store.read.list(query))
  const found = await times(rounds, () => store.read.list(query))
  yield timed(
    'store.list',
    `first 50 open by nearest clock of ${cases}, p95`,
    found,
    0.95,
    must(cases, 1, 1.5),
    'raw 0.4, TanStack DB 3.8, WatermelonDB 50 (p50, lessons.md)',
  )
  const counted = await times(rounds, () => store.read.counts(query))
  yield timed('store.counts', `all queues of ${cases}, p95`, counted, 0.95, 2, 'osTicket one count 153 s (lessons.md)')
}

async function* searches(store: Store, { cases, nowMs }: Corpus): AsyncGenerator<Figure> {
  const ask = (text: string, order: 'newest' | 'relevance') => () =>
    store.read.search({ text, scopes: actor.scopes, nowMs, order, limit: 50 })
  for (const { label, words } of frequencies) {
    for (const word of words) await ask(word, 'newest')()
    const found = await times(rounds, (i) => ask(words[i % words.length] ?? '', 'newest')())
    yield timed(
      'store.search',
      `${label} word, newest 50 of ${cases}, p95`,
      found,
      0.95,
      must(cases, 2, 5),
      'trigram 76, LIKE 78, WatermelonDB 62 (lessons.md)',
    )
  }
  const ranked = await times(rounds, (i) => ask(frequencies[i % 3]?.words[i % 3] ?? '', 'relevance')())
  yield timed('store.search', `by relevance within 20,000 hits of ${cases}, p95`, ranked, 0.95, 10)
}

interface Opening {
  readonly openedMs: number
  readonly usableMs: number
  readonly rss: number
}

const megabyte = 1024 * 1024

function* openings({ dir, cases, events }: Corpus): Generator<Figure> {
  const program = join(import.meta.dirname, 'store', 'open-once.ts')
  const found = Array.from(
    { length: 7 },
    () => JSON.parse(execFileSync(process.execPath, [program, dir], { encoding: 'utf8' })) as Opening,
  )
  const usable = found.map((it) => it.usableMs)
  yield timed(
    'store.open',
    `after a clean stop, first list shown, ${cases} cases, median`,
    usable,
    0.5,
    must(cases, 100, 200),
  )
  const rss = percentile(
    found.map((it) => it.rss / megabyte),
    0.5,
  )
  yield {
    name: 'store.memory',
    metric: `core with ${cases} cases, list, search and save in use`,
    value: round(rss, 0),
    unit: 'MB',
    must: '<= 250',
    ok: rss <= 250,
  }
  const perCase = sizeOf(dir) / cases
  const limit = 2_500 + (600 * events) / cases
  yield {
    name: 'store.size',
    metric: `a case with ${round(events / cases, 1)} events, all indexes`,
    value: Math.round(perCase),
    unit: 'bytes',
    must: `<= ${Math.round(limit)}`,
    ok: perCase <= limit,
    peer: corpusName,
  }
}

/** Scale 1 = 100,000 cases; scale 10 = 1,000,000. */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const cases = Math.min(million, Math.round(100_000 * scale))
  const corpus = await corpusOf(cases, (line) => void process.stderr.write(`${line}\n`))
  yield* openings(corpus)
  const store = await openBench(corpus.dir)
  try {
    await store.indexed()
    yield* lists(store, corpus)
    yield* searches(store, corpus)
  } finally {
    await store.close()
  }
}
