import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { onBothDatabases } from './tools/databases.ts'
import { createDevice, type Device, idOf, openedBody } from './tools/device.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

onBothDatabases('the watch over the clocks', (bed) => {
  let server: RunningServer
  let nowMs = Date.now()

  beforeAll(async () => {
    server = await bed.start(await bed.home(), { nowMs: () => nowMs })
  })

  async function person(user: string): Promise<Device> {
    const device = createDevice()
    await device.login(server.url, user)
    return device
  }
  /** Time passes; who goes on needs new tokens. */
  async function later(ms: number, ...devices: readonly Device[]): Promise<void> {
    nowMs += ms
    for (const device of devices) await device.renew(server.url)
  }
  async function recordOf(device: Device, caseId: CaseId): Promise<readonly Envelope[]> {
    const events: Envelope[] = []
    for (let cursor = 0; ; ) {
      const page = (await device.pull(server.url, { 'team:hotline': cursor })).pages[0]
      if (!page || page.to === cursor) return events
      cursor = page.to
      events.push(...page.events.map((it) => it.event).filter((it) => it.case === caseId))
    }
  }
  const breachesIn = (record: readonly Envelope[]): readonly string[] =>
    record.filter((it) => it.body['clock'] === 'ack' && it.type.startsWith('breach_')).map((it) => it.type)
  /** What the record says of the breach once the watch, which looks every two seconds, has said as much as is awaited. */
  async function breaches(device: Device, caseId: CaseId, awaited: number): Promise<readonly string[]> {
    for (let i = 0; i < 100; i++) {
      const found = breachesIn(await recordOf(device, caseId))
      if (found.length >= awaited) return found
      await wait(100)
    }
    return breachesIn(await recordOf(device, caseId))
  }
  const openHigh = (device: Device): CaseId => {
    const classification = { urgency: 'high', severity: 'general', by: 'agent' }
    return device.open('hotline', { wallMs: nowMs, body: { ...openedBody('hotline', nowMs), classification } }).case
  }

  it('SLA-9 suspects a breach while a device is out of contact, and confirms it once all have spoken', async () => {
    const [agent, away] = [await person('lin'), await person('lin')]
    await away.hello(server.url, { newestN: 0 })
    const caseId = openHigh(agent)
    await agent.push(server.url, 1)
    await later(16 * minuteMs, agent, away)
    await agent.hello(server.url, { newestN: 1 })
    expect(await breaches(agent, caseId, 1)).toEqual(['breach_suspected'])
    const record = await recordOf(agent, caseId)
    expect(record.filter((it) => it.type === 'near_breached' && it.body['clock'] === 'ack')).toHaveLength(1)
    expect(record.some((it) => it.type === 'ladder_notified' && it.body['clock'] === 'ack')).toBe(true)
    await away.hello(server.url, { newestN: 0 })
    await later(6 * minuteMs, agent)
    expect(await breaches(agent, caseId, 2)).toEqual(['breach_suspected', 'breach_confirmed'])
  })

  it('SLA-9 voids a breach when a device that was away brings evidence that was in time', async () => {
    const [agent, away] = [await person('lin'), await person('lin')]
    const caseId = openHigh(agent)
    await agent.push(server.url, 1)
    await away.hello(server.url, { newestN: 0 })
    const body = {
      id: idOf(`${caseId} call`),
      way: 'phone',
      direction: 'out',
      purpose: 'acknowledge',
      reached: true,
      atMs: nowMs + 5 * minuteMs,
    }
    away.say({ type: 'communicated', case: caseId, body, wallMs: nowMs + 5 * minuteMs })
    await later(16 * minuteMs, agent, away)
    expect(await breaches(agent, caseId, 1)).toEqual(['breach_suspected'])
    await away.push(server.url, 1, 1, { newestN: 1 })
    expect(await breaches(agent, caseId, 2)).toEqual(['breach_suspected', 'breach_voided'])
  })

  it('SLA-9 waits for a device at most 72 hours, and says each thing once', async () => {
    const [agent, away] = [await person('lin'), await person('lin')]
    await away.hello(server.url, { newestN: 0 })
    const caseId = openHigh(agent)
    await agent.push(server.url, 1)
    await later(73 * hourMs, agent)
    expect(await breaches(agent, caseId, 2)).toEqual(['breach_suspected', 'breach_confirmed'])
    const ids = (await recordOf(agent, caseId)).map((it) => it.id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
