import { setTimeout as wait } from 'node:timers/promises'
import { openStream } from '../integration/server/tools/stream.ts'
import { missing } from '../prerequisites.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { callDay } from './server/call-day.ts'
import { endToEnd, startFresh } from './server/end-to-end.ts'
import { memoryMb, openPlace, type Place, signedIn, writeCases, writePushes } from './server/load.ts'
import { rawInsertMs } from './server/raw-insert.ts'
import { livesName } from './store/histories.ts'

export const name = 'sync'

/** Of one run, sorted: the value below which the share lies. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN

const corpus = '8 events a case, first 1 kB'

/** Rows the server has stored of the team: what was pushed, and what it said itself about it. */
async function storedRows(url: string): Promise<number> {
  const reader = await signedIn(url, 'zhou')
  return (await reader.hello(url)).scopes.find((it) => it.id === 'team:hotline')?.head ?? 0
}

async function ingest(place: Place, cases: number): Promise<{ pushed: number; rows: number; ms: number }> {
  const { url } = place.server
  const device = await signedIn(url, 'lin')
  const warm = 3000
  writeCases(device, Math.ceil(warm / 8) + cases)
  const pushes = await writePushes(device, url, 1)
  const send = async (body: string) => {
    const answer = await device.send(url, body)
    if (answer.status !== 200) throw new Error(`push: ${answer.status}`)
  }
  for (const body of pushes.slice(0, warm / 500)) await send(body)
  const before = await storedRows(url)
  const started = performance.now()
  for (const body of pushes.slice(warm / 500)) await send(body)
  const ms = performance.now() - started
  return { pushed: device.lastN() - warm, rows: (await storedRows(url)) - before, ms }
}

/** The server looks at the clocks of what was pushed once nobody pushes: the raw insert does not run beside that. */
const quiet = (): Promise<void> => wait(4_000)

/** From the sending of one change until another console has read it. */
async function fanOut(place: Place, streams: number, changes: number): Promise<readonly number[]> {
  const { url } = place.server
  const [writer, reader] = [await signedIn(url, 'lin'), await signedIn(url, 'zhou')]
  const others = []
  for (let i = 0; i < streams; i++) others.push(await openStream(url, reader.signIn().accessToken))
  const stream = await openStream(url, reader.signIn().accessToken)
  await stream.next()
  const head = (await reader.hello(url)).scopes.find((it) => it.id === 'team:hotline')?.head ?? 0
  let cursor = head
  const times: number[] = []
  const opened = writer.open()
  for (let i = 0; i < changes; i++) {
    if (i > 0) writer.note(opened.case)
    const started = performance.now()
    await writer.push(url, writer.lastN())
    for (let seen = false; !seen; ) {
      await stream.next()
      const page = (await reader.pull(url, { 'team:hotline': cursor })).pages[0]
      cursor = page?.to ?? cursor
      seen = page?.events.some((it) => it.event.n === writer.lastN() && it.event.device === writer.name) ?? false
    }
    times.push(performance.now() - started)
  }
  for (const it of [...others, stream]) it.close()
  return times.sort((a, b) => a - b)
}

async function* measure(kind: 'postgres' | 'pglite', scale: number): AsyncIterable<Figure> {
  const place = await openPlace(kind)
  const label = kind === 'postgres' ? 'PostgreSQL' : 'PGlite'
  try {
    if (kind === 'pglite')
      yield { name: 'sync.memory', metric: 'PGlite server, idle', value: await memoryMb(place.server.url), unit: 'MB' }
    const { pushed, rows, ms } = await ingest(place, Math.max(63, Math.round(1250 * scale)))
    const perSecond = (pushed / ms) * 1000
    const metric = `ingest, batches of 500, ${label} (${corpus})`
    if (place.databaseUrl === undefined) yield { name: 'sync.ingest', metric, value: perSecond, unit: 'events/s' }
    else {
      await quiet()
      const raw = await rawInsertMs(place.databaseUrl, 'demo')
      const rawPerSecond = (raw.events / raw.ms) * 1000
      const ratio = ((rows / ms) * 1000) / rawPerSecond
      yield {
        name: 'sync.ingest',
        metric: `raw insert of the same rows, ${label}`,
        value: rawPerSecond,
        unit: 'rows/s',
      }
      yield {
        name: 'sync.ingest',
        metric,
        value: perSecond,
        unit: 'events/s',
        must: '0.5 × raw insert',
        ok: ratio >= 0.5,
        ratio,
      }
    }
    const times = await fanOut(place, 20, Math.max(20, Math.round(100 * scale)))
    const p95 = percentile(times, 0.95)
    yield {
      name: 'sync.change',
      metric: `one change pushed → read by another client, p95, ${label}`,
      value: p95,
      unit: 'ms',
      must: 150,
      ok: p95 <= 150,
    }
    if (kind === 'postgres') {
      yield await manyStreams(place)
      yield await callDayFigure(place, scale)
    }
  } finally {
    await place.end()
  }
}

