import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../shared/case/commands.ts'
import { deskAt, hour, minute, newId, openDesk, people, startMs } from './desk.ts'

describe('CALL-6 promises', () => {
  const promise = (dueAtMs: number) => ({ type: 'promise', text: '12:00 前修复', dueAtMs }) as const

  it('CALL-6b the given time becomes a clock, ended by keeping it', () => {
    const desk = openDesk()
    const made = desk.act(promise(startMs + hour))
    const id = String(made.body['id'])
    expect(desk.state().signals.at(-1)).toMatchObject({ type: 'promised', subject: id, dueAtMs: startMs + hour })
    desk.wait(30 * minute).act({ type: 'keepPromise', promise: id })
    expect(desk.state().promises).toMatchObject([{ id, text: '12:00 前修复', keptAtMs: startMs + 30 * minute }])
    expect(desk.state().signals.at(-1)).toMatchObject({ type: 'promise_kept', subject: id })
    expect(desk.no({ type: 'keepPromise', promise: id })).toBe('promise.already_kept')
    expect(desk.no({ type: 'keepPromise', promise: newId() })).toBe('promise.unknown')
  })

  it('is not given for the past or for now', () => {
    expect(openDesk().no(promise(startMs))).toBe('promise.in_past')
    expect(openDesk().no(promise(startMs - hour))).toBe('promise.in_past')
  })

  it('after the resolve clock only knowingly', () => {
    const desk = openDesk()
    const resolveDueAtMs = startMs + hour
    expect(desk.no(promise(resolveDueAtMs), people.agent, { resolveDueAtMs })).toBe('allowed')
    expect(desk.ask(promise(resolveDueAtMs + 1), people.agent, { resolveDueAtMs }).refusal).toEqual({
      tag: 'promise.after_resolve_due',
      field: 'dueAtMs',
      detail: { resolveDueAtMs },
    })
    expect(desk.no({ ...promise(resolveDueAtMs + 1), late: true }, people.agent, { resolveDueAtMs })).toBe('allowed')
  })
})

describe('CALL-4 what was said', () => {
  it('is on the record', () => {
    const desk = openDesk()
    desk.act({ type: 'say', phraseId: 'zh.empathise.1', stage: 'empathise', text: '我完全理解您的着急。' })
    expect(desk.state().said).toMatchObject([
      { phraseId: 'zh.empathise.1', stage: 'empathise', text: '我完全理解您的着急。', by: 'li' },
    ])
  })

  it.each(['say', 'promise', 'inform'])('an unfilled slot is not said: %s', (type) => {
    const text = '您好 {{customer.name}}'
    const inputs = {
      say: { type, phraseId: 'p', stage: 'listen', text },
      promise: { type, text, dueAtMs: startMs + hour },
      inform: { type, way: 'email', letter: text },
    }
    const answer = parseCommand(inputs[type as keyof typeof inputs])
    expect(answer.ok ? [] : answer.error.map(({ tag }) => tag)).toEqual(['text.unfilled_slot'])
  })
})

