import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import type { ScopeId } from '../../../shared/kernel/brand.ts'
import { envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { caseHash, zeroHash } from '../../../shared/kernel/hash.ts'
import { scopeDigest } from '../../../shared/sync/chain.ts'
import { onBothDatabases } from './tools/databases.ts'
import { codeOf, createDevice, type Device } from './tools/device.ts'

onBothDatabases('push and pull', (bed) => {
  let server: RunningServer
  let agent: Device
  let supervisor: Device

  beforeAll(async () => {
    server = await bed.start(await bed.home())
    agent = createDevice()
    supervisor = createDevice()
    await agent.login(server.url, 'lin')
    await supervisor.login(server.url, 'zhou')
  })

  it('SYNC-2 SYNC-4 gives what one device wrote to another, dense and with both chains right', async () => {
    const opened = agent.open()
    const note = agent.note(opened.case)
    const pushed = await agent.push(server.url, 1)
    expect(pushed.verdicts.map((it) => it.verdict)).toEqual(['accepted', 'accepted'])
    expect(pushed.durable).toBe(server.database === 'pglite' ? 'journal' : 'wal')
    const pulled = await supervisor.pull(server.url, { 'team:hotline': 0 })
    const page = pulled.pages[0]
    expect(page?.from).toBe(0)
    expect(page?.to).toBe(page?.head)
    expect(page?.events.map((it) => it.seq)).toEqual([1, 2, 3])
    expect(page?.events.slice(0, 2).map((it) => it.event)).toEqual([opened, note])
    expect(page?.events[2]?.event.type).toBe('number_given')
    let link = zeroHash
    let digest = zeroHash
    for (const item of page?.events ?? []) {
      link = caseHash(link, envelopeHashes(item.event).bodyHash, item.caseV, item.serverMs)
      expect(item.caseHash).toBe(link)
      digest = scopeDigest(digest, link, item.seq)
    }
    expect(page?.digestAtHead).toBe(digest)
  })

  it('CASE-6b gives every case one official number of the day it was received', async () => {
    const receivedAtMs = Date.UTC(2026, 4, 10, 17, 0)
    const before = agent.lastN()
    const first = agent.open('hotline', {
      body: { ...agent.events[0]?.body, reception: { channel: 'hotline', receivedAtMs, agent: 'lin' } },
    })
    await agent.push(server.url, before + 1)
    const pulled = await supervisor.pull(server.url, { 'team:hotline': 0 })
    const numbers = pulled.pages[0]?.events.filter((it) => it.event.type === 'number_given') ?? []
    const own = numbers.filter((it) => it.event.case === first.case)
    expect(own.map((it) => it.event.body['number'])).toEqual([expect.stringMatching(/^20260511-\d{6}$/)])
    expect(new Set(numbers.map((it) => it.event.body['number'])).size).toBe(numbers.length)
  })

  it('SYNC-3a SYNC-3b answers a repeated push with the stored words and stores nothing twice', async () => {
    const device = createDevice()
    await device.login(server.url, 'lin')
    device.open()
    const { epoch } = await device.hello(server.url)
    const request = device.request(epoch, 1)
    const [first, again] = [await device.send(server.url, request), await device.send(server.url, request)]
    expect(again.body).toMatchObject({ verdicts: (first.body as { verdicts: unknown }).verdicts, lastN: 1 })
    const pulled = await supervisor.pull(server.url, { 'team:hotline': 0 })
    expect(pulled.pages[0]?.events.filter((it) => it.event.id === device.events[0]?.id)).toHaveLength(1)
  })

  it('SYNC-3 SYNC-4 deliveries doubled and out of order, many at once: each event once, in its author’s order, one word for each', async () => {
    const devices = Array.from({ length: 4 }, () => createDevice())
    const words = new Map<string, string>()
    let turned = 0
    for (const device of devices) {
      await device.login(server.url, 'lin')
      const opened = device.open()
      for (let i = 0; i < 19; i++) device.note(opened.case)
    }
    const deliver = async (device: Device): Promise<void> => {
      const { epoch } = await device.hello(server.url)
      const cuts = [1, 4, 5, 9, 13, 18, 21]
      const batches = cuts.slice(0, -1).map((from, i) => device.request(epoch, from, (cuts[i + 1] ?? 0) - 1))
      for (let lastN = 0; lastN < 20; ) {
        const shuffled = [...batches, ...batches].toSorted((a, b) => ((a.from * 7) % 11) - ((b.from * 7) % 11))
        const answers = await Promise.all(shuffled.map((request) => device.send(server.url, request)))
        for (const { status, body } of answers) {
          if (status !== 200) turned += 1
          expect(status === 200 || (body as { code: string }).code === 'push.gap').toBe(true)
          for (const it of (body as { verdicts?: { id: string }[] }).verdicts ?? []) {
            expect(words.get(it.id) ?? JSON.stringify(it)).toBe(JSON.stringify(it))
            words.set(it.id, JSON.stringify(it))
          }
        }
        lastN = (await device.hello(server.url)).lastN
      }
    }
    await Promise.all(devices.map(deliver))
    expect(turned).toBeGreaterThan(0)
    const events = []
    for (let cursor = 0; ; ) {
      const page = (await supervisor.pull(server.url, { 'team:hotline': cursor })).pages[0]
      if (!page || page.to === cursor) break
      cursor = page.to
      events.push(...page.events.map((it) => it.event))
    }
    for (const device of devices) expect(events.filter((it) => it.device === device.name)).toEqual(device.events)
  })

  it('answers a gap with the number it expects', async () => {
    const device = createDevice()
    await device.login(server.url, 'lin')
    device.open()
    device.open()
    const { epoch } = await device.hello(server.url)
    const answer = await device.send(server.url, device.request(epoch, 2))
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'push.gap', expected: 1 })
  })

  it('SYNC-4b SYNC-7a pulls in pages whose end is what was really examined', async () => {
    const device = createDevice()
    await device.login(server.url, 'lin')
    for (let i = 0; i < 7; i++) device.open()
    await device.push(server.url, 1)
    const seen: number[] = []
    let cursor = 0
    for (;;) {
      const page = (await supervisor.pull(server.url, { 'team:hotline': cursor }, 4)).pages[0]
      if (!page || page.to === cursor) break
      expect(page.from).toBe(cursor)
      seen.push(...page.events.map((it) => it.seq))
      cursor = page.to
    }
    expect(seen).toEqual(seen.map((_, i) => i + 1))
    expect(cursor).toBeGreaterThanOrEqual(14)
  })

  it('SYNC-6a shows a scope one does not hold as gone, and nothing of it', async () => {
    const handler = createDevice()
    await handler.login(server.url, 'chen')
    const pulled = await handler.pull(server.url, { 'team:hotline': 0, 'team:rnd': 0 })
    expect(pulled.gone).toEqual(['team:hotline' as ScopeId])
    expect(pulled.pages.map((page) => page.scope)).toEqual(['team:rnd'])
  })

  it('keeps a poison event apart and takes the events behind it', async () => {
    const device = createDevice()
    await device.login(server.url, 'lin')
    device.open()
    device.say({ type: 'note_added', body: { deep: [[[[[[[[[[1]]]]]]]]]] } })
    device.open()
    const pushed = await device.push(server.url, 1)
    expect(pushed.verdicts.map((it) => it.verdict)).toEqual(['accepted', 'quarantined', 'accepted'])
    expect(pushed.lastN).toBe(3)
  })

  it('refuses what it cannot read with a problem document and a stable code', async () => {
    const answer = await agent.send(server.url, '{"device":')
    expect(answer.status).toBe(400)
    expect(answer.type).toMatch(/^application\/problem\+json/)
    expect(codeOf(answer)).toBe('body.malformed')
  })
})
