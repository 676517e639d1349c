import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../electron/core/store/database.ts'
import type { Store } from '../../electron/core/store/store.ts'
import type { TransferView } from '../../electron/core/store/transfer-lists.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { corpusName, corpusOf } from './store/corpus.ts'
import { actorOf, openBench, teams } from './store/histories.ts'
import { percentile, round } from './store/measure.ts'

export const name = 'store'

const rounds = 200
const people = 40

/** A copy of the corpus in which every second open case, as many as there are, waits for the answer of some team. */
async function withTransfers(corpusDir: string): Promise<{ readonly dir: string; readonly waiting: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'redress-transfers-'))
  cpSync(corpusDir, dir, { recursive: true, filter: (file) => !file.endsWith('in-use.lock') })
  await (await openBench(dir)).close()
  const ring = JSON.parse(readFileSync(join(dir, 'keyring.json'), 'utf8')) as { entries: { key: string }[] }
  const key = Buffer.from(ring.entries[0]?.key ?? '', 'base64')
  const { raw } = openDatabase({ file: join(dir, 'case.db'), key, mode: 'write', cacheKiB: 64 * 1024 })
  const insert = raw.prepare(`INSERT INTO transfers (due_ms, ref, id, team, receiver, sender, reason, asked_ms)
    SELECT due_ms + ref % 997, ref, randomblob(16), ?, iif(ref % 4 = 0, 'hotline-' || (ref % ${people}), NULL),
      'hotline-' || (ref % ${people}), 'their_cause', opened_ms FROM cases WHERE ref % ${teams.length} = ?`)
  for (const [at, team] of teams.entries()) insert.run(team, at)
  const waiting = (raw.prepare('SELECT count(*) AS n FROM transfers').get() as { n: number }).n
  raw.close()
  return { dir, waiting }
}

/** Transfers that wait, one for every case: the list of a person, of a team, and what somebody asked. */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const corpus = await corpusOf(Math.round(100_000 * scale), (line) => void process.stderr.write(`${line}\n`))
  const { dir, waiting } = await withTransfers(corpus.dir)
  try {
    const store = await openBench(dir)
    try {
      for (const view of ['mine', 'team', 'asked'] as const) yield await listed(store, view, waiting)
    } finally {
      await store.close()
    }
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function listed(store: Store, view: TransferView, waiting: number): Promise<Figure> {
  const { id, scopes, team } = actorOf('hotline')
  const ask = { view, scopes, actor: id, team, limit: 50 } as const
  const times: number[] = []
  for (let i = -30; i < rounds; i++) {
    const startedMs = performance.now()
    await store.read.transfers(ask)
    if (i >= 0) times.push(performance.now() - startedMs)
  }
  const value = percentile(times, 0.95)
  return {
    ...{ name: 'store.transfers', metric: `first 50 of ${view} by deadline, ${waiting} wait, p95` },
    ...{ value: round(value), unit: 'ms', must: '<= 1.5', ok: value <= 1.5, peer: corpusName },
  }
}
