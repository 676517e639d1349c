import { describe, expect, it } from 'vitest'
import { derivedDue, nextDerivedMs } from '../../../shared/sla/derived.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { at, context, local, minute, opened, signal } from './fixtures.ts'

const told = (signals: readonly Signal[], clock: string, until: string): readonly string[] =>
  derivedDue(foldClocks(signals, context).clocks, at(until))
    .filter((it) => it.clock === clock)
    .map(
      ({ kind, cycle, atMs, tell }) =>
        `${cycle} ${kind}${tell === undefined ? '' : `→${tell}`} ${local(atMs)?.slice(11)}`,
    )

const high = opened('2024-05-10 10:00', { urgency: 'high' })

describe('SLA-9a what a clock does by itself', () => {
  it('owner at near, lead at due, manager half the target later', () => {
    expect(told([high], 'resolve', '2024-05-10 14:00')).toEqual([
      '1 near 11:36',
      '1 ladder:owner→owner 11:36',
      '1 breach 12:00',
      '1 ladder:lead→lead 12:00',
      '1 ladder:manager→manager 13:00',
    ])
  })

  it('CALL-9 for an unanswered transfer the manager at due', () => {
    expect(
      told([high, signal('transferred', '2024-05-10 10:30', { subject: 't' })], 'transfer', '2024-05-10 14:00'),
    ).toEqual([
      '1 near 12:06',
      '1 ladder:owner→owner 12:06',
      '1 breach 12:30',
      '1 ladder:lead→lead 12:30',
      '1 ladder:manager→manager 12:30',
    ])
  })

  it('nothing before its time: near at its minute, the due time itself is still in time', () => {
    expect(told([high], 'resolve', '2024-05-10 11:35')).toEqual([])
    expect(told([high], 'resolve', '2024-05-10 11:36').length).toBe(2)
    expect(told([high], 'resolve', '2024-05-10 12:00').length).toBe(2)
    const after = derivedDue(foldClocks([high], context).clocks, at('2024-05-10 12:00') + 1)
    expect(after.filter(({ clock, kind }) => clock === 'resolve' && kind === 'breach')).toMatchObject([
      { atMs: at('2024-05-10 12:00') },
    ])
  })

  it('a clock that ended before a moment never reaches it', () => {
    const resolved = (time: string): readonly string[] =>
      told([high, signal('resolved', time)], 'resolve', '2024-05-11 10:00')
    expect(resolved('2024-05-10 11:36')).toEqual([])
    expect(resolved('2024-05-10 11:37')).toEqual(['1 near 11:36', '1 ladder:owner→owner 11:36'])
    expect(resolved('2024-05-10 12:00').length).toBe(2)
    expect(resolved('2024-05-10 12:30').length).toBe(4)
    expect(resolved('2024-05-10 13:00').length).toBe(4)
    expect(resolved('2024-05-10 13:01').length).toBe(5)
  })

  it('a hold after the due time holds the manager back as long', () => {
    const signals = [high, signal('held', '2024-05-10 12:30', { reason: 'x' }), signal('resumed', '2024-05-10 14:30')]
    expect(told(signals, 'resolve', '2024-05-10 18:00').at(-1)).toBe('1 ladder:manager→manager 15:00')
    expect(told(signals.slice(0, 2), 'resolve', '2024-05-12 18:00').at(-1)).toBe('1 ladder:lead→lead 12:00')
  })

  it('what was near before a hold was told, and only that', () => {
    const signals = [high, signal('held', '2024-05-10 11:40', { reason: 'x' })]
    expect(told(signals, 'resolve', '2024-05-12 10:00')).toEqual(['1 near 11:36', '1 ladder:owner→owner 11:36'])
  })

  it('a breach before a change of urgency stays one', () => {
    const signals = [high, signal('classified', '2024-05-10 12:10', { urgency: 'low' })]
    expect(told(signals, 'resolve', '2024-05-10 12:30')).toEqual(['1 breach 12:00'])
    expect(told(signals, 'resolve', '2024-06-10 12:30').filter((text) => text.includes('breach'))).toEqual([
      '1 breach 12:00',
    ])
    const held = [...signals, signal('held', '2024-05-10 12:15', { reason: 'x' })]
    expect(told(held, 'resolve', '2024-06-10 12:30')).toEqual(['1 breach 12:00'])
  })
})

describe('SLA-9b catching up', () => {
  it('says after a night off what it would have said during it, in order, and nothing twice', () => {
    const signals = [high, signal('transferred', '2024-05-10 10:30', { subject: 't' })]
    const { clocks } = foldClocks(signals, context)
    const key = (it: { clock: string; subject?: string | undefined; cycle: number; kind: string }): string =>
      [it.clock, it.subject, it.cycle, it.kind].join('|')
    const awake = new Set<string>()
    for (let m = 0; m <= 36 * 60; m++) for (const it of derivedDue(clocks, high.atMs + m * minute)) awake.add(key(it))
    const asleep = derivedDue(clocks, high.atMs + 36 * 60 * minute)
    expect(asleep.map(key).sort()).toEqual([...awake].sort())
    expect(new Set(asleep.map(key)).size).toBe(asleep.length)
    expect(asleep.map(({ atMs }) => atMs)).toEqual(asleep.map(({ atMs }) => atMs).sort((a, b) => a - b))
  })

  it('tells when to look again, and looking then is enough', () => {
    for (const first of [
      high,
      opened('2024-05-10 10:00', { urgency: 'mid' }),
      opened('2024-05-10 10:00', { urgency: 'low' }),
    ]) {
      const { clocks } = foldClocks([first], context)
      const untilMs = at('2024-05-14 00:00')
      let nowMs = first.atMs
      let seen = 0
      for (
        let next = nextDerivedMs(clocks, nowMs);
        next !== null && next <= untilMs;
        next = nextDerivedMs(clocks, nowMs)
      ) {
        nowMs = next
        expect(derivedDue(clocks, nowMs - 1).length).toBe(seen)
        seen = derivedDue(clocks, nowMs).length
      }
      expect(derivedDue(clocks, untilMs).length).toBe(seen)
    }
  })

  it('has nothing to wait for when all has ended', () => {
    expect(nextDerivedMs(foldClocks([high, signal('withdrawn', '2024-05-10 10:01')], context).clocks, high.atMs)).toBe(
      null,
    )
  })

  it('a paused clock has nothing to wait for either', () => {
    const signals = [
      high,
      signal('acknowledged', '2024-05-10 10:01'),
      signal('held', '2024-05-10 10:02', { reason: 'x' }),
    ]
    expect(nextDerivedMs(foldClocks(signals, context).clocks, at('2024-05-10 10:03'))).toBe(null)
  })

  it('SLA-9f says the same from the same signals in any order of arrival', () => {
    const signals = [
      high,
      signal('progress', '2024-05-10 12:30'),
      signal('transferred', '2024-05-10 10:40', { subject: 't' }),
      signal('classified', '2024-05-10 10:35', { urgency: 'mid' }),
    ]
    const say = (order: readonly Signal[]): unknown =>
      derivedDue(foldClocks(order, context).clocks, at('2024-05-13 10:00'))
    expect(say([...signals].reverse())).toEqual(say(signals))
  })
})
