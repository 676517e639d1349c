import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Console } from '../../../electron/core/console.ts'
import { openNodeConsole } from '../../../electron/core/node-ports.ts'
import type { consoleContract } from '../../../shared/contract/console.ts'
import { demoOrg, demoPassword } from '../../../shared/contract/demo.ts'
import type { CaseFilter } from '../../../shared/contract/work.ts'

type Client = ContractRouterClient<typeof consoleContract>

let dir: string
let console: Console
let client: Client
const channel = new MessageChannel()

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'redress-work-'))
  const opened = await openNodeConsole({ dataDir: dir, profile: 'agent', server: 'none' })
  if (!opened.ok) throw new Error(opened.error.tag)
  console = opened.value
  new RPCHandler(console.router).upgrade(channel.port1 as unknown as globalThis.MessagePort, { context: {} })
  channel.port1.start()
  client = createORPCClient(new RPCLink({ port: channel.port2 as unknown as globalThis.MessagePort }))
  channel.port2.start()
})
afterAll(async () => {
  channel.port1.close()
  await console.close()
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
})

interface Opened {
  readonly symptom: string
  readonly name?: string
  readonly urgency?: 'high' | 'mid' | 'low'
  readonly channel?: 'hotline' | 'weibo'
}

async function open({ symptom, name = '张三', urgency = 'mid', channel = 'hotline' }: Opened): Promise<string> {
  const saved = await client.cases.execute({
    commandId: randomUUID(),
    command: {
      type: 'open',
      customer: { name, phones: ['+8613812341234'] },
      issue: { symptom },
      reception: { channel, receivedAtMs: Date.now() },
      classification: { urgency },
    },
  })
  if (!saved.saved) throw new Error(saved.refusals[0]?.tag)
  return saved.case
}

const list = (filter?: CaseFilter, text?: string) =>
  client.cases.list({
    view: 'open',
    limit: 100,
    ...(filter === undefined ? {} : { filter }),
    ...(text === undefined ? {} : { text }),
  })
const idsOf = async (filter?: CaseFilter, text?: string) => (await list(filter, text)).rows.map(({ id }) => id)

describe('a list narrowed by fields, words and names', () => {
  let ids: readonly string[]
  beforeAll(async () => {
    ids = [
      await open({ symptom: '收银机连不上网', name: '李四', urgency: 'high' }),
      await open({ symptom: '订单列表打不开', name: '张三' }),
      await open({ symptom: '发票一直没有寄到', name: '周深', urgency: 'low', channel: 'weibo' }),
    ]
  })

  it('SUP-1 narrows by each field and by several at once, and counts exactly', async () => {
    expect(await idsOf({ urgency: ['high'] })).toEqual([ids[0]])
    expect(await idsOf({ channel: ['weibo'], urgency: ['low'] })).toEqual([ids[2]])
    expect(await idsOf({ channel: ['weibo'], urgency: ['high'] })).toEqual([])
    expect((await list({ urgency: ['mid', 'low'] })).count).toEqual({ value: 2, exact: true })
    expect(await idsOf({ owned: false })).toHaveLength(3)
    expect(await idsOf({ leftUnderMs: 20 * 60_000 })).toEqual([ids[0]])
  })

  it('CALL-2 narrows by initials of the customer and by words, in the order of the clocks', async () => {
    expect(await idsOf({ customer: 'zs' })).toEqual([ids[1], ids[2]])
    expect(await idsOf(undefined, '订单列表')).toEqual([ids[1]])
    expect(await idsOf({ urgency: ['low'] }, '发票')).toEqual([ids[2]])
    expect(await idsOf(undefined, '没有这样的话')).toEqual([])
    expect((await list(undefined, '没有这样的话')).count).toEqual({ value: 0, exact: true })
  })

  it('walks a narrowed list page by page without a gap or a repeat', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await client.cases.list({
        view: 'open',
        filter: { owned: false },
        limit: 1,
        ...(cursor ? { cursor } : {}),
      })
      expect(page.count === undefined).toBe(cursor !== undefined)
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toEqual(await idsOf())
  })
})

