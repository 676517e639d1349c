import type { CaseEvent } from '../../shared/case/event.ts'
import { evolve, fold } from '../../shared/case/evolve.ts'
import type { Case } from '../../shared/case/model.ts'
import { zeroHlc } from '../../shared/kernel/hlc.ts'
import type { BenchOptions, Figure } from './figures.ts'

export const name = 'kernel'

type Parts = Pick<CaseEvent, 'type' | 'kind' | 'body' | 'personal'>

const startMs = Date.UTC(2024, 0, 1)
const idOf = (n: number): string => `018f604c-d880-7000-8000-${n.toString(16).padStart(12, '0')}`
const words = '客户反映近七天订单列表一直无法加载，刷新多次仍是空白，影响当天发货核对。'.repeat(8)

function opened(n: number): Parts {
  return {
    type: 'opened',
    kind: 'fact',
    body: {
      kind: 'complaint',
      customerId: idOf(n + 7),
      number: `hza1-${n}`,
      reception: { channel: 'hotline', receivedAtMs: startMs, agent: 'li' },
      issue: { occurredAtMs: startMs, product: '订单系统', region: '华东' },
      demands: [{ id: idOf(n + 8), kind: 'fix' }],
      classification: { urgency: 'mid', severity: 'general', by: 'default' },
      policy: { id: 'default', version: 1 },
      team: 'service',
    },
    personal: { customer: { name: '张三', phones: ['+8613812341234'] }, symptom: words, demandTexts: {} },
  }
}

const fact = (type: string, body: CaseEvent['body'], personal: CaseEvent['personal'] = {}): Parts => ({
  type,
  kind: 'fact',
  body,
  personal,
})
const command = (type: string, body: CaseEvent['body'], personal: CaseEvent['personal'] = {}): Parts => ({
  type,
  kind: 'command',
  body,
  personal,
})

/** What happens to a case after its opening, in turn; sixty per cent of the cases get to their end. */
const steps: readonly Parts[] = [
  fact(
    'communicated',
    { id: idOf(1), way: 'sms', direction: 'out', purpose: 'acknowledge', reached: true },
    { text: '已受理' },
  ),
  command('classified', { set: { 'classification.problemType': 'product_fault', 'classification.by': 'agent' } }),
  command('assigned', { set: { owner: 'li' } }),
  command('transferred', { id: idOf(2), toTeam: 'rnd', notifyBy: 'wecom', reason: 'their_cause' }),
  fact('promised', { id: idOf(3), dueAtMs: startMs + 3_600_000 }, { text: '一小时内' }),
  command('resolved', { causeCode: 'capacity' }, { cause: words, measures: words }),
  command('informed', { way: 'email' }, { letter: words }),
]

/** A seeded corpus as the other benchmarks have it: mean 8 events a case, one in a hundred 40. */
function corpus(cases: number): readonly (readonly CaseEvent[])[] {
  return Array.from({ length: cases }, (_, n) => history(n, n % 100 === 0 ? 40 : 5 + (n % 6)))
}

function history(n: number, length: number): readonly CaseEvent[] {
  const id = idOf(n * 1000) as CaseEvent['case']
  return Array.from({ length }, (_, i): CaseEvent => {
    const note = fact('note_added', { id: idOf(n * 1000 + i) }, { text: '跟进记录' })
    const parts = i === 0 ? opened(n) : (steps[i - 1] ?? note)
    return {
      id: idOf(n * 1000 + i) as CaseEvent['id'],
      org: 'demo' as CaseEvent['org'],
      device: 'hz-a1' as CaseEvent['device'],
      n: i + 1,
      actor: (i % 3 === 0 ? 'li' : 'wang') as CaseEvent['actor'],
      session: 's' as CaseEvent['session'],
      case: id,
      v: 1,
      hlc: zeroHlc,
      atMs: startMs + i * 60_000,
      ...parts,
    }
  })
}

const stepwise = (events: readonly CaseEvent[]): Case | null => {
  let state: Case | null = null
  for (const event of events) state = evolve(state, event)
  return state
}

/**
 * Events per second of this thread's own time, the median of several rounds: what others do on the machine does not count,
 * collecting garbage on this thread does.
 */
function eventsPerSecond(
  histories: readonly (readonly CaseEvent[])[],
  foldOne: (events: readonly CaseEvent[]) => Case | null,
): number {
  const count = histories.reduce((sum, events) => sum + events.length, 0)
  const rates: number[] = []
  for (let round = 0; round < 9; round++) {
    const before = process.threadCpuUsage()
    let versions = 0
    for (const events of histories) versions += foldOne(events)?.version ?? 0
    const { user, system } = process.threadCpuUsage(before)
    if (versions !== count) throw new Error('not every event was folded')
    rates.push((count / (user + system)) * 1e6)
  }
  return Math.round(rates.toSorted((a, b) => a - b)[rates.length >> 1] ?? 0)
}

function microsecondsPerEvent(length: number): number {
  const events = [history(1, length)]
  return 1e6 / eventsPerSecond(Array(Math.ceil(40_000 / length)).fill(events[0]), stepwise)
}

/** Folding whole histories, folding one by one as a live console does, and a case of 2,000 events. Source: issue of the kernel. */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const histories = corpus(Math.max(100, Math.round(20_000 * scale)))
  const whole = eventsPerSecond(histories, fold)
  yield {
    name: 'kernel.fold',
    metric: 'whole histories, mean 8 events',
    value: whole,
    unit: 'events/s',
    must: 500_000,
    ok: whole >= 500_000,
  }
  const live = eventsPerSecond(histories, stepwise)
  yield {
    name: 'kernel.fold',
    metric: 'event by event',
    value: live,
    unit: 'events/s',
    must: 500_000,
    ok: live >= 500_000,
  }
  const long = eventsPerSecond(Array(200).fill(history(1, 2000)), fold)
  yield {
    name: 'kernel.fold',
    metric: 'a case of 2,000 events',
    value: long,
    unit: 'events/s',
    must: 500_000,
    ok: long >= 500_000,
  }
  const [short, tall] = [microsecondsPerEvent(200), microsecondsPerEvent(2000)]
  const ratio = tall / short
  yield {
    name: 'kernel.evolve',
    metric: 'one event on a case of 1,000 on average',
    value: tall,
    unit: 'µs',
    peer: 'on a case of 100 on average',
    ratio,
    must: 20,
    ok: tall <= 20,
  }
}
