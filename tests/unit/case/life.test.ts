import { describe, expect, it } from 'vitest'
import { type CaseCommandInput, parseCommand } from '../../../shared/case/commands.ts'
import { type CaseStatus, statuses } from '../../../shared/case/words.ts'
import { type Desk, deskAt, newId, openDesk, openInput, people } from './desk.ts'

const reason = { code: 'other' }
const open: readonly CaseStatus[] = [
  'received',
  'assessed',
  'in_progress',
  'resolved',
  'informed',
  'followed_up',
  'on_hold',
]
const unmerged: readonly CaseStatus[] = statuses.filter((it) => it !== 'merged')
const work: readonly CaseStatus[] = ['received', 'assessed', 'in_progress']
const told: readonly CaseStatus[] = ['resolved', 'informed', 'followed_up']

/** The life of a case as the documents have it: where each command is right, written down apart from the kernel. */
const allowedIn: readonly (readonly [CaseCommandInput, readonly CaseStatus[]])[] = [
  [{ type: 'edit', issue: { region: '华东' } }, open],
  [{ type: 'classify', urgency: 'high' }, open],
  [{ type: 'acceptProposal', urgency: 'high', confidencePct: 80 }, open],
  [{ type: 'assign', owner: 'wang', reason }, open],
  [{ type: 'transfer', toTeam: 'rnd', notifyBy: 'wecom', reason }, open],
  [{ type: 'escalate', level: 'lead', reason }, open],
  [{ type: 'hold', reason }, open.filter((it) => it !== 'on_hold')],
  [{ type: 'resume' }, ['on_hold']],
  [{ type: 'applyPolicy', policy: { id: 'default', version: 2 }, reason }, open],
  [{ type: 'resolve', causeCode: 'capacity', cause: '原因', measures: '措施' }, work],
  [{ type: 'inform', way: 'sms', letter: '您好' }, told],
  [{ type: 'reopen', reason }, [...told, 'closed', 'withdrawn']],
  [{ type: 'withdraw', reason }, open],
  [{ type: 'linkRepeat', of: newId() }, unmerged],
  [{ type: 'merge', into: newId() }, unmerged],
  [{ type: 'proposeCompensation', form: 'voucher', amountMinor: 5000, currency: 'CNY' }, [...open, 'closed']],
  // Facts happened: no status refuses them.
  [{ type: 'addNote', text: '记录' }, statuses],
  [{ type: 'addDemand', demand: { kind: 'apologise' } }, statuses],
  [{ type: 'edit', customer: { company: '新公司' } }, statuses],
  [{ type: 'say', phraseId: 'p1', stage: 'listen', text: '我明白' }, statuses],
  [{ type: 'logCommunication', way: 'phone', direction: 'in', purpose: 'other' }, statuses],
  [{ type: 'rateEmotion', emotion: 80 }, statuses],
  [{ type: 'sendSurvey', way: 'sms' }, statuses],
  [{ type: 'recordSurvey', csat: 5 }, statuses],
  [{ type: 'followUp', satisfied: true }, statuses],
  [{ type: 'revealField', field: 'customer.phones', reason }, statuses],
  [{ type: 'attach', hash: 'a'.repeat(64), name: '截图.png', mediaType: 'image/png', bytes: 10 }, statuses],
]

describe('LIFE-1a a case moves only along the allowed stages', () => {
  it.each(allowedIn.map(([command, where]) => [command.type, command, where] as const))(
    '%s',
    (_name, command, where) => {
      const answers = statuses.map((status) => [
        status,
        deskAt(status).ask(command, people.supervisor).refusal?.tag ?? 'allowed',
      ])
      const expected = statuses.map((status) => [status, where.includes(status) ? 'allowed' : `status.${status}`])
      expect(answers).toEqual(expected)
    },
  )

  it('goes received → assessed → in progress → resolved → informed → followed up → closed', () => {
    for (const status of statuses) expect(deskAt(status).state().status).toBe(status)
  })

  it('is assessed at once when type and responsibility were judged in the call', () => {
    const desk = openDesk({ classification: { problemType: 'product_fault', responsibility: 'rnd', urgency: 'mid' } })
    expect(desk.state().status).toBe('assessed')
  })

  it('a hold goes back to where it began, and the reason stays only as long', () => {
    for (const status of open.filter((it) => it !== 'on_hold')) {
      const desk = deskAt(status)
      desk.act({ type: 'hold', reason: { code: 'waiting_customer' } })
      expect(desk.state()).toMatchObject({ status: 'on_hold', heldFrom: status, holdReason: 'waiting_customer' })
      desk.act({ type: 'resume' })
      expect(desk.state().status).toBe(status)
      expect(desk.state().heldFrom).toBeUndefined()
    }
  })

  it('SYNC-5b a refusal names the status, the event that brought it, and where a merged case went', () => {
    const desk = openDesk()
    const into = newId()
    const merged = desk.act({ type: 'merge', into })
    desk.act({ type: 'addNote', text: '之后的记录' })
    const { refusal } = desk.ask({ type: 'close' })
    expect(refusal).toEqual({ tag: 'status.merged', field: 'status', detail: { into, defeatedBy: merged.id } })
  })
})

