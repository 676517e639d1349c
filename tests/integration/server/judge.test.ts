import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import { breachSuspectedEvent, numberGivenEvent } from '../../../shared/case/derived.ts'
import type { CaseId, EventId, OrgId } from '../../../shared/kernel/brand.ts'
import type { Verdict } from '../../../shared/sync/protocol.ts'
import { onBothDatabases } from './tools/databases.ts'
import { createDevice, type Device, get, idOf, post, type Said } from './tools/device.ts'

const word = (verdict: Verdict | undefined): string =>
  verdict === undefined ? 'none' : 'code' in verdict ? `${verdict.verdict} ${verdict.code}` : verdict.verdict

onBothDatabases('what the server says of an event', (bed) => {
  let server: RunningServer

  beforeAll(async () => {
    server = await bed.start(await bed.home())
  })

  async function person(user: string): Promise<Device> {
    const device = createDevice()
    await device.login(server.url, user)
    return device
  }
  async function send(device: Device, from: number): Promise<readonly string[]> {
    return (await device.push(server.url, from)).verdicts.map(word)
  }
  async function feedOf(device: Device, scope: string, caseId: CaseId): Promise<readonly string[]> {
    const events: string[] = []
    for (let cursor = 0; ; ) {
      const page = (await device.pull(server.url, { [scope]: cursor })).pages[0]
      if (!page || page.to === cursor) return events
      cursor = page.to
      events.push(...page.events.filter((it) => it.event.case === caseId).map((it) => it.event.type))
    }
  }
  const resolve = (of: CaseId): Said => ({
    type: 'resolved',
    kind: 'command',
    case: of,
    body: { causeCode: 'product_fault' },
  })
  const close = (of: CaseId): Said => ({ type: 'closed', kind: 'command', case: of, body: {} })
  const transfer = (of: CaseId, toTeam: string): Said => ({
    type: 'transferred',
    kind: 'command',
    case: of,
    body: { id: idOf(`${of}${toTeam}`), toTeam, notifyBy: 'wecom', reason: 'department' },
  })

  it('keeps apart what is not authentic: another organisation, device, person or session', async () => {
    const [agent, other] = [await person('lin'), await person('zhou')]
    agent.open('hotline', { org: 'other' })
    agent.open('hotline', { device: other.name })
    agent.open('hotline', { actor: 'zhou' })
    agent.open('hotline', { session: other.signIn().session })
    agent.open('hotline', { session: 'made-up' })
    agent.open('hotline', { session: other.signIn().session, actor: 'zhou' })
    agent.open()
    expect(await send(agent, 1)).toEqual([
      'quarantined event.other_org',
      'quarantined event.other_device',
      'quarantined session.other_actor',
      'quarantined session.unknown',
      'quarantined session.unknown',
      'quarantined session.unknown',
      'accepted',
    ])
    const kept = await get(server.url, '/v1/quarantine', other.signIn().accessToken)
    const own = (kept.body as { device: string; n: number; text: string }[]).filter((it) => it.device === agent.name)
    expect(own.map((it) => it.n).toSorted()).toEqual([1, 2, 3, 4, 5, 6])
    expect(JSON.parse(own.find((it) => it.n === 3)?.text ?? '')).toEqual(agent.events[2])
  })

  it('keeps apart what is not allowed: a role without the right, a case one does not hold', async () => {
    const [agent, handler] = [await person('lin'), await person('chen')]
    const own = agent.open()
    agent.say({
      type: 'policy_applied',
      kind: 'command',
      case: own.case,
      body: { policy: { id: 'default', version: 2 }, reason: 'x' },
    })
    agent.open('rnd')
    expect(await send(agent, 1)).toEqual(['accepted', 'quarantined role.denied', 'quarantined scope.denied'])
    handler.note(own.case)
    handler.note(idOf('no such case') as CaseId)
    expect(await send(handler, 1)).toEqual(['quarantined case.unknown', 'quarantined case.unknown'])
  })

  it('SYNC-5 refuses a command whose condition is gone, says what defeated it, and never a fact', async () => {
    const [first, second] = [await person('lin'), await person('lin')]
    const opened = first.open()
    first.say(resolve(opened.case))
    expect(await send(first, 1)).toEqual(['accepted', 'accepted'])
    const resolved = first.events[1]?.id
    second.say(resolve(opened.case))
    second.note(opened.case)
    second.say(close(opened.case))
    second.note(opened.case)
    const pushed = await second.push(server.url, 1)
    expect(pushed.verdicts.map(word)).toEqual([
      'refused status.resolved',
      'accepted',
      expect.stringMatching(/^refused /),
      'accepted',
    ])
    expect(pushed.verdicts[0]).toMatchObject({ defeatedBy: resolved, field: 'status' })
    expect(pushed.lastN).toBe(4)
    const { epoch } = await second.hello(server.url)
    const again = await second.send(server.url, second.request(epoch, 1))
    expect((again.body as { verdicts: Verdict[] }).verdicts).toEqual(pushed.verdicts)
  })

  it('refuses the second half of an act whose first half was refused', async () => {
    const [first, second] = [await person('lin'), await person('lin')]
    const [one, two] = [first.open(), first.open()]
    first.say(resolve(one.case))
    await send(first, 1)
    const defeated = second.say(resolve(one.case))
    second.say({ ...resolve(two.case), pre: { after: defeated.id } })
    expect(await send(second, 1)).toEqual(['refused status.resolved', 'refused after.refused'])
  })

  it('SYNC-3 takes one of many equal derived events, calls the others duplicates, and no forged one', async () => {
    const [first, second] = [await person('lin'), await person('zhou')]
    const opened = first.open()
    const of = { id: opened.case, org: 'demo' as OrgId }
    const cycle = { clock: 'ack', cycle: 1, policyVersion: 1, dueAtMs: Date.now() }
    const breach = breachSuspectedEvent(of, cycle)
    const said = (more: Partial<Said> = {}): Said => ({
      type: breach.type,
      kind: 'derived',
      case: opened.case,
      body: breach.body,
      ...(breach.id ? { id: breach.id } : {}),
      ...more,
    })
    first.say(said())
    const number = numberGivenEvent(of, '20240510-000001')
    first.say({
      type: number.type,
      kind: 'derived',
      case: opened.case,
      body: number.body,
      ...(number.id ? { id: number.id } : {}),
    })
    expect(await send(first, 1)).toEqual(['accepted', 'accepted', 'quarantined role.denied'])
    second.say(said())
    second.say(said({ id: idOf('another breach') as EventId }))
    expect(await send(second, 1)).toEqual(['duplicate', 'quarantined derived.forged'])
  })

  it('keeps apart an event under an id that is taken', async () => {
    const [first, second] = [await person('lin'), await person('lin')]
    const opened = first.open()
    await send(first, 1)
    second.note(opened.case, { id: opened.id })
    expect(await send(second, 1)).toEqual(['quarantined event.id_taken'])
  })

  it('SYNC-8 keeps what only a newer version can read, and folds the rest', async () => {
    const agent = await person('lin')
    const opened = agent.open()
    agent.say({ type: 'weather_noted', case: opened.case, body: { sky: 'grey' } })
    agent.note(opened.case)
    agent.open('hotline', { v: 7, body: { shape: 'unknown' } })
    expect(await send(agent, 1)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    expect(await feedOf(agent, 'team:hotline', opened.case)).toEqual([
      'opened',
      'weather_noted',
      'note_added',
      'number_given',
    ])
  })

  it('SYNC-8 TRU-2 lets nobody say in a newer version what their role may not say', async () => {
    const agent = await person('lin')
    const opened = agent.open()
    agent.say({ type: 'policy_applied', v: 7, kind: 'command', case: opened.case, body: { policy: 'mild' } })
    agent.say({ type: 'breach_voided', v: 7, case: opened.case, body: { clock: 'ack' } })
    agent.say({ type: 'note_added', v: 7, case: opened.case, body: { ink: 'blue' } })
    expect(await send(agent, 1)).toEqual(['accepted', 'quarantined role.denied', 'quarantined role.denied', 'accepted'])
  })

  it('SYNC-6 gives a team that is asked to help the whole record, and tells the team that lost the case', async () => {
    const [agent, handler, supervisor] = [await person('lin'), await person('chen'), await person('zhou')]
    const opened = agent.open()
    agent.note(opened.case)
    await send(agent, 1)
    expect(await feedOf(handler, 'team:rnd', opened.case)).toEqual([])
    agent.say(transfer(opened.case, 'rnd'))
    expect(await send(agent, 3)).toEqual(['accepted'])
    const record = ['opened', 'note_added', 'number_given', 'transferred']
    expect(await feedOf(handler, 'team:rnd', opened.case)).toEqual(record)
    handler.note(opened.case)
    expect(await send(handler, 1)).toEqual(['accepted'])
    supervisor.say({
      type: 'assigned',
      kind: 'command',
      case: opened.case,
      body: { set: { team: 'rnd' }, reason: 'moved' },
    })
    expect(await send(supervisor, 1)).toEqual(['accepted'])
    const all = [...record, 'note_added', 'assigned']
    expect(await feedOf(handler, 'team:rnd', opened.case)).toEqual(all)
    expect(await feedOf(agent, 'team:hotline', opened.case)).toEqual(all)
    agent.note(opened.case)
    agent.say(resolve(opened.case))
    expect(await send(agent, 4)).toEqual(['accepted', 'refused scope.denied'])
    expect(await feedOf(handler, 'team:rnd', opened.case)).toEqual([...all, 'note_added'])
    expect(await feedOf(agent, 'team:hotline', opened.case)).toEqual(all)
  })

  it('SYNC-9 dates events between the last contact and now, whatever the clock says, and flags the device', async () => {
    const agent = await person('lin')
    const { serverMs: contact } = await agent.hello(server.url, { newestN: 0 })
    const tenYears = 10 * 365 * 24 * 3_600_000
    agent.open('hotline', { wallMs: Date.now() + tenYears })
    agent.open('hotline', { wallMs: Date.now() - tenYears })
    const { epoch } = await agent.hello(server.url, { newestN: 2 })
    const hour = 3_600_000
    agent.open('hotline', { wallMs: Date.now() + hour })
    const { serverMs } = (await agent.send(server.url, agent.request(epoch, 1, 3, { offsetMs: -hour, newestN: 3 })))
      .body as {
      serverMs: number
    }
    const times = new Map<EventId, number>()
    for (const page of (await agent.pull(server.url, { 'team:hotline': 0 })).pages)
      for (const it of page.events) times.set(it.event.id, it.atMs)
    const [ahead = 0, behind = 0, right = 0] = agent.events.map((it) => times.get(it.id))
    expect(ahead).toBe(serverMs)
    expect(behind).toBe(contact)
    expect(Math.abs(right - serverMs)).toBeLessThan(5000)
    const admin = await person('admin')
    const devices = (await get(server.url, '/v1/devices', admin.signIn().accessToken)).body
    expect((devices as { id: string }[]).find((it) => it.id === agent.name)).toMatchObject({ clockSuspect: true })
  })

  it('hands on a customer key with the events it opens, and only a key of accepted ones', async () => {
    const [agent, supervisor, handler] = [await person('lin'), await person('zhou'), await person('chen')]
    const [known, stray] = [idOf(`${agent.name} known`), idOf(`${agent.name} stray`)]
    agent.open('hotline', { customer: known, sealed: 'c2VhbGVk' })
    const wrapped = Buffer.from('wrapped').toString('base64')
    const keys = [known, stray].map((customer) => ({ customer, wrapped })) as never
    await agent.push(server.url, 1, 1, { keys })
    const seen = (await supervisor.pull(server.url, { 'team:hotline': 0 })).keys.map((it) => it.customer as string)
    expect([seen.includes(known), seen.includes(stray)]).toEqual([true, false])
    expect((await handler.pull(server.url, { 'team:rnd': 0 })).keys.map((it) => it.customer)).not.toContain(known)
  })

  it('SYNC-6 SYNC-11 takes the key of a customer it lost from anybody who holds the case, and from nobody else', async () => {
    const [agent, supervisor, handler] = [await person('lin'), await person('zhou'), await person('chen')]
    const customer = idOf(`${agent.name} lost`)
    const opened = agent.open('hotline', { customer, sealed: 'c2VhbGVk' })
    await agent.push(server.url, 1)
    const keyOf = (text: string) => ({ case: opened.case, customer, wrapped: Buffer.from(text).toString('base64') })
    const trade = (device: Device, body: unknown) =>
      post(server.url, '/v1/sync/keys', body, device.signIn().accessToken)
    const asked = { given: [], wanted: [opened.case] }
    expect((await trade(agent, asked)).body).toEqual({ keys: [], erased: [] })
    await trade(handler, { given: [keyOf('by a stranger')], wanted: [] })
    await trade(supervisor, { given: [{ ...keyOf('of another'), customer: idOf('somebody else') }], wanted: [] })
    expect((await trade(agent, asked)).body).toEqual({ keys: [], erased: [] })
    await trade(supervisor, { given: [keyOf('right')], wanted: [] })
    await trade(agent, { given: [keyOf('later')], wanted: [] })
    const { case: _, ...right } = keyOf('right')
    expect((await trade(agent, asked)).body).toEqual({ keys: [right], erased: [] })
    expect((await trade(handler, asked)).body).toEqual({ keys: [], erased: [] })
    expect((await trade(agent, { given: [], wanted: ['no id'] })).status).toBe(400)
  })

  it('notices a cloned device: another event under a known number', async () => {
    const agent = await person('lin')
    agent.open()
    await send(agent, 1)
    const { epoch } = await agent.hello(server.url)
    const clone = agent.fork()
    clone.open()
    const answer = await clone.send(server.url, clone.request(epoch, 1))
    expect([answer.status, answer.body]).toEqual([409, expect.objectContaining({ code: 'device.forked', n: 1 })])
  })

  it('says where two machines of one name part, wherever their batches begin', async () => {
    const agent = await person('lin')
    for (let i = 0; i < 3; i++) agent.open()
    await send(agent, 1)
    const { epoch } = await agent.hello(server.url)
    const clone = agent.fork()
    for (const event of agent.events.slice(0, 2)) clone.sayRaw(() => event)
    clone.open()
    clone.open()
    const parts = async (from: number, to: number) => {
      const { status, body } = await clone.send(server.url, clone.request(epoch, from, to))
      return [status, (body as { n?: number }).n]
    }
    expect(await parts(1, 4)).toEqual([409, 3])
    expect(await parts(3, 4)).toEqual([409, 3])
    expect(await parts(4, 4)).toEqual([409, 4])
    expect(await parts(1, 2)).toEqual([200, undefined])
    expect((await agent.hello(server.url)).lastN).toBe(3)
  })

  it('takes no batch that is cut, edited or signed by somebody else', async () => {
    const agent = await person('lin')
    for (let i = 0; i < 3; i++) agent.open()
    const { epoch } = await agent.hello(server.url)
    const good = agent.request(epoch, 1)
    const thief = createDevice(agent.name)
    thief.adopt(agent.signIn())
    for (let i = 0; i < 3; i++) thief.open()
    const [one, , three] = good.events
    const bad = [
      { ...good, events: good.events.slice(0, 2) },
      { ...good, events: [one, three] },
      { ...good, events: [{ ...one, wallMs: 1 }, ...good.events.slice(1)] },
      { ...good, sig: thief.request(epoch, 1).sig },
      thief.request(epoch, 1),
    ]
    const codes = []
    for (const request of bad) codes.push(((await agent.send(server.url, request)).body as { code: string }).code)
    expect(codes).toEqual(['chain.broken', 'push.malformed', 'chain.broken', 'push.signature', 'push.signature'])
    expect((await agent.hello(server.url)).lastN).toBe(0)
  })
})
