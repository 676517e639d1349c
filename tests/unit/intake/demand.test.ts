import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDemand } from '../../../shared/intake/demand.ts'
import { findPromise } from '../../../shared/intake/time-in-words.ts'
import { anyText } from '../assist/any-text.ts'

/** 10 May 2024 10:20 in Shanghai: the call of the worked example. */
const options = { nowMs: Date.UTC(2024, 4, 10, 2, 20), zone: 'Asia/Shanghai', currency: 'CNY' } as const
const read = (text: string) => readDemand(text, options)

describe('readDemand', () => {
  it.each([
    ['修好 两小时内', 'fix', '两小时内', ''],
    ['两小时内修好', 'fix', '两小时内', ''],
    ['补偿误工，500元', 'compensate', '', '500元'],
    ['今天下午五点前退款 128元', 'refund', '今天下午五点前', '128元'],
    ['要那个客服道歉', 'apologise', '', ''],
    ['给个说法', 'explain', '', ''],
    ['以后别再发了，改进一下', 'improve', '', ''],
    ['補償誤工', 'compensate', '', ''],
    ['fix it within two hours', 'fix', 'within two hours', ''],
    ['A refund of 20 CNY', 'refund', '', ''],
    ['叫你们领导来', null, '', ''],
  ])('CASE-1 %s', (text, kind, within, amount) => {
    expect(read(text)).toMatchObject({ kind, within, amount })
    expect(read(text).dueAtMs === null).toBe(within === '')
  })

  it('CASE-1 a vague or past time is no wanted time', () => {
    expect(read('尽快修好').within).toBe('')
    expect(read('昨天就该修好').within).toBe('')
  })

  it.each([
    ['11:00前给您回电', '2024-05-10T03:00:00.000Z'],
    ['今天下午三点', '2024-05-10T07:00:00.000Z'],
    ['我们会在两小时内答复您', null],
    ['两小时内，一定答复您', '2024-05-10T04:20:00.000Z'],
  ])('CALL-6 the time in %s', (text, at) => {
    const found = findPromise(text, options)
    expect(found.ok ? new Date(found.value.atMs).toISOString() : null).toBe(at)
  })

  it('CALL-6 a vague word is named', () => {
    expect(findPromise('昨天下午三点前给您回电', options)).toMatchObject({ ok: false, error: { tag: 'when.past' } })
    expect(findPromise('尽快', options)).toMatchObject({ ok: false, error: { tag: 'when.vague' } })
  })

  it('reads any text without throwing', () => {
    fc.assert(
      fc.property(anyText(400), (text) => {
        const { within, amount } = read(text)
        expect(typeof within + typeof amount).toBe('stringstring')
      }),
    )
  })
})
