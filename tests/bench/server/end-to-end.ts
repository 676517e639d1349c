import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type BenchConsole, startBenchConsole } from './bench-console.ts'
import { type Place, signedIn } from './load.ts'

export interface EndToEnd {
  readonly events: number
  readonly cases: number
  /** From the first console's start of sync until the second has committed everything. */
  readonly ms: number
  /** Every chain of the second console checked anew, ms. */
  readonly verifyMs: number
  /** From a save on the first console until the screens of the second are told, ms, one change after the other. */
  readonly changes: readonly number[]
}

/** Asks where the scope ends; signed in beforehand, because a sign-in costs the server a quarter of a second. */
async function headReader(url: string): Promise<() => Promise<number>> {
  const device = await signedIn(url, 'zhou')
  return async () => (await device.hello(url)).scopes.find((it) => it.id === 'team:hotline')?.head ?? 0
}

/** Cases made offline on one console travel over the server to a second one that is in step and waits. */
export async function endToEnd(place: Place, cases: number): Promise<EndToEnd> {
  const { url } = place.server
  const folders = ['a', 'b'].map((name) => mkdtempSync(join(tmpdir(), `redress-bench-${name}-`)))
  const consoles: BenchConsole[] = []
  const open = async (i: number, user: string): Promise<BenchConsole> => {
    const it = await startBenchConsole(url, folders[i] ?? '', user)
    consoles.push(it)
    return it
  }
  try {
    const [maker, reader] = [await open(0, 'zhou'), await open(1, 'lin')]
    await maker.tell({ do: 'make', cases })
    const head = await headReader(url)
    const before = await head()
    await reader.tell({ do: 'start' })
    const held = await reader.tell({ do: 'await', events: before, rows: 0 })
    const started = await maker.tell({ do: 'start' })
    const done = await untilAll(head, maker, reader, held.rows + cases)
    const verified = await reader.tell({ do: 'verify' })
    const checked = await reader.tell({ do: 'await', events: before, rows: 0 })
    if (!verified.ok) throw new Error('the chains of the second console do not verify')
    const changes = await heard(maker, reader)
    const events = done.events - before
    return { events, cases, ms: done.atMs - started.atMs, verifyMs: checked.atMs - done.atMs, changes }
  } finally {
    for (const it of consoles) await it.end()
    for (const dir of folders) rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

const rounds = 60

async function heard(maker: BenchConsole, reader: BenchConsole): Promise<readonly number[]> {
  const times: number[] = []
  // The first of them opens the case.
  for (let i = 0; i <= rounds; i++) {
    const told = reader.tell({ do: 'hear' })
    const saved = await maker.tell({ do: 'save' })
    times.push((await told).atMs - saved.atMs)
    await wait(50)
  }
  return times.slice(1).sort((a, b) => a - b)
}

/** The maker is through when the server judged all; what the reader then still lacks ends at the head of that moment. */
async function untilAll(head: () => Promise<number>, maker: BenchConsole, reader: BenchConsole, rows: number) {
  await maker.tell({ do: 'send' })
  return reader.tell({ do: 'await', events: await head(), rows })
}

/** A console that holds nothing begins: until the first of the newest cases are there, and until all are, ms. */
export async function startFresh(place: Place, cases: number): Promise<{ usableMs: number; completeMs: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'redress-bench-fresh-'))
  const fresh = await startBenchConsole(place.server.url, dir, 'zhou')
  try {
    const head = await (await headReader(place.server.url))()
    const started = await fresh.tell({ do: 'start' })
    const usable = await fresh.tell({ do: 'show', rows: Math.min(500, cases) })
    const complete = await fresh.tell({ do: 'await', events: head, rows: cases })
    return { usableMs: usable.saidMs - started.atMs, completeMs: complete.atMs - started.atMs }
  } finally {
    await fresh.end()
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}
