import { describe, expect, it } from 'vitest'
import categories from '../../../resources/categories.json' with { type: 'json' }
import channels from '../../../resources/channels.json' with { type: 'json' }
import departments from '../../../resources/departments.json' with { type: 'json' }
import { departmentFile } from '../../../shared/assist/catalog.ts'
import { availableCommands } from '../../../shared/case/available.ts'
import { commandTypes } from '../../../shared/case/commands.ts'
import type { CaseEvent, ServerMark } from '../../../shared/case/event.ts'
import { nextStep } from '../../../shared/case/next.ts'
import { type RoutingTables, routeOf } from '../../../shared/case/routing.ts'
import { recordOf } from '../../../shared/case/view.ts'
import { type Desk, deskAt, hour, minute, newId, openDesk, people, startMs } from './desk.ts'
import { play } from './random.ts'

const keyOf = (desk: Desk) => nextStep(desk.state(), desk.nowMs())?.key ?? null
const acknowledge = { type: 'logCommunication', way: 'sms', direction: 'out', purpose: 'acknowledge' } as const
const reason = { code: 'other' }

describe('the one next step', () => {
  it('leads a complaint through its whole life', () => {
    const desk = openDesk()
    const keys = [keyOf(desk)]
    const then = (act: () => unknown) => {
      act()
      keys.push(keyOf(desk))
    }
    then(() => desk.act(acknowledge))
    then(() => desk.act({ type: 'classify', problemType: 'product_fault', urgency: 'mid' }))
    then(() => desk.act({ type: 'assign', owner: 'li' }))
    const transfer = String(desk.act({ type: 'transfer', toTeam: 'rnd', notifyBy: 'wecom', reason }).body['id'])
    then(() => undefined)
    then(() => desk.act({ type: 'returnTransfer', transfer, reason }, people.handler))
    const again = String(desk.act({ type: 'transfer', toTeam: 'rnd', notifyBy: 'wecom', reason }).body['id'])
    then(() => desk.act({ type: 'answerTransfer', transfer: again, answer: '好' }, people.handler))
    then(() => desk.act({ type: 'hold', reason }))
    then(() => desk.act({ type: 'resume' }))
    then(() => desk.act({ type: 'resolve', causeCode: 'capacity', cause: '因', measures: '措' }))
    then(() => desk.act({ type: 'inform', way: 'email', letter: '信' }))
    then(() => desk.act({ type: 'sendSurvey', way: 'sms' }))
    then(() => desk.act({ type: 'followUp', satisfied: true }))
    then(() => desk.act({ type: 'close' }))
    expect(keys).toEqual([
      'acknowledge',
      'classify',
      'assign',
      'resolve',
      'await_transfer',
      'transfer_again',
      'resolve',
      'resume',
      'resolve',
      'inform',
      'send_survey',
      'follow_up',
      'close',
      null,
    ])
  })

  it('an attempt that reached nobody has not acknowledged anything', () => {
    const desk = deskAt('assessed')
    desk.act({ ...acknowledge, reached: false })
    expect(keyOf(desk)).toBe('acknowledge')
  })

  it('a promise that ran out comes before the work', () => {
    const desk = openDesk()
    desk.act(acknowledge)
    desk.act({ type: 'assign', owner: 'li' })
    desk.act({ type: 'classify', urgency: 'high' })
    const promise = String(desk.act({ type: 'promise', text: '11 点回电', dueAtMs: startMs + hour }).body['id'])
    expect(keyOf(desk)).toBe('resolve')
    desk.wait(hour)
    expect(nextStep(desk.state(), desk.nowMs())).toEqual({
      key: 'keep_promise',
      command: 'keepPromise',
      params: { promise, dueAtMs: startMs + hour },
    })
  })

  it('a lighter kind is answered and closed', () => {
    const desk = openDesk({ kind: 'inquiry' })
    desk.act(acknowledge)
    expect(keyOf(desk)).toBe('answer')
    desk.act({ type: 'classify', urgency: 'low' })
    desk.act({ type: 'assign', owner: 'li' })
    expect(keyOf(desk)).toBe('answer')
    desk.act({ type: 'resolve', causeCode: 'operation', cause: '因', measures: '措' })
    desk.act({ type: 'inform', way: 'sms', letter: '答复' })
    expect(keyOf(desk)).toBe('close')
  })

  it('values in conflict and merged cases come first', () => {
    const desk = openDesk()
    const other = desk.copy()
    desk.act({ type: 'edit', issue: { region: '华东' } })
    desk.take(other.act({ type: 'edit', issue: { region: '华南' } }, people.other))
    expect(nextStep(desk.state(), startMs)).toMatchObject({ key: 'settle_conflict', params: { field: 'issue.region' } })
    const into = newId()
    desk.act({ type: 'merge', into })
    expect(nextStep(desk.state(), startMs)).toEqual({ key: 'see_merged', command: null, params: { into } })
    expect(nextStep({ ...desk.state(), incomplete: true }, startMs)).toBeNull()
  })

  it('names only commands there are, on any random life', () => {
    for (let seed = 1; seed < 40; seed++) {
      const wishes = Array.from({ length: 40 }, (_, i) => ({
        command: (i * seed + seed) % commandTypes.length,
        actor: i % 6,
        thing: (i + seed) % 8,
        waitMs: 500,
      }))
      const state = play(wishes).state()
      const command = nextStep(state, startMs + hour)?.command ?? 'addNote'
      expect(commandTypes).toContain(command)
    }
  })
})