/** Twenty teams of 25 consoles; 100 calls an agent in eight hours are 1.7 a second, ten times as many here. */
async function callDayFigure(place: Place, scale: number): Promise<Figure> {
  const seconds = Math.max(5, Math.round(30 * scale))
  const ages = await callDay(place.server.url, { teams: 20, consoles: 25, pushesPerSecond: 17, seconds })
  const p99 = percentile(ages, 0.99)
  const metric = `a call day × 10, 500 consoles, ${ages.length} readings, p99, PostgreSQL`
  return { name: 'sync.change', metric, value: p99, unit: 'ms', must: 1000, ok: p99 <= 1000 }
}

/** Events/s of peers that store durably, measured once on a machine like this: 5,000 cases A → server → B. Source: lessons. */
const peers = { WatermelonDB: 7_800, PouchDB: 1_670, TinyBase: 1_590, LiveStore: 675, 'Automerge-repo': 29 }
/** Rows over HTTP into SQLite with nothing checked, measured with them: the raw limit. */
const rawPerSecond = 23_500

async function* offlineCases(kind: 'postgres' | 'pglite', scale: number): AsyncIterable<Figure> {
  const place = await openPlace(kind)
  const label = kind === 'postgres' ? 'PostgreSQL' : 'PGlite'
  const must = kind === 'postgres' ? 8_000 : 5_000
  try {
    const { events, ms, cases, verifyMs, changes } = await endToEnd(place, Math.max(250, Math.round(5_000 * scale)))
    const value = (events / ms) * 1000
    yield {
      ...{ name: 'sync.offline', value, unit: 'events/s' },
      metric: `${cases} offline cases, A → server → B, ${label} (${livesName})`,
      ...{ must, ok: value >= must, peer: `raw ${rawPerSecond}`, ratio: value / rawPerSecond },
    }
    const best = Math.max(...Object.values(peers))
    const peer = Object.entries(peers).map(([name, perSecond]) => `${name} ${perSecond}`)
    yield {
      ...{ name: 'sync.offline', metric: `ahead of peers that store durably, ${label}`, value, unit: 'events/s' },
      ...{ peer: peer.join(', '), ratio: value / best },
      // The embedded database has a limit of its own, below the quickest peer.
      ...(kind === 'postgres' ? { must: best, ok: value > best } : {}),
    }
    yield { name: 'sync.offline', metric: `the same checked anew on B, ${label}`, value: verifyMs, unit: 'ms' }
    const p95 = percentile(changes, 0.95)
    yield {
      ...{ name: 'sync.change', metric: `saved on A → the screens of B are told, p95 of ${changes.length}, ${label}` },
      ...{ value: p95, unit: 'ms', must: 150, ok: p95 <= 150 },
    }
  } finally {
    await place.end()
  }
}

/** A device that holds nothing, and a scope of so many cases with eight events each. */
async function* firstStart(scale: number): AsyncIterable<Figure> {
  const place = await openPlace('postgres')
  const cases = Math.max(1_000, Math.round(100_000 * scale))
  try {
    await fill(place, cases)
    const { usableMs, completeMs } = await startFresh(place, cases)
    const what = `first start with ${cases} cases`
    const name = 'sync.first_start'
    yield { name, metric: `${what}, usable`, value: usableMs, unit: 'ms', must: 10_000, ok: usableMs <= 10_000 }
    const must = 60_000 * scale
    yield { name, metric: `${what}, complete`, value: completeMs, unit: 'ms', must, ok: completeMs <= must }
  } finally {
    await place.end()
  }
}

async function fill(place: Place, cases: number): Promise<void> {
  const { url } = place.server
  for (let left = cases; left > 0; left -= 5_000) {
    const device = await signedIn(url, 'lin')
    writeCases(device, Math.min(left, 5_000))
    for (const body of await writePushes(device, url, 1)) await device.send(url, body)
  }
}

async function manyStreams(place: Place): Promise<Figure> {
  const { url } = place.server
  const reader = await signedIn(url, 'zhou')
  const streams = []
  for (let i = 0; i < 500; i++) streams.push(await openStream(url, reader.signIn().accessToken))
  const value = await memoryMb(url)
  for (const it of streams) it.close()
  return {
    name: 'sync.memory',
    metric: 'server with 500 live consoles',
    value,
    unit: 'MB',
    must: 400,
    ok: value <= 400,
  }
}

/** Sync as its parts and from end to end; consoles and servers are processes of their own. */
export async function* run({ scale }: BenchOptions): AsyncIterable<Figure> {
  const kinds = missing('postgres') === null ? (['postgres', 'pglite'] as const) : (['pglite'] as const)
  for (const kind of kinds) yield* measure(kind, scale)
  for (const kind of kinds) yield* offlineCases(kind, scale)
  if (kinds[0] === 'postgres') yield* firstStart(scale)
}