describe('LIFE-1b the closed loop', () => {
  const resolve = (desk: Desk) =>
    desk.act({ type: 'resolve', causeCode: 'capacity', cause: '索引缺失', measures: '补建' })
  const inform = (desk: Desk) => desk.act({ type: 'inform', way: 'email', letter: '结果如下' })

  it('names everything that lacks, the first one as its tag', () => {
    const desk = openDesk()
    expect(desk.ask({ type: 'close' }).refusal).toEqual({
      tag: 'close.no_resolution',
      field: 'resolution',
      detail: { missing: 'resolution,notice,follow_up' },
    })
    resolve(desk)
    expect(desk.ask({ type: 'close' }).refusal?.detail).toEqual({ missing: 'notice,follow_up' })
    inform(desk)
    expect(desk.no({ type: 'close' })).toBe('close.no_follow_up')
  })

  it('closes with a follow-up, or with the reason why none', () => {
    const followed = openDesk()
    resolve(followed)
    inform(followed)
    followed.act({ type: 'followUp', satisfied: true, text: '满意' })
    followed.act({ type: 'close', text: '已办结' })
    expect(followed.state()).toMatchObject({ status: 'closed', closure: { by: 'li', text: '已办结' } })

    const reasoned = openDesk()
    resolve(reasoned)
    inform(reasoned)
    reasoned.act({ type: 'close', noFollowUpReason: 'customer_declined' })
    expect(reasoned.state().closure?.noFollowUpReason).toBe('customer_declined')
  })

  it('each reopening starts a new round: the old notice and follow-up do not close it', () => {
    const desk = deskAt('closed')
    desk.act({ type: 'reopen', reason: { code: 'came_back' } })
    expect(desk.state()).toMatchObject({ status: 'in_progress', reopenings: 1 })
    expect(desk.state().resolution).toBeUndefined()
    expect(desk.ask({ type: 'close' }).refusal?.detail).toEqual({ missing: 'resolution,notice,follow_up' })
    expect(desk.state().informs).toHaveLength(1)
  })

  it('LOOP-4b an unhappy follow-up reopens the case by the same command', () => {
    const desk = deskAt('informed')
    const { events } = desk.ask({ type: 'followUp', satisfied: false, text: '仍然很慢' })
    expect(events?.map(({ type }) => type)).toEqual(['followed_up', 'reopened'])
    expect(desk.state()).toMatchObject({
      status: 'in_progress',
      reopenings: 1,
      followUps: [{ satisfied: false, round: 0 }],
    })
  })

  it('LOOP-4b where nothing is to reopen, an unhappy answer is only recorded', () => {
    const desk = deskAt('in_progress')
    expect(desk.ask({ type: 'followUp', satisfied: false }).events).toHaveLength(1)
  })

  it('LOOP-4b a closed case reopens too', () => {
    const desk = deskAt('closed')
    desk.ask({ type: 'followUp', satisfied: false })
    expect(desk.state().status).toBe('in_progress')
  })
})

describe('CASE-2 the lighter kinds', () => {
  it('CASE-2a a case is a complaint, a suggestion, an opinion, an inquiry or praise, and nothing else', () => {
    for (const kind of ['complaint', 'suggestion', 'opinion', 'inquiry', 'praise'] as const)
      expect(openDesk({ kind }).state().kind).toBe(kind)
    const other = parseCommand({ ...openInput, kind: 'rant' })
    expect(other.ok ? [] : other.error.map(({ field }) => field)).toEqual(['kind'])
  })

  it.each(['suggestion', 'opinion', 'inquiry', 'praise'] as const)(
    'CASE-2b %s closes without cause, notice and follow-up',
    (kind) => {
      const desk = openDesk({ kind, demands: [] })
      desk.act({ type: 'close', text: '已答复' })
      expect(desk.state()).toMatchObject({ kind, status: 'closed' })
      expect(desk.state().signals.map(({ type }) => type)).toEqual(['opened', 'resolved', 'closed'])
    },
  )

  it('CASE-2c promoted to a complaint it runs the full course', () => {
    const desk = openDesk({ kind: 'suggestion' })
    desk.act({ type: 'promote', reason: { code: 'harm_found', text: '已造成损失' } })
    expect(desk.state().kind).toBe('complaint')
    expect(desk.no({ type: 'close' })).toBe('close.no_resolution')
    expect(desk.state().signals.at(-1)).toMatchObject({ type: 'promoted', caseKind: 'complaint' })
  })

  it('a complaint is not promoted again', () => {
    expect(openDesk().no({ type: 'promote' })).toBe('promote.is_complaint')
  })
})

describe('LIFE-1c every step', () => {
  it('keeps who, when and on which device', () => {
    const desk = openDesk()
    desk.wait(1000).act({ type: 'addNote', text: '甲' }, people.other)
    expect(desk.state().notes).toMatchObject([{ by: 'wang', atMs: desk.nowMs(), text: '甲' }])
    expect(desk.state().lastEvent).toMatchObject({ actor: 'wang', type: 'note_added', atMs: desk.nowMs() })
    expect(desk.state().reception).toMatchObject({ recorder: 'li', device: 'hz-a1' })
  })
})