describe('commands a person could give', () => {
  it('none but opening without a case, and that for those who may', () => {
    expect(availableCommands(null, people.agent)).toEqual(['open'])
    expect(availableCommands(null, people.admin)).toEqual([])
  })

  it('follow the status', () => {
    const of = (status: Parameters<typeof deskAt>[0]) => availableCommands(deskAt(status).state(), people.agent)
    expect(of('received')).toContain('classify')
    expect(of('received')).not.toContain('close')
    expect(of('on_hold')).toContain('resume')
    expect(of('on_hold')).not.toContain('hold')
    expect(of('followed_up')).toContain('close')
    expect(of('closed')).toEqual(expect.arrayContaining(['reopen', 'addNote', 'proposeCompensation']))
    expect(of('closed')).not.toContain('edit')
    expect(of('merged')).not.toContain('merge')
  })

  it('follow the person', () => {
    const state = deskAt('in_progress').state()
    expect(availableCommands(state, people.stranger)).toEqual([])
    expect(availableCommands(state, people.admin)).toEqual([])
    expect(availableCommands(state, people.supervisor)).toContain('applyPolicy')
    expect(availableCommands(state, people.agent)).not.toContain('applyPolicy')
    expect(availableCommands(state, people.quality)).not.toContain('say')
  })

  it('follow what is on the case', () => {
    const desk = openDesk()
    const has = (name: (typeof commandTypes)[number], actor = people.agent) =>
      availableCommands(desk.state(), actor, desk.nowMs()).includes(name)
    expect([
      has('answerTransfer', people.supervisor),
      has('undo'),
      has('keepPromise'),
      has('settleConflict'),
      has('confirmBackdating', people.supervisor),
    ]).toEqual(Array(5).fill(false))
    desk.act({ type: 'transfer', toTeam: 'rnd', notifyBy: 'wecom', reason })
    expect([has('answerTransfer', people.handler), has('answerTransfer')]).toEqual([true, false])
    desk.act({ type: 'promise', text: '好', dueAtMs: startMs + hour })
    desk.act({ ...acknowledge, atMs: startMs - hour })
    expect([has('keepPromise'), has('confirmBackdating', people.supervisor)]).toEqual([true, true])
    desk.act({ type: 'assign', owner: 'li' })
    expect(has('undo')).toBe(true)
    desk.wait(10_001)
    expect(has('undo')).toBe(false)
  })
})

