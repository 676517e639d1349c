import { describe, expect, it } from 'vitest'
import { runSla, type SlaArgs } from '../../../../electron/cli/sla.ts'
import { SlaLineSchema } from '../../../../electron/cli/sla-lines.ts'
import policyData from '../../../../resources/policies/default-v1.json' with { type: 'json' }

const events = [
  { at: '2024-05-10T10:20:00+08:00', type: 'opened', urgency: 'mid', channel: 'hotline' },
  { at: '2024-05-10T10:28:00+08:00', type: 'acknowledged', way: 'sms' },
  { at: '2024-05-10T10:35:00+08:00', type: 'transferred', subject: 't1', dueAt: '2024-05-10T12:35:00+08:00' },
  { at: '2024-05-10T10:50:00+08:00', type: 'held', reason: 'waiting_customer' },
]
const lines = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n')

function run(
  text: string,
  args: Partial<SlaArgs> = {},
  files: Record<string, string> = {},
): { exitCode: number; said: readonly Record<string, unknown>[] } {
  const disk: Record<string, string> = { 'events.jsonl': text, ...files }
  const readText = (path: string): string => {
    const found = disk[path]
    if (found === undefined) throw Object.assign(new Error('gone'), { code: 'ENOENT' })
    return found
  }
  const result = runSla({ events: 'events.jsonl', ...args }, { readText, nowMs: () => Date.UTC(2024, 4, 10, 3) })
  return { exitCode: result.exitCode, said: result.lines.map((line) => JSON.parse(line)) }
}
const refused = (text: string, args: Partial<SlaArgs> = {}, files: Record<string, string> = {}): unknown => {
  const { exitCode, said } = run(text, args, files)
  const error = said[0]?.['error'] as { readonly tag: string; readonly field: string } | undefined
  return [exitCode, error?.tag, error?.field]
}