describe('CALL-10 communications', () => {
  const call = { type: 'logCommunication', way: 'phone', direction: 'out', purpose: 'acknowledge' } as const

  it.each([
    ['acknowledge', 'acknowledged'],
    ['progress', 'progress'],
    ['inform', 'communicated'],
    ['follow_up', 'communicated'],
    ['other', 'communicated'],
  ] as const)('%s outwards tells the clocks %s', (purpose, signal) => {
    const desk = openDesk()
    desk.act({ ...call, purpose, text: '已联系' })
    expect(desk.state().communications).toMatchObject([
      { way: 'phone', direction: 'out', purpose, reached: true, backdated: false, text: '已联系' },
    ])
    expect(desk.state().signals.at(-1)).toMatchObject({ type: signal, way: 'phone', direction: 'out', reached: true })
  })

  it('what the customer sends is never an acknowledgement of ours', () => {
    const desk = openDesk()
    desk.act({ ...call, direction: 'in' })
    expect(desk.state().signals.at(-1)).toMatchObject({ type: 'communicated', direction: 'in' })
  })

  it('an attempt that reached nobody is one', () => {
    const desk = openDesk()
    desk.act({ ...call, reached: false })
    expect(desk.state().communications[0]?.reached).toBe(false)
    expect(desk.state().signals.at(-1)).toMatchObject({ reached: false })
  })

  it('SLA-9e claimed more than five minutes earlier it is 补录, and a supervisor may believe it', () => {
    const desk = openDesk().wait(hour)
    desk.act({ ...call, atMs: startMs + 55 * minute })
    const late = desk.act({ ...call, atMs: startMs + 55 * minute - 1 })
    expect(desk.state().communications.map(({ backdated }) => backdated)).toEqual([false, true])
    expect(desk.state().signals.at(-1)).toMatchObject({
      id: late.id,
      claimedAtMs: startMs + 55 * minute - 1,
      atMs: startMs + hour,
    })
    const confirm = { type: 'confirmBackdating', of: late.id, reason: { code: 'late_evidence' } } as const
    expect(desk.no(confirm)).toBe('role.denied')
    desk.act(confirm, people.supervisor)
    expect(desk.state().signals.at(-1)).toMatchObject({ type: 'backdating_confirmed', subject: late.id })
    expect(desk.no({ ...confirm, of: newId() }, people.supervisor)).toBe('backdating.unknown')
  })

  it('nothing takes place in the future', () => {
    expect(openDesk().ask({ ...call, atMs: startMs + 2 * minute }).refusal).toEqual({
      tag: 'time.future',
      field: 'atMs',
    })
  })
})

describe('SUP-6 surveys', () => {
  it('LOOP-3 are sent, then answered once', () => {
    const desk = deskAt('informed')
    const survey = String(desk.act({ type: 'sendSurvey', way: 'sms' }).body['id'])
    expect(desk.state().signals.at(-1)).toMatchObject({ type: 'survey_sent', way: 'sms' })
    desk
      .wait(hour)
      .act({ type: 'recordSurvey', survey, csat: 5, ces: 1, nps: 10, reasonCodes: ['too_slow'], text: '很满意' })
    expect(desk.state().surveys).toEqual([
      {
        id: survey,
        way: 'sms',
        sentAtMs: startMs,
        answeredAtMs: startMs + hour,
        csat: 5,
        ces: 1,
        nps: 10,
        reasonCodes: ['too_slow'],
        reason: '很满意',
      },
    ])
    expect(desk.no({ type: 'recordSurvey', survey, csat: 1 })).toBe('survey.already_answered')
  })

  it('an answer given without having been asked counts too', () => {
    const desk = deskAt('informed')
    desk.act({ type: 'recordSurvey', reasonCodes: ['manner'] })
    expect(desk.state().surveys).toMatchObject([{ answeredAtMs: startMs, reasonCodes: ['manner'] }])
    expect(desk.no({ type: 'recordSurvey', survey: newId(), csat: 1 })).toBe('survey.unknown')
    expect(desk.no({ type: 'recordSurvey' })).toBe('survey.empty')
  })

  it.each([
    ['csat', 0],
    ['csat', 6],
    ['ces', 0],
    ['ces', 6],
    ['nps', -1],
    ['nps', 11],
  ])('%s %d is off the scale', (field, value) => {
    const answer = parseCommand({ type: 'recordSurvey', [field]: value })
    expect(answer.ok ? null : answer.error[0]?.field).toBe(field)
  })
})

describe('LOOP-1 the written result', () => {
  it('is kept with its way and makes the case informed', () => {
    const desk = deskAt('resolved')
    desk.act({ type: 'inform', way: 'letter', letter: '原因、措施、改进与补偿如下。' })
    expect(desk.state()).toMatchObject({
      status: 'informed',
      informs: [{ way: 'letter', round: 0, letter: '原因、措施、改进与补偿如下。' }],
    })
    expect(parseCommand({ type: 'inform', way: 'phone', letter: '口头' }).ok).toBe(false)
  })

  it('a second letter changes nothing but the record', () => {
    const desk = deskAt('followed_up')
    desk.act({ type: 'inform', way: 'sms', letter: '补充说明' })
    expect(desk.state()).toMatchObject({ status: 'followed_up' })
    expect(desk.state().informs).toHaveLength(2)
  })
})
