import { beforeAll, expect, it, vi } from 'vitest'
import { createWire } from '../../../electron/core/network/transport.ts'
import type { RunningServer } from '../../../server/start.ts'
import { envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { caseHash, zeroHash } from '../../../shared/kernel/hash.ts'
import { scopeDigest } from '../../../shared/sync/chain.ts'
import { type OrderedEvent, type SnapshotChunk, SnapshotChunkSchema } from '../../../shared/sync/protocol.ts'
import { closeConsoles, openTestConsole, type TestConsole } from './tools/console.ts'
import { onBothDatabases } from './tools/databases.ts'
import { codeOf, createDevice, type Device, get } from './tools/device.ts'
import { startFaultyProxy } from './tools/faulty-proxy.ts'

onBothDatabases('snapshot', (bed) => {
  let server: RunningServer
  const writer = createDevice()
  const reader = createDevice()

  beforeAll(async () => {
    server = await bed.start(await bed.home())
    await writer.login(server.url, 'lin')
    await reader.login(server.url, 'zhou')
    for (let i = 0; i < 510; i++) writer.open()
    for (let i = 0; i < 20; i++) writer.note(writer.events[i * 7]?.case ?? writer.open().case)
    await writer.push(server.url, 1, 500)
    await writer.push(server.url, 501)
  })

  async function pullAll(device: Device, from: number): Promise<readonly OrderedEvent[]> {
    const events: OrderedEvent[] = []
    for (;;) {
      const page = (await device.pull(server.url, { 'team:hotline': from + events.length })).pages[0]
      if (!page || page.events.length === 0) return events
      events.push(...page.events)
    }
  }
  const chunkAt = async (seq: number, name: string): Promise<SnapshotChunk> => {
    const path = `/v1/sync/snapshot/team:hotline/${seq}/${name}`
    return SnapshotChunkSchema.parse((await get(server.url, path, reader.signIn().accessToken)).body)
  }
  async function readChunks(seq: number): Promise<readonly SnapshotChunk[]> {
    const chunks = [await chunkAt(seq, 'newest')]
    for (let next = chunks[0]?.next; next; next = chunks.at(-1)?.next) chunks.push(await chunkAt(seq, next))
    return chunks
  }

  it('gives the same records as reading the feed from its beginning, newest case first, each chain right', async () => {
    const feed = await pullAll(reader, 0)
    const head = feed.length
    const chunks = await readChunks(head)
    expect(chunks.length).toBeGreaterThan(1)
    const cases = chunks.flatMap((chunk) => chunk.cases)
    const ids = cases.map((it) => it.case as string)
    expect(ids).toEqual([...new Set(ids)].toSorted().toReversed())
    const bare = (events: readonly Omit<OrderedEvent, 'seq'>[]) =>
      events.map((it) => `${it.event.id} ${it.caseHash}`).toSorted()
    expect(bare(cases.flatMap((it) => it.events))).toEqual(bare(feed))
    for (const { events } of cases) {
      let link = zeroHash
      for (const it of events) link = caseHash(link, envelopeHashes(it.event).bodyHash, it.caseV, it.serverMs)
      expect(events.at(-1)?.caseHash).toBe(link)
    }
    const digest = feed.reduce((before, it) => scopeDigest(before, it.caseHash, it.seq), zeroHash)
    expect(chunks.map((chunk) => chunk.digest)).toEqual(chunks.map(() => digest))
  })

  it('SYNC-10 goes on from any chunk, the same whatever was written meanwhile, and joins the feed', async () => {
    const head = (await pullAll(reader, 0)).length
    const before = await readChunks(head)
    writer.open()
    await writer.push(server.url, writer.lastN())
    const again = await chunkAt(head, before[0]?.next ?? '')
    expect(again.cases.map((it) => it.case)).toEqual(before[1]?.cases.map((it) => it.case))
    const rest = await pullAll(reader, head)
    expect(rest.map((it) => it.event.type)).toEqual(['opened', 'number_given'])
    const page = (await reader.pull(server.url, { 'team:hotline': head })).pages[0]
    const digest = rest.reduce((link, it) => scopeDigest(link, it.caseHash, it.seq), before[0]?.digest ?? zeroHash)
    expect([page?.digestAtTo, page?.digestAtHead]).toEqual([digest, digest])
  })

  it('SYNC-6 tells nobody of a scope they do not hold, nor of a number that is not there', async () => {
    const handler = createDevice()
    await handler.login(server.url, 'chen')
    const ask = (device: Device, path: string) =>
      get(server.url, `/v1/sync/snapshot/${path}`, device.signIn().accessToken)
    const answers = [
      await ask(handler, 'team:hotline/5/newest'),
      await ask(handler, 'team:nowhere/5/newest'),
      await ask(reader, 'team:hotline/999999/newest'),
      await ask(reader, 'team:hotline/-1/newest'),
      await ask(reader, "team:hotline/5/' OR 1=1"),
    ]
    expect(answers.map((it) => [it.status, codeOf(it)])).toEqual(answers.map(() => [404, 'snapshot.unknown']))
  })

  it('SYNC-10b a new device reads a long scope by whole cases, goes on where it was cut, and ends like one that read the feed', async () => {
    const feeder = await openTestConsole(server.url, { profile: 'supervisor' })
    await feeder.inStep()
    for (let at = writer.lastN() + 1, i = 0; i < 3; i++, at = writer.lastN() + 1) {
      for (let k = 0; k < 450; k++) writer.note(writer.events[k]?.case ?? writer.open().case)
      await writer.push(server.url, at)
    }
    const line = await startFaultyProxy(server.url)
    const asked: string[] = []
    const wire = createWire({ proxy: 'none' })
    const fetch: typeof wire.fetch = (url, init) => {
      asked.push(new URL(url).pathname)
      // The second chunk is cut in the middle, once.
      line.faults.cutAfter = asked.filter(isChunk).length === 2 ? 5_000 : Number.POSITIVE_INFINITY
      return wire.fetch(url, { ...init, headers: { ...init.headers, connection: 'close' } })
    }
    const fresh = await openTestConsole(line.url, { profile: 'supervisor', wire: { ...wire, fetch } })
    await fresh.inStep()
    await feeder.inStep()
    await vi.waitFor(async () => expect(await seen(fresh)).toEqual(await seen(feeder)), slowly)
    const chunks = asked.filter(isChunk)
    expect(chunks.length).toBeGreaterThan(2)
    expect(chunks[1]).toBe(chunks[2])
    expect(new Set(chunks).size).toBe(chunks.length - 1)
    expect((await fresh.client.record.verify()).ok).toBe(true)
    writer.note(writer.events[0]?.case ?? writer.open().case)
    await writer.push(server.url, writer.lastN())
    await vi.waitFor(async () => expect(await seen(fresh)).toEqual(await seen(feeder)), slowly)
    await closeConsoles()
    await line.close()
  })

  it('SYNC-10c while it catches up, a new device lists, opens and logs cases', async () => {
    const wire = createWire({ proxy: 'none' })
    const gate = Promise.withResolvers<void>()
    let chunks = 0
    const fetch: typeof wire.fetch = async (url, init) => {
      if (isChunk(new URL(url).pathname) && ++chunks === 2) await gate.promise
      return wire.fetch(url, init)
    }
    const fresh = await openTestConsole(server.url, { profile: 'supervisor', wire: { ...wire, fetch } })
    await vi.waitFor(() => expect(chunks).toBe(2), slowly)
    const first = await fresh.client.cases.list({ view: 'all', limit: 5 })
    expect(first.rows).toHaveLength(5)
    expect(await fresh.client.cases.get({ id: first.rows[0]?.id ?? '' })).toMatchObject({ pending: false })
    const logged = await fresh.open('同步中登记的投诉')
    expect(await fresh.client.cases.get({ id: logged })).toMatchObject({ pending: true })
    gate.resolve()
    await fresh.inStep()
    expect(await fresh.client.cases.get({ id: logged })).toMatchObject({ pending: false })
    await closeConsoles()
  })

  const slowly = { timeout: 20_000, interval: 300 }
  const isChunk = (path: string): boolean => path.startsWith('/v1/sync/snapshot/team%3Ahotline/')

  async function seen({ client }: TestConsole): Promise<readonly string[]> {
    const { events, cases } = await client.record.verify()
    const rows: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await client.cases.list({ view: 'all', limit: 500, ...(cursor ? { cursor } : {}) })
      rows.push(...page.rows.map((row) => `${row.id} ${row.number} ${row.updatedAtMs} ${row.pending}`))
      cursor = page.next
      if (cursor === undefined) return [`${events} ${cases}`, ...rows.toSorted()]
    }
  }
})
