import { describe, expect, it } from 'vitest'
import { type IntakeDraft, newDraft } from '../../../renderer/features/intake/draft.ts'
import { leftOver, usualOutcome } from '../../../renderer/features/intake/outcome.ts'
import { plainTemplate } from '../../../renderer/features/intake/plainTemplate.ts'
import { toCommands } from '../../../renderer/features/intake/toCommands.ts'
import { parseCommand } from '../../../shared/case/commands.ts'
import { callOutcomes } from '../../../shared/case/words.ts'
import type { Template } from '../../../shared/intake/template.ts'

const nowMs = 1_700_000_100_000
const blank = newDraft({ id: 'd', commandId: 'c', promiseId: 'p' }, nowMs - 20_000)
const ended = (change: Partial<IntakeDraft> = {}): IntakeDraft => ({ ...blank, endedAtMs: nowMs - 5_000, ...change })
const question: Template = { ...plainTemplate, id: 'inquiry', version: 3, kind: 'inquiry' }

const made = (draft: IntakeDraft, template: Template | null = null) =>
  toCommands(draft, {
    nowMs,
    zone: 'Asia/Shanghai',
    lang: 'zh-CN',
    template,
    customerId: null,
    talkMs: 15_000,
    wrapUpMs: 5_000,
    resolveDueAtMs: null,
    outcomeName: (outcome) => `[${outcome}]`,
  })
const given = (draft: IntakeDraft, template: Template | null = null) => {
  const commands = made(draft, template)
  if (!commands.ok) throw new Error(JSON.stringify(commands.error))
  return [commands.value.open, ...commands.value.after]
}

describe('CALL-12c a call that makes no case', () => {
  it.each(['answered', 'put_through', 'hung_up', 'cut_off', 'wrong_number', 'silent'] as const)(
    'ended as %s without a word is kept with its outcome and times, and is over at once',
    (outcome) => {
      const [open, close, ...more] = given(
        ended({ outcome, phone: '13812341234', call: { callId: 'a-1', queue: '投诉' } }),
      )
      expect(open?.command).toMatchObject({
        type: 'open',
        kind: 'inquiry',
        issue: { symptom: `[${outcome}]` },
        customer: { phones: ['+8613812341234'] },
        reception: { outcome, talkMs: 15_000, wrapUpMs: 5_000, callId: 'a-1', queue: '投诉' },
      })
      expect(close).toEqual({ id: 'p', command: { type: 'close' } })
      expect(more).toEqual([])
      expect(parseCommand(open?.command).ok).toBe(true)
    },
  )

  it('needs no number, and says what is wrong with one that is none', () => {
    expect(given(ended({ outcome: 'silent' }))).toHaveLength(2)
    expect(made(ended({ outcome: 'silent', phone: '62345678' }))).toMatchObject({
      error: [{ tag: 'phone.area_code_missing', field: 'phone' }],
    })
  })

  it('needs its words where something goes on after it, and before it has ended', () => {
    for (const draft of [ended({ outcome: 'follow_up' }), ended({ outcome: 'call_back' }), blank])
      expect(made(draft)).toMatchObject({ ok: false })
  })

  it('a question answered at once is closed with its own words and template; a complaint or a promise never is', () => {
    const told = { phone: '13812341234', symptom: '几点开门' }
    const [open, close] = given(ended(told), question)
    expect(open?.command).toMatchObject({
      kind: 'inquiry',
      issue: { symptom: '几点开门' },
      template: { id: 'inquiry', version: 3 },
    })
    expect(close?.command).toEqual({ type: 'close' })
    expect(leftOver(ended({ ...told, outcome: 'answered' }), plainTemplate)).toBe('case')
    expect(leftOver(ended({ ...told, outcome: 'answered' }), null)).toBe('case')
    expect(leftOver(ended({ ...told, promise: '下午三点前回电' }), question)).toBe('case')
    expect(leftOver({ ...ended(told), endedAtMs: null }, question)).toBe('case')
  })

  it('every outcome is one of those that need words or one that does not; the usual one follows from what was told', () => {
    const sorts = callOutcomes.map((outcome) => leftOver(ended({ outcome }), null))
    expect(sorts.filter((sort) => sort === 'case')).toHaveLength(2)
    expect(usualOutcome(blank, null)).toBe('hung_up')
    expect(usualOutcome({ ...blank, symptom: '扣错钱' }, null)).toBe('follow_up')
    expect(usualOutcome({ ...blank, symptom: '几点开门' }, question)).toBe('answered')
  })
})
