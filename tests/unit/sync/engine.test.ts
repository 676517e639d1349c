import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  backoffMs,
  type EngineEffect,
  type EngineInput,
  type EngineState,
  engineOff,
  maxBackoffMs,
  maxPollMs,
  silentMs,
  stepEngine,
  thriftyMs,
} from '../../../shared/sync/engine.ts'

function run(inputs: readonly EngineInput[], from: EngineState = engineOff, nowMs = 0) {
  let state = from
  const effects: EngineEffect[] = []
  for (const input of inputs) {
    const step = stepEngine(state, input, nowMs, 0.5)
    state = step.state
    effects.push(...step.effects)
  }
  return { state, effects: effects.map((effect) => effect.do) }
}

const toLive: readonly EngineInput[] = [
  { type: 'start' },
  { type: 'hello_ok' },
  { type: 'pull_ok', more: false },
  { type: 'push_ok', more: false },
  { type: 'pull_ok', more: false },
]

describe('sync engine', () => {
  it('SYNC-7 reads before it sends, then reads what it sent, then listens', () => {
    const { state, effects } = run(toLive)
    expect(effects).toEqual(['hello', 'pull', 'push', 'pull', 'open_stream', 'arm'])
    expect(state.phase).toBe('live')
  })

  it('SYNC-7a a head is only a hint: it leads to a pull, never to data', () => {
    expect(
      run([...toLive, { type: 'stream_up' }, { type: 'pull_ok', more: false }, { type: 'head' }]).effects.at(-1),
    ).toBe('pull')
  })

  it('SYNC-7 a save while an answer is awaited is sent afterwards (powersync.dart#203)', () => {
    const { effects } = run([
      { type: 'start' },
      { type: 'hello_ok' },
      { type: 'kick' },
      { type: 'pull_ok', more: false },
    ])
    expect(effects.at(-1)).toBe('push')
  })

  it('SYNC-10a sends all that waits before it reads what became of it', () => {
    const { effects } = run([
      ...toLive.slice(0, 3),
      { type: 'push_ok', more: true },
      { type: 'push_ok', more: true },
      { type: 'push_ok', more: false },
    ])
    expect(effects).toEqual(['hello', 'pull', 'push', 'push', 'push', 'pull'])
  })

  it('SYNC-10 goes on pulling and pushing while there is more', () => {
    const more: EngineInput[] = [{ type: 'start' }, { type: 'hello_ok' }, { type: 'pull_ok', more: true }]
    expect(run(more).effects).toEqual(['hello', 'pull', 'pull'])
  })

  it('SYNC-7b takes a silent stream for dead, closes it, reads by itself and opens another', () => {
    const live = run([...toLive, { type: 'stream_up' }, { type: 'pull_ok', more: false }]).state
    expect(stepEngine(live, { type: 'timer' }, silentMs + 1, 0).effects.map((e) => e.do)).toEqual([
      'close_stream',
      'pull',
    ])
    const { effects } = run([{ type: 'timer' }, { type: 'pull_ok', more: false }], live, silentMs + 1)
    expect(effects).toEqual(['close_stream', 'pull', 'open_stream', 'arm'])
    expect(stepEngine(live, { type: 'timer' }, silentMs - 1, 0).effects.map((e) => e.do)).toEqual(['arm'])
  })

  it('polls ever more slowly without a stream, up to 30 s', () => {
    let state = run(toLive).state
    const waits: number[] = []
    for (let i = 0; i < 8; i++) {
      const asked = stepEngine(state, { type: 'timer' }, 0, 0)
      const done = stepEngine(asked.state, { type: 'pull_ok', more: false }, 0, 0)
      waits.push(...done.effects.flatMap((effect) => (effect.do === 'arm' ? [effect.afterMs] : [])))
      state = done.state
    }
    expect(waits[0]).toBe(4_000)
    expect(waits.at(-1)).toBe(maxPollMs)
  })

  it('backs off after failures and comes back at once when the network is back', () => {
    const waiting = run([...toLive, { type: 'failed', reason: 'offline', fatal: false }]).state
    expect(waiting).toMatchObject({ phase: 'waiting', failures: 1, failure: 'offline' })
    expect(stepEngine(waiting, { type: 'network_back' }, 0, 0).effects).toEqual([{ do: 'hello' }])
    expect(backoffMs(1, 0.5)).toBe(1_000)
    expect(backoffMs(40, 0.5)).toBe(maxBackoffMs)
  })

  it('waits at least as long as the server asks, and never for ever', () => {
    const wait = (leastMs: number) =>
      stepEngine(run(toLive).state, { type: 'failed', reason: 'busy', fatal: false, leastMs }, 0, 0.5).effects.at(-1)
    expect(wait(7_000)).toEqual({ do: 'arm', afterMs: 7_000 })
    expect(wait(10)).toEqual({ do: 'arm', afterMs: 1_000 })
    expect(wait(86_400_000)).toEqual({ do: 'arm', afterMs: 300_000 })
  })

  it('drops an answer nobody waits for, and everything once it is off', () => {
    const live = run(toLive).state
    for (const input of [
      { type: 'hello_ok' },
      { type: 'pull_ok', more: true },
      { type: 'push_ok', more: true },
    ] as const)
      expect(stepEngine(live, input, 0, 0)).toEqual({ state: live, effects: [] })
    const stopped = stepEngine(live, { type: 'stop' }, 0, 0)
    expect(stopped.effects).toEqual([{ do: 'close_stream' }])
    for (const input of [{ type: 'kick' }, { type: 'failed', reason: 'offline', fatal: false }] as const)
      expect(stepEngine(stopped.state, input, 0, 0)).toEqual({ state: stopped.state, effects: [] })
  })

  it('stops where no retry can help', () => {
    expect(run([...toLive, { type: 'failed', reason: 'signed_out', fatal: true }]).state.phase).toBe('off')
  })

  it('SYNC-7 watchdog: whatever happens, an engine that is on has a request in flight or a timer armed', () => {
    const input: fc.Arbitrary<EngineInput> = fc.oneof(
      fc.constantFrom<EngineInput>(
        { type: 'kick' },
        { type: 'timer' },
        { type: 'head' },
        { type: 'heartbeat' },
        { type: 'stream_up' },
        { type: 'stream_down' },
        { type: 'network_back' },
        { type: 'hello_ok' },
      ),
      fc.boolean().map((more) => ({ type: 'pull_ok', more }) as const),
      fc.boolean().map((more) => ({ type: 'push_ok', more }) as const),
      fc.constant<EngineInput>({ type: 'failed', reason: 'x', fatal: false }),
    )
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
        let state = stepEngine(engineOff, { type: 'start' }, 0, 0).state
        let armed = false
        for (const one of inputs) {
          if (one.type === 'timer') {
            if (!armed) continue
            armed = false
          }
          const step = stepEngine(state, one, 0, 0)
          state = step.state
          if (step.effects.some((effect) => effect.do === 'arm')) armed = true
        }
        const inFlight = state.phase === 'hello' || state.phase === 'pull' || state.phase === 'push'
        expect(inFlight || armed).toBe(true)
      }),
    )
  })

  it('SYNC-7 on battery or a line paid by the byte leaves the stream, asks seldom, and still sends at once', () => {
    const live = run([...toLive, { type: 'stream_up' }, { type: 'pull_ok', more: false }])
    const saving = run([{ type: 'thrift', thrifty: true }], live.state)
    expect(saving.effects).toEqual(['close_stream', 'arm'])
    expect(run([{ type: 'kick' }], saving.state).effects).toEqual(['push'])
    const asked = stepEngine(saving.state, { type: 'timer' }, 0, 0.5)
    const quiet = stepEngine(asked.state, { type: 'pull_ok', more: false }, 0, 0.5)
    expect(quiet.effects).toEqual([{ do: 'arm', afterMs: thriftyMs }])
    const back = run(
      [{ type: 'thrift', thrifty: false }, { type: 'timer' }, { type: 'pull_ok', more: false }],
      quiet.state,
    )
    expect(back.effects).toEqual(['arm', 'pull', 'open_stream', 'arm'])
  })

  it('CASE-7 carries files a piece at a time once all is read and sent, and reads what comes up between', () => {
    const withFile = [...toLive.slice(0, 4), { type: 'pull_ok', more: false, files: true }] as const
    const { state, effects } = run([...withFile, { type: 'head' }, { type: 'carry_ok', more: true }])
    expect(effects.slice(-3)).toEqual(['open_stream', 'carry', 'pull'])
    expect(run([...withFile, { type: 'carry_ok', more: true }]).effects.at(-1)).toBe('carry')
    expect(state).toMatchObject({ phase: 'pull', files: true })
    expect(
      run([...toLive, { type: 'stream_up' }, { type: 'pull_ok', more: false }, { type: 'files' }]).effects.at(-1),
    ).toBe('carry')
  })

  it('SYNC-7 saving battery, it tries an absent server once a minute at most', () => {
    const failing: EngineInput = { type: 'failed', reason: 'offline:ECONNREFUSED', fatal: false }
    let state = run([{ type: 'thrift', thrifty: true }, { type: 'start' }]).state
    for (let i = 0; i < 12; i++) {
      state = stepEngine(state, failing, 0, 0.5).state
      state = stepEngine(state, { type: 'timer' }, 0, 0.5).state
    }
    expect(stepEngine(state, failing, 0, 0.5).effects.at(-1)).toEqual({ do: 'arm', afterMs: thriftyMs })
  })
})
