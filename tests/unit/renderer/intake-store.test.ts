import { beforeEach, describe, expect, it, type Mock, vi } from 'vitest'
import { draftBody, draftFrom, type IntakeDraft, newDraft } from '../../../renderer/features/intake/draft.ts'
import type { Keeper } from '../../../renderer/features/intake/keeper.ts'
import { placeOf } from '../../../renderer/features/intake/state.ts'
import { createIntake, type Intake, type IntakeDeps } from '../../../renderer/features/intake/store.ts'
import { toCommands } from '../../../renderer/features/intake/toCommands.ts'
import type { ExecuteRequest, ExecuteResponse } from '../../../shared/contract/console.ts'

class Weather extends Error {}

const savedAs = (number: string): ExecuteResponse => ({
  saved: true,
  case: `id-${number}`,
  number,
  status: 'received',
  savedAtMs: 1,
})

let now: number
let asked: ExecuteRequest[]
let answer: (request: ExecuteRequest) => Promise<ExecuteResponse>
let reopened: () => void
let intake: Intake
let keeper: { changed: Mock<Keeper['changed']>; drop: Mock<Keeper['drop']>; flush: Keeper['flush'] }

beforeEach(() => {
  now = 1_700_000_000_000
  asked = []
  answer = async () => savedAs(`K1-${asked.length}`)
  keeper = { changed: vi.fn<Keeper['changed']>(), drop: vi.fn<Keeper['drop']>(), flush: async () => undefined }
  let ids = 0
  const deps: IntakeDeps = {
    execute: (request) => {
      asked.push(request)
      return answer(request)
    },
    toCommands: (draft, nowMs) =>
      toCommands(draft, {
        nowMs,
        zone: 'Asia/Shanghai',
        lang: 'zh-CN',
        template: null,
        customerId: null,
        resolveDueAtMs: nowMs + 86_400_000,
        talkMs: 61_000.5,
        wrapUpMs: 7_000,
        outcomeName: (outcome) => `[${outcome}]`,
      }),
    keeper,
    isWeather: (fault) => fault instanceof Weather,
    whenOpen: () =>
      new Promise((resolve) => {
        reopened = resolve
      }),
    nowMs: () => now,
    newId: () => `id${++ids}`,
  }
  intake = createIntake(deps)
})

const state = () => intake.store.getState()
const fill = () => intake.setFields({ phone: '138 1234 1234', symptom: '订单列表打不开' })

describe('saving', () => {
  it('CALL-2 makes the command of what was typed, from the moment the call began', async () => {
    fill()
    now += 90_000
    intake.setFields({ classification: { urgency: 'high' } })
    await intake.save()
    expect(asked).toHaveLength(1)
    expect(asked[0]?.command).toMatchObject({
      type: 'open',
      customer: { phones: ['+8613812341234'] },
      issue: { symptom: '订单列表打不开' },
      reception: { channel: 'hotline', receivedAtMs: 1_700_000_000_000 },
      classification: { urgency: 'high', by: 'agent' },
    })
    expect(state().saved.map(({ number }) => number)).toEqual(['K1-1'])
    expect(intake.active()).toMatchObject({ phone: '', symptom: '', startedAtMs: null })
  })

  it('CALL-2f Ctrl+Enter twice in 50 ms makes one case, whether the answer is slow or quick', async () => {
    fill()
    const [first, second] = [intake.save(), intake.save()]
    await Promise.all([first, second])
    now += 50
    await intake.save()
    expect(asked).toHaveLength(1)
    expect(state().faults).toEqual({})
  })

  it('CALL-2 says everything that is missing at once and sends nothing', async () => {
    await intake.save()
    expect(asked).toHaveLength(0)
    expect(state().faults).toMatchObject({ phone: { tag: 'phone.empty' }, symptom: { tag: 'text.empty' } })
    intake.setFields({ phone: '1' })
    expect(Object.keys(state().faults)).toEqual(['symptom'])
  })

  it.each([
    ['隐藏', []],
    ['１３８１２３４１２３４', ['+8613812341234']],
    ['010-62345678转8012', ['+861062345678;ext=8012']],
    ['+1 202 456 1111', ['+12024561111']],
    ['13812341234 / 010-62345678', ['+8613812341234', '+861062345678']],
  ])('CALL-3 takes the number %s', async (phone, phones) => {
    intake.setFields({ phone, symptom: 'x' })
    await intake.save()
    expect(asked[0]?.command).toMatchObject({ customer: { phones } })
  })

  it('SYNC-1 sends the same command again until the core has answered, and keeps the text meanwhile', async () => {
    fill()
    const { commandId } = intake.active()
    answer = async () => {
      if (asked.length < 3) throw new Weather()
      return savedAs('K1-7')
    }
    const done = intake.save()
    await vi.waitFor(() => expect(state().saving).toBe('later'))
    expect(intake.active().symptom).toBe('订单列表打不开')
    reopened()
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    reopened()
    await done
    expect(asked.map((request) => request.commandId)).toEqual([commandId, commandId, commandId])
    expect(state()).toMatchObject({ saving: 'idle', saved: [{ number: 'K1-7' }] })
  })

  it('a refusal keeps the text, shows its place, and the next try is a new intent', async () => {
    fill()
    const before = intake.active().commandId
    answer = async () => ({
      saved: false,
      refusals: [{ tag: 'text.too_long', field: 'issue.symptom', detail: { max: 4000 } }],
    })
    await intake.save()
    expect(state().faults).toEqual({ symptom: { tag: 'text.too_long', field: 'issue.symptom', detail: { max: 4000 } } })
    expect(intake.active().symptom).toBe('订单列表打不开')
    expect(intake.active().commandId).not.toBe(before)
  })

  it('a fault of the core frees the form, keeps the text and reaches the fence', async () => {
    fill()
    answer = async () => {
      throw new TypeError('bug')
    }
    await expect(intake.save()).rejects.toThrow('bug')
    expect(state()).toMatchObject({ saving: 'idle', faults: { form: { tag: 'core.fault' } } })
    expect(intake.active().symptom).toBe('订单列表打不开')
  })

  it.each([
    [{ tag: 'x' }, 'form'],
    [{ tag: 'x', field: 'customer.phones.0' }, 'phone'],
    [{ tag: 'x', field: 'issue.symptom' }, 'symptom'],
    [{ tag: 'x', field: 'classification.urgency' }, 'form'],
    [{ tag: 'x', field: 'demands.1.within' }, 'demands'],
    [{ tag: 'x', field: 'answers.tried' }, 'answers.tried'],
    [{ tag: 'x', field: 'reception.seat' }, 'form'],
  ] as const)('puts %o beside %s', (refusal, place) => {
    expect(placeOf(refusal)).toBe(place)
  })
})