describe('bulk commands', () => {
  it('SUP-3 the preview says what each case would answer and saves nothing; the command then does just that', async () => {
    const [a, b] = [await open({ symptom: '甲' }), await open({ symptom: '乙' })]
    const classify = { type: 'classify', urgency: 'high' }
    await client.cases.execute({ commandId: randomUUID(), case: b, command: classify })
    const items = [a, b].map((id) => ({ commandId: randomUUID(), case: id, command: classify }))
    const { answers } = await client.cases.judge({ items })
    expect(answers.map(({ refusals }) => refusals.map(({ tag }) => tag))).toEqual([[], ['classify.no_change']])
    expect(answers[0]?.number).toMatch(/^L1-/)
    expect((await client.cases.get({ id: a }))?.record).toHaveLength(1)

    const done = await client.cases.executeAll({ items })
    expect(done.answers.map(({ saved }) => saved)).toEqual([true, false])
    expect(await client.cases.executeAll({ items })).toMatchObject({ answers: [{ saved: true }, { saved: false }] })
    expect((await client.cases.get({ id: a }))?.record).toHaveLength(2)
  })

  it('CASE-1 names what can be taken back, and takes it back', async () => {
    const id = await open({ symptom: '丙' })
    const saved = await client.cases.execute({
      commandId: randomUUID(),
      case: id,
      command: { type: 'classify', urgency: 'high' },
    })
    if (!saved.saved || saved.undo === undefined) throw new Error('nothing to take back')
    expect(saved.undo.untilMs - Date.now()).toBeGreaterThan(8_000)
    const undo = { type: 'undo', of: saved.undo.of }
    const undone = await client.cases.execute({ commandId: randomUUID(), case: id, command: undo })
    expect(undone).toMatchObject({ saved: true })
    expect((await client.cases.get({ id }))?.case).toMatchObject({ classification: { urgency: 'mid' } })
    const note = { type: 'addNote', text: '已联系' }
    expect(await client.cases.execute({ commandId: randomUUID(), case: id, command: note })).not.toHaveProperty('undo')
  })
})

describe('covered fields', () => {
  it('CASE-5 shows one field once, after the reveal stands in the record with its reason', async () => {
    const id = await open({ symptom: '丁' })
    expect(JSON.stringify(await client.cases.get({ id }))).not.toContain('13812341234')
    const ask = { commandId: randomUUID(), case: id, field: 'customer.phones', reason: { code: 'call_back' } }
    expect(await client.cases.reveal(ask)).toEqual({ shown: true, value: ['+8613812341234'] })
    const view = await client.cases.get({ id })
    expect(view?.record.at(-1)).toMatchObject({ type: 'field_revealed', params: { reason: 'call_back' } })
    expect(JSON.stringify(view)).not.toContain('13812341234')
    const other = { ...ask, commandId: randomUUID(), field: 'team' }
    expect(await client.cases.reveal(other)).toMatchObject({
      shown: false,
      refusals: [{ tag: 'reveal.unknown_field' }],
    })
  })
})

describe('the record as each role may read it', () => {
  const enter = (user: string) => client.session.signIn({ org: demoOrg.id, user, password: demoPassword })
  const looks = async (id: string) => {
    const it = await client.cases.get({ id })
    const theCase = it?.case as unknown as { reveals: unknown[]; escalations: { reason: string | null }[] }
    const line = it?.record.find((item) => (item as { type: string }).type === 'field_revealed')
    return { reveals: theCase.reveals.length, reason: theCase.escalations[0]?.reason, line }
  }

  it('TRU-2c who looked and what legal was told reach the lead, and an agent only as a line', async () => {
    const id = await open({ symptom: '三次维修后要起诉' })
    await enter('zhou')
    const reason = { code: 'legal_threat', text: '已收到律师函' }
    await client.cases.execute({
      commandId: randomUUID(),
      case: id,
      command: { type: 'escalate', level: 'legal', reason },
    })
    await client.cases.reveal({ commandId: randomUUID(), case: id, field: 'customer.phones', reason })
    expect(await looks(id)).toMatchObject({
      reveals: 1,
      reason: '已收到律师函',
      line: { params: { reason: 'legal_threat' } },
    })
    await enter('lin')
    expect(await looks(id)).toMatchObject({ reveals: 0, reason: null, line: { actor: 'zhou', params: {}, texts: {} } })
  })
})

