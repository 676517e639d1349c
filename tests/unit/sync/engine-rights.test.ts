import { describe, expect, it } from 'vitest'
import { type EngineInput, type EngineState, engineOff, stepEngine } from '../../../shared/sync/engine.ts'

const reached = (inputs: readonly EngineInput[], from: EngineState = engineOff): EngineState =>
  inputs.reduce((state, input) => stepEngine(state, input, 0, 0.5).state, from)
const doneBy = (state: EngineState, input: EngineInput): readonly string[] =>
  stepEngine(state, input, 0, 0.5).effects.map((effect) => effect.do)

const pulling: readonly EngineInput[] = [{ type: 'start' }, { type: 'hello_ok' }]
const pulled: EngineInput = { type: 'pull_ok', more: false }
const live = reached([...pulling, pulled, { type: 'push_ok', more: false }, pulled, { type: 'stream_up' }, pulled])

describe('rights that change and hints that come', () => {
  it('SYNC-6 rights that changed under a pull lead to a new hello, and then to a pull from the start', () => {
    const state = reached(pulling)
    expect(doneBy(state, { type: 'rights_changed' })).toEqual(['hello'])
    expect(doneBy(reached([{ type: 'rights_changed' }], state), { type: 'hello_ok' })).toEqual(['pull'])
  })

  it('rights that changed while nothing is being read are seen at the next pull', () => {
    for (const state of [live, reached([{ type: 'failed', reason: 'offline', fatal: false }], live)])
      expect(stepEngine(state, { type: 'rights_changed' }, 0, 0.5)).toEqual({ state, effects: [] })
  })

  it('SYNC-7b a heartbeat asks for nothing; one that was missed costs time and no event', () => {
    expect(live.phase).toBe('live')
    expect(doneBy(live, { type: 'heartbeat' })).toEqual([])
    expect(doneBy(live, { type: 'kick' })).toEqual(['push'])
    expect(doneBy(live, { type: 'stream_down' })).toEqual(['pull'])
  })

  it('SYNC-5d a push that leaves more goes on at once, whatever was refused of it; the last one is followed by a pull', () => {
    const pushing = reached([...pulling, pulled])
    expect(pushing.phase).toBe('push')
    expect(doneBy(pushing, { type: 'push_ok', more: true })).toEqual(['push'])
    expect(doneBy(pushing, { type: 'push_ok', more: false })).toEqual(['pull'])
  })

  it('while it waits after a failure only the timer or the network starts it again', () => {
    const waiting = reached([{ type: 'failed', reason: 'offline', fatal: false }], live)
    expect(doneBy(waiting, { type: 'kick' })).toEqual([])
    expect(doneBy(waiting, { type: 'head' })).toEqual([])
    expect(doneBy(waiting, { type: 'timer' })).toEqual(['hello'])
  })
})