describe('several calls', () => {
  it('CASE-8 parks a call and goes on with a blank one; nothing of it is lost', () => {
    fill()
    const parked = intake.active().id
    expect(intake.park()).toBe(true)
    expect(intake.active()).toMatchObject({ phone: '', symptom: '' })
    intake.step(-1)
    expect(intake.active()).toMatchObject({ id: parked, symptom: '订单列表打不开' })
  })

  it('CASE-8 an empty call has nothing to park, and one call has no neighbour', () => {
    expect(intake.park()).toBe(false)
    expect(intake.step(1)).toBe(false)
  })

  it('CALL-12 a new call counts from now and takes the blank form that is there', () => {
    now += 500
    intake.newCall()
    intake.newCall()
    expect(state().drafts).toHaveLength(1)
    expect(intake.active().startedAtMs).toBe(now)
  })

  it('CASE-8 every change goes to the keeper, a saved draft is dropped there', async () => {
    fill()
    const { id } = intake.active()
    expect(keeper.changed).toHaveBeenLastCalledWith(expect.objectContaining({ id, symptom: '订单列表打不开' }))
    await intake.save()
    expect(keeper.drop).toHaveBeenCalledWith(id)
  })

  const kept = (id: string): IntakeDraft => ({
    ...newDraft({ id, commandId: 'c', promiseId: 'p' }, 5),
    phone: '1',
    symptom: id,
  })

  it('CASE-8 drafts of an earlier window come back, the newest on screen', () => {
    intake.restore([kept('old'), kept('new')])
    expect(state().drafts.map(({ id }) => id)).toEqual(['old', 'new'])
    expect(intake.active().id).toBe('new')
  })

  it('CASE-8 drafts that come back never push aside what is being typed', () => {
    fill()
    intake.restore([kept('old')])
    expect(intake.active().symptom).toBe('订单列表打不开')
    expect(state().drafts).toHaveLength(2)
  })
})

