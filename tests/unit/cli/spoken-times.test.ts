import { describe, expect, it } from 'vitest'
import { hearTimes } from '../../../electron/cli/spoken-times.ts'

/** Monday 2024-05-13, 15:00 in Shanghai. */
const listener = { nowMs: Date.parse('2024-05-13T15:00:00+08:00'), zone: 'Asia/Shanghai' }
const hear = (document: object) => hearTimes(document, listener)

describe('times of `redress case new`', () => {
  it.each([
    ['昨天上午十点', '2024-05-12T02:00:00.000Z'],
    ['昨天上午10點', '2024-05-12T02:00:00.000Z'],
    ['yesterday 10:00', '2024-05-12T02:00:00.000Z'],
    ['十分钟前', '2024-05-13T06:50:00.000Z'],
    ['10 minutes ago', '2024-05-13T06:50:00.000Z'],
    ['2024-05-10T10:20:00+08:00', '2024-05-10T02:20:00.000Z'],
  ])('are read as people say them: %s', (said, meant) => {
    expect(hear({ receivedAt: said, foundAt: said, issue: { occurredAt: said } })).toEqual({
      ...{ receivedAt: meant, foundAt: meant, issue: { occurredAt: meant } },
    })
  })

  it.each([
    ['两天内', 'PT2880M'],
    ['兩天內', 'PT2880M'],
    ['in 2 days', 'PT2880M'],
    ['within 3 hours', 'PT180M'],
    ['PT2H', 'PT2H'],
  ])('a demand is wanted within %s', (within, meant) => {
    const receivedAt = '2024-05-10T02:20:00.000Z'
    expect(hear({ receivedAt, demands: [{ kind: 'refund', within }] })).toEqual({
      ...{ receivedAt, demands: [{ kind: 'refund', within: meant }] },
    })
  })

  it.each([
    ['明天下午五点前', '2024-05-14T09:00:00.000Z'],
    ['by 17:00', '2024-05-13T09:00:00.000Z'],
  ])('a demand is wanted by %s', (wantedBy, meant) => {
    expect(hear({ demands: [{ wantedBy }] })).toEqual({ demands: [{ wantedBy: meant }] })
  })

  it('what nobody can read stays, so that it is refused by its field', () => {
    const document = { receivedAt: '改天', issue: { occurredAt: 7 }, demands: ['x', { within: '尽快' }] }
    expect(hear(document)).toEqual(document)
    expect(hearTimes('x', listener)).toBe('x')
  })
})
