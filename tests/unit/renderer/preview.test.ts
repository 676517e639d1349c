import { describe, expect, it } from 'vitest'
import { previewClocks } from '../../../renderer/features/intake/preview.ts'
import { readSla } from '../../../renderer/state/sla.ts'
import calendar from '../../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import ladder from '../../../resources/ladder/default-v1.json' with { type: 'json' }
import policy from '../../../resources/policies/default-v1.json' with { type: 'json' }

const sla = readSla({ policy, ladder, calendar })
if (sla === null) throw new Error('the shipped policy and calendar cannot be read')
const minute = 60_000
const startedAtMs = Date.parse('2024-05-10T02:20:00Z')

const dueIn = (urgency: 'high' | 'mid' | 'low', nowMs = startedAtMs) =>
  Object.fromEntries(
    previewClocks(sla, { classification: { urgency }, startedAtMs }, null, nowMs).map((clock) => [
      clock.clock,
      ((clock.dueAtMs ?? 0) - startedAtMs) / minute,
    ]),
  )

describe('preview of a case not yet saved', () => {
  it('SLA-1 shows the response clock of each urgency, from the shipped policy by the kernel', () => {
    expect([dueIn('high')['ack'], dueIn('mid')['ack'], dueIn('low')['ack']]).toEqual([15, 30, 60])
  })

  it('SLA-2 shows the resolve clock: two hours when high', () => {
    expect(dueIn('high')['resolve']).toBe(120)
  })

  it('SLA-1 counts from the call, not from the moment the screen is drawn', () => {
    expect(dueIn('mid', startedAtMs + 7 * minute)['ack']).toBe(30)
  })

  it('SLA-11d warns of a year whose holidays are not published, on the clocks in business hours', () => {
    const inMs = Date.parse('2029-06-04T02:00:00Z')
    const warned = (urgency: 'high' | 'low') =>
      previewClocks(sla, { classification: { urgency }, startedAtMs: inMs }, null, inMs)
        .filter(({ clock }) => clock === 'resolve')
        .flatMap(({ warnings }) => warnings)
    expect([warned('low'), warned('high')]).toEqual([[{ key: 'calendar.unknown_year', params: { year: 2029 } }], []])
  })

  it.each([
    null,
    {},
    { policy: {}, ladder, calendar },
    { policy, ladder, calendar: { ...calendar, hash: '0'.repeat(64) } },
  ])('shows nothing rather than guesses when it cannot read the reference data', (body) => {
    expect(readSla(body)).toBeNull()
  })
})