describe('redress sla', () => {
  it('SLA-10a says of each clock what it says at a time', () => {
    const { exitCode, said } = run(lines(events), { at: '2024-05-10T11:00:00+08:00' })
    expect(exitCode).toBe(0)
    expect(
      said.map(({ clock, subject, startedAt, dueAt, state, remainingMs, businessRemainingMs, pausedMs }) => [
        clock,
        subject,
        startedAt,
        dueAt,
        state,
        remainingMs,
        businessRemainingMs,
        pausedMs,
      ]),
    ).toEqual([
      ['ack', undefined, '2024-05-10T10:20:00+08:00', '2024-05-10T10:50:00+08:00', 'met', 1_320_000, 1_320_000, 0],
      ['resolve', undefined, '2024-05-10T10:20:00+08:00', null, 'paused', 84_600_000, 84_600_000, 600_000],
      ['progress', undefined, '2024-05-10T10:20:00+08:00', null, 'paused', 21_600_000, 18_000_000, 600_000],
      ['transfer', 't1', '2024-05-10T10:35:00+08:00', null, 'paused', 6_300_000, 6_300_000, 600_000],
    ])
    expect(said[0]).toMatchObject({
      channelProposed: ['email', 'wecom'],
      channelUsed: 'sms',
      warnings: [{ key: 'contact.other_way' }],
    })
    expect(said[1]).toMatchObject({ pauseReason: 'waiting_customer', nearest: false })
    expect(said[3]).toMatchObject({ nearest: true })
  })

  it('prints lines of its schema, for every kind of line', () => {
    const more = [
      { at: '2024-05-10T11:10:00+08:00', type: 'communicated', direction: 'in' },
      { at: '2024-05-10T11:20:00+08:00', type: 'progress', claimedAt: '2024-05-10T11:00:00+08:00' },
      { at: '2024-05-20T11:20:00+08:00', type: 'classified', urgency: 'high' },
    ]
    const { said } = run(lines([...events, ...more]), { at: '2024-05-21T00:00:00+08:00', cycles: true })
    for (const line of said) expect(SlaLineSchema.parse(line)).toEqual(line)
    expect(said.at(-1)).toMatchObject({ warnings: [{ key: 'hold.customer_answered' }] })
    expect(said.some((line) => line['backdated'] !== undefined)).toBe(true)
    expect(said.some((line) => line['passedDueAt'] !== undefined)).toBe(true)
    expect(run(lines([...events, ...more]), { at: '2024-05-21T00:00:00+08:00' }).said.length).toBeLessThan(said.length)
  })

  it('takes lines or an array, times as ISO or ms, hears nothing after the time asked for', () => {
    const ms = events.map((event) => ({
      ...event,
      at: Date.parse(event.at),
      ...(event.dueAt === undefined ? {} : { dueAt: Date.parse(event.dueAt) }),
    }))
    const expected = run(lines(events), { at: '2024-05-10T10:36:00+08:00' }).said
    expect(run(JSON.stringify(events), { at: '2024-05-10T10:36:00+08:00' }).said).toEqual(expected)
    expect(run(`\n${lines(ms)}\n\n`, { at: String(Date.UTC(2024, 4, 10, 2, 36)) }).said).toEqual(expected)
    expect(expected.map(({ state }) => state)).toEqual(['met', 'running', 'running', 'running'])
  })

  it('takes the present for the time when none is given', () => {
    expect(run(lines(events)).said).toEqual(run(lines(events), { at: '2024-05-10T03:00:00Z' }).said)
  })

  it('runs in the hours asked for', () => {
    const low = lines([{ at: '2024-05-10T17:30:00+08:00', type: 'opened', urgency: 'low' }])
    const due = (calendar?: string): unknown =>
      run(low, { calendar, at: '2024-05-10T17:31:00+08:00' }).said[0]?.['dueAt']
    expect([due(), due('cn-office'), due('24x7')]).toEqual([
      '2024-05-11T09:30:00+08:00',
      '2024-05-11T09:30:00+08:00',
      '2024-05-10T18:30:00+08:00',
    ])
    expect(refused(low, { calendar: 'mars' })).toEqual([2, 'calendar.unknown', 'calendar'])
    expect(refused(low, { calendar: 'toString' })).toEqual([2, 'calendar.unknown', 'calendar'])
  })

  it('SLA-11d says in words which year is not known', () => {
    const low = lines([{ at: '2026-12-30T10:00:00+08:00', type: 'opened', urgency: 'low' }])
    const resolve = run(low, { at: '2026-12-30T10:01:00+08:00' }).said.find(({ clock }) => clock === 'resolve')
    expect(resolve?.['warnings']).toEqual([
      { key: 'calendar.unknown_year', params: { year: 2027 }, text: '2027 年节假日未公布，按周末推算' },
    ])
  })

  it('runs under the policies given: the first from the start, later ones when applied', () => {
    const eight = { kind: 'within', amount: 8, unit: 'hour', hours: 'always' }
    const clocks = policyData.clocks.map((rule) =>
      rule.clock === 'resolve' ? { ...rule, targets: { high: eight, mid: eight, low: eight } } : rule,
    )
    const files = { one: JSON.stringify(policyData), two: JSON.stringify({ ...policyData, version: 2, clocks }) }
    const applied = { at: '2024-05-10T11:00:00+08:00', type: 'policy_applied', policy: { id: 'default', version: 2 } }
    const due = (policy: readonly string[], text: string): unknown =>
      run(text, { policy, at: '2024-05-10T11:30:00+08:00' }, files).said.find(({ clock }) => clock === 'resolve')?.[
        'dueAt'
      ]
    const first = events.slice(0, 1)
    expect(due(['one'], lines(first))).toBe('2024-05-11T10:20:00+08:00')
    expect(due(['two'], lines(first))).toBe('2024-05-10T18:20:00+08:00')
    expect(due(['one', 'two'], lines([...first, applied]))).toBe('2024-05-10T18:20:00+08:00')
    const published = {
      at: '2024-05-10T11:00:00+08:00',
      type: 'calendar_published',
      calendar: { id: 'cn-office', version: 2 },
    }
    expect(run(lines([...first, published]), { at: '2024-05-10T11:30:00+08:00' }).said.at(-1)).toMatchObject({
      warnings: [{ key: 'calendar.unknown_version' }],
    })
  })

  it('refuses what it cannot read, naming it, with exit code 2', () => {
    expect(refused('{"at":')).toEqual([2, 'json.malformed', 'events line 1'])
    expect(refused(`${lines(events)}\nnonsense`)).toEqual([2, 'json.malformed', 'events line 5'])
    expect(refused('[{"at":1}')).toEqual([2, 'json.malformed', 'events line 1'])
    expect(refused(lines([{ at: '2024-05-10T10:20:00', type: 'opened' }]))).toEqual([
      2,
      'event.malformed',
      'events.1.at',
    ])
    expect(refused(lines([events[0], { at: -5, type: 'opened' }]))).toEqual([2, 'event.malformed', 'events.2.at'])
    expect(refused(lines([{ ...events[0], type: 'rang' }]))).toEqual([2, 'event.malformed', 'events.1.type'])
    expect(refused(lines([{ ...events[0], urgency: 'x'.repeat(1_000_000) }]))).toEqual([
      2,
      'event.malformed',
      'events.1.urgency',
    ])
    expect(refused(lines([{ ...events[0], colour: 'red' }]))).toEqual([2, 'event.malformed', 'events.1.colour'])
    expect(refused(lines([{ ...events[0], reason: 'x'.repeat(201) }]))).toEqual([
      2,
      'event.malformed',
      'events.1.reason',
    ])
    expect(refused(lines(events), { at: 'tomorrow' })).toEqual([2, 'time.malformed', 'at'])
    expect(refused(lines(events), { events: 'gone' })).toEqual([2, 'file.unreadable', 'events'])
    expect(refused(lines(events), { policy: ['gone'] })).toEqual([2, 'file.unreadable', 'policy'])
    expect(refused(lines(events), { policy: ['p'] }, { p: '{' })).toEqual([2, 'json.malformed', 'policy'])
    expect(refused(lines(events), { policy: ['p'] }, { p: '{"id":"x"}' })).toEqual([2, 'policy.malformed', 'version'])
    expect(run('').said).toEqual([])
  })
})