describe('saved views', () => {
  it('SUP-1 are kept in their order, changed and removed', async () => {
    const view = { id: randomUUID(), name: '研发将到', view: 'open' as const, query: '部门:研发 剩余:<30分', place: 1 }
    await client.views.put(view)
    await client.views.put({ ...view, id: randomUUID(), name: '微博', query: '渠道:微博', place: 0 })
    expect((await client.views.list()).map(({ name }) => name)).toEqual(['微博', '研发将到'])
    await client.views.put({ ...view, name: '研发半小时', place: 1 })
    expect((await client.views.list())[1]).toEqual({ ...view, name: '研发半小时' })
    await client.views.remove({ id: view.id })
    expect(await client.views.list()).toHaveLength(1)
  })
})

describe('the machine under the console', () => {
  it('tells its size and makes a backup, believed once it was looked through', async () => {
    const before = await client.machine.storage()
    expect(before.bytes).toBeGreaterThan(0)
    expect(before.newestBackup).toBeUndefined()
    const after = await client.machine.backUp()
    expect(after).toMatchObject({ backups: 1, newestBackup: { bytes: expect.any(Number) } })
    expect(await client.machine.storage()).toMatchObject({ backups: 1 })
  })

  it('says of machines that there is no server to ask', async () => {
    expect(await client.machine.devices()).toEqual({ refusal: { tag: 'devices.no_server' } })
  })

  it('CASE-5 reports on itself without a name, a number or a word of anybody', async () => {
    await open({ symptom: '报告里不该有的一句话', name: '欧阳不该有' })
    const { actor, org } = await client.session.current()
    const report = JSON.stringify(await client.machine.diagnostics())
    expect(report).toContain('"appV"')
    const people = (await client.reference.get({ kind: 'people' })).body as { people: object; teams: object }
    const names = [...Object.entries(people.people), ...Object.entries(people.teams)].flat()
    const secrets = ['\\+?8613812341234', '12341234', '1234', actor?.id, actor?.name, org?.name, ...names]
    for (const secret of secrets) expect(report).not.toMatch(new RegExp(`\\b${secret}\\b`, 'u'))
    expect(report).not.toMatch(/\p{Script=Han}/u)
  })
})

describe('attachments', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const attach = async (content: Blob, name = '截图.png') => {
    const id = await open({ symptom: '附件' })
    return {
      id,
      answer: await client.cases
        .get({ id })
        .then(() => client.attachments.attach({ commandId: randomUUID(), case: id, name, content })),
    }
  }

  it('CASE-7 takes a picture in and gives the same bytes back', async () => {
    const { id, answer } = await attach(new Blob([png], { type: 'image/png' }))
    expect(answer).toMatchObject({ saved: true })
    const view = (await client.cases.get({ id }))?.case as unknown as { attachments: { hash: string; name: string }[] }
    expect(view.attachments).toMatchObject([{ name: '截图.png', mediaType: 'image/png', bytes: png.length }])
    const opened = await client.attachments.open({ case: id, hash: view.attachments[0]?.hash ?? '' })
    if (!opened.found) throw new Error(opened.refusal.tag)
    expect(Buffer.from(await opened.content.arrayBuffer()).equals(png)).toBe(true)
    const other = await open({ symptom: '别的工单' })
    expect(await client.attachments.open({ case: other, hash: view.attachments[0]?.hash ?? '' })).toMatchObject({
      found: false,
    })
  })

  it.each([
    ['nothing in it', new Blob([], { type: 'image/png' }), 'attachment.empty'],
    ['too large', new Blob([png, new Uint8Array(26 * 1024 * 1024)], { type: 'image/png' }), 'attachment.too_large'],
    [
      'a program',
      new Blob([Buffer.from('MZ\u0090\u0000 this is a program')], { type: 'image/png' }),
      'attachment.program',
    ],
    ['not what it says', new Blob([png], { type: 'application/pdf' }), 'attachment.type_mismatch'],
  ])('CASE-7 refuses a file with %s, in words a screen has', async (_, content, tag) => {
    const { answer } = await attach(content)
    expect(answer).toMatchObject({ saved: false, refusals: [{ tag }] })
  })
})