describe('what was said and promised in the call', () => {
  const said = [
    { id: 's1', phraseId: 'cn.a', stage: 'listen' as const, text: '您请讲', buffer: false, atMs: 1 },
    { id: 's2', phraseId: 'own', stage: 'empathise' as const, text: '换谁都急', buffer: true, atMs: 2 },
  ]

  it('CALL-4 goes on the record of the case, after it and in order', async () => {
    fill()
    intake.setFields({ said, promise: '两小时内，给您回电' })
    const { id, commandId, promiseId } = intake.active()
    await intake.save()
    expect(asked.map((request) => request.commandId)).toEqual([commandId, 's1', 's2', promiseId])
    expect(asked.slice(1).map((request) => request.case)).toEqual(['id-K1-1', 'id-K1-1', 'id-K1-1'])
    expect(asked.map((request) => request.draft)).toEqual([undefined, undefined, undefined, id])
    expect(asked[1]?.command).toEqual({ type: 'say', phraseId: 'cn.a', stage: 'listen', text: '您请讲' })
    expect(asked[3]?.command).toEqual({
      type: 'promise',
      text: '两小时内，给您回电',
      dueAtMs: Math.floor((now + 7_200_000) / 60_000) * 60_000,
    })
  })

  it('CALL-6 a promise without a time is asked for one, and nothing is sent', async () => {
    fill()
    intake.setFields({ promise: '尽快给您回电' })
    await intake.save()
    expect(asked).toHaveLength(0)
    expect(state().faults['promise']).toMatchObject({ tag: expect.stringMatching(/^when\./) })
  })

  it('CALL-6 a promise beyond the resolve clock is given knowingly', async () => {
    fill()
    intake.setFields({ promise: '72小时内' })
    await intake.save()
    expect(asked.at(-1)?.command).toMatchObject({ type: 'promise', late: true })
  })

  it('says what could not be put on the record; the case is saved all the same', async () => {
    fill()
    intake.setFields({ said })
    answer = async () =>
      asked.length === 2 ? { saved: false, refusals: [{ tag: 'text.unfilled_slot' }] } : savedAs('K1-1')
    await expect(intake.save()).resolves.toMatchObject({ unrecorded: [{ tag: 'text.unfilled_slot' }] })
    expect(asked).toHaveLength(3)
    expect(intake.active().symptom).toBe('')
  })

  it('SYNC-1 after a crash between case and phrase the same commands go out under the same ids', async () => {
    fill()
    intake.setFields({ said })
    const draft = intake.active()
    const again = draftFrom(draft.id, JSON.parse(JSON.stringify(draftBody(draft))))
    expect(again).toEqual(draft)
  })
})

describe('draftFrom', () => {
  const { id: _id, ...fields } = newDraft({ id: 'd', commandId: 'c', promiseId: 'p' }, null)
  const body = { screen: 'intake', v: 2, ...fields, symptom: 's', classification: { urgency: 'mid' } }

  it('CASE-8 reads back what was kept', () => {
    expect(draftFrom('d', body)).toMatchObject({ id: 'd', symptom: 's', classification: { urgency: 'mid' } })
  })

  it.each([
    null,
    3,
    [],
    {},
    { ...body, v: 3 },
    { ...body, screen: 'case' },
    { ...body, classification: { urgency: 'huge' } },
    { ...body, phone: 7 },
  ])('CASE-8 leaves %o alone', (other) => {
    expect(draftFrom('d', other)).toBeNull()
  })
})

describe('CALL-12a CALL-12c the end of a call', () => {
  const reception = () => (asked[0]?.command as { reception?: unknown } | undefined)?.reception

  it('goes on the case as calls of its sort end, with how long the talk and the work after it took', async () => {
    fill()
    await intake.save()
    expect(reception()).toMatchObject({ outcome: 'follow_up', talkMs: 61_000, wrapUpMs: 7_000 })
  })

  it('goes on the case as the agent said', async () => {
    fill()
    intake.setFields({ outcome: 'cut_off' })
    await intake.save()
    expect(reception()).toMatchObject({ outcome: 'cut_off' })
  })
})

describe('CALL-12b a call handed over', () => {
  it('takes the blank form, and opens beside the calls under way', () => {
    intake.openCall({ number: '13812341234', queue: '投诉', callId: 'a' })
    expect(state().drafts.map(({ phone }) => phone)).toEqual(['13812341234'])
    expect(intake.active().startedAtMs).toBe(now)
    expect(keeper.changed).toHaveBeenLastCalledWith(intake.active())
    intake.openCall({ number: null })
    expect(state().drafts.map(({ phone }) => phone)).toEqual(['13812341234', '隐藏'])
    expect(intake.active().phone).toBe('隐藏')
  })

  it('waits beside the call that is being saved, with its number', async () => {
    answer = () => new Promise(() => undefined)
    fill()
    void intake.save()
    const saving = intake.active().id
    intake.openCall({ number: '13900000000' })
    expect(intake.active().id).toBe(saving)
    expect(state().drafts.at(-1)).toMatchObject({ phone: '13900000000', startedAtMs: now })
  })
})