describe('the record as data for people', () => {
  const desk = deskAt('closed')
  const mark: ServerMark = { caseV: 1, serverMs: startMs + 5, caseHash: 'a'.repeat(64) as ServerMark['caseHash'] }

  it('LIFE-1c has one line for each event, with who, when, where and its place in the chain', () => {
    const [first, ...rest] = desk.events()
    if (first === undefined) throw new Error('no opening')
    const record = recordOf([{ ...first, server: mark }, ...rest])
    expect(record.map(({ key }) => key)).toEqual(desk.events().map(({ type }) => `record.${type}`))
    expect(record[0]).toMatchObject({ actor: 'li', device: 'hz-a1', atMs: startMs, server: mark, event: first.id })
    expect(record[1]).not.toHaveProperty('server')
  })

  it('codes and numbers are parameters, free words stand apart', () => {
    const record = recordOf(openDesk().events())[0]
    expect(record?.params).toMatchObject({
      kind: 'complaint',
      channel: 'hotline',
      urgency: 'mid',
      product: '订单系统',
      number: 'hza1-1',
    })
    expect(record?.texts['symptom']).toBe('近 7 天订单列表无法加载')
    expect(Object.entries(record?.texts ?? {}).filter(([key]) => key.startsWith('demand.'))).toMatchObject([
      [expect.any(String), '2 小时内修复'],
    ])
    const resolved = recordOf(desk.events()).find(({ type }) => type === 'resolved')
    expect(resolved?.texts).toEqual({ cause: '索引缺失', measures: '已补建索引' })
  })

  it('field changes and reasons are shown', () => {
    const changed = openDesk()
    changed.act({ type: 'edit', issue: { region: '华东', symptom: '空白' } })
    changed.act({ type: 'hold', reason: { code: 'waiting_customer', text: '等客户回复' } })
    const [, edited, held] = recordOf(changed.events())
    expect(edited?.changes).toEqual([
      { field: 'issue.region', value: '华东' },
      { field: 'issue.symptom', value: '空白' },
    ])
    expect(held).toMatchObject({ params: { reason: 'waiting_customer' }, texts: { reason: '等客户回复' } })
  })

  it('TRU-4 what was erased is null, not gone', () => {
    const record = recordOf(desk.events().map((event) => ({ ...event, personal: null })))
    expect(record).toHaveLength(desk.events().length)
    expect(record.find(({ type }) => type === 'resolved')?.texts).toEqual({
      cause: null,
      measures: null,
      plan: null,
      compensation: null,
    })
    expect(record.find(({ type }) => type === 'assigned')?.texts).toEqual({})
  })

  it('a time claimed earlier is shown beside the recorded one', () => {
    const late = openDesk()
    late.wait(hour).act({ ...acknowledge, atMs: startMs + minute })
    expect(recordOf(late.events()).at(-1)).toMatchObject({ atMs: startMs + hour, claimedAtMs: startMs + minute })
  })

  it('SYNC-8a what this version cannot read is a line too', () => {
    const odd = { ...(desk.events()[0] as CaseEvent), type: 'teleported', body: { secret: 'x' } }
    expect(recordOf([odd])).toMatchObject([
      { key: 'record.newer', params: { type: 'teleported' }, texts: {}, changes: [] },
    ])
  })
})

describe('CLS-3 routing', () => {
  const tables = {
    departments: departmentFile.parse(departments).departments,
    categories: categories.categories,
    channels: channels.channels,
  } as unknown as RoutingTables
  type Given = Parameters<typeof routeOf>[0]
  const route = (
    classification: Partial<Given['classification']>,
    channel: Given['reception']['channel'] = 'hotline',
  ) =>
    routeOf(
      {
        classification: { urgency: 'mid', severity: 'general', by: 'agent', ...classification },
        reception: { channel },
      },
      tables,
    )

  it('CLS-3a urgency decides who takes it', () => {
    expect([
      route({ urgency: 'high' }).taker,
      route({ urgency: 'mid' }).taker,
      route({ urgency: 'low' }).taker,
    ]).toEqual(['senior', 'engineer', 'service'])
  })

  it('CLS-3b responsibility decides the pool, then the category, then the channel', () => {
    expect(route({ responsibility: 'rnd', category: 'privacy' }).department).toBe('rnd')
    expect(route({ responsibility: 'third_party' }).department).toBe('partner')
    expect(route({ category: 'privacy' }).department).toBe('legal')
    expect(route({}, 'in_app').department).toBe('product')
    expect(route({ department: 'finance', responsibility: 'rnd' }).department).toBe('finance')
    expect(
      routeOf(
        { classification: { urgency: 'low', severity: 'general', by: 'default' }, reception: { channel: 'email' } },
        { departments: [], categories: [], channels: [] },
      ).department,
    ).toBe('service')
  })

  it('CLS-3b of several departments with one responsibility the category’s own is taken', () => {
    const category = tables.categories.find(({ department }) => department === 'logistics')
    if (category === undefined) throw new Error('no category of logistics')
    expect(route({ responsibility: 'third_party', category: category.id }).department).toBe('logistics')
  })

  it('CLS-3c privacy brings legal in, social media brings brand in, nobody twice', () => {
    expect(route({ responsibility: 'rnd', category: 'privacy.leak' }).joins).toEqual(['legal'])
    expect(route({ responsibility: 'rnd' }, 'weibo').joins).toEqual(['brand'])
    expect(route({ responsibility: 'rnd', category: 'privacy' }, 'douyin').joins).toEqual(['legal', 'brand'])
    expect(route({ category: 'privacy' }).joins).toEqual([])
  })
})
