import { beforeEach, describe, expect, it, vi } from 'vitest'
import { followIdle } from '../../../renderer/app/idle.ts'

const minute = 60_000

let clock: { wallMs: number; monoMs: number }
let timers: { atMs: number; run: () => void }[]
let target: EventTarget
let others: Pick<BroadcastChannel, 'postMessage' | 'onmessage'>
let limitMs: number
const onIdle = vi.fn()

/** Time passes on both clocks; what is due runs. */
const pass = (ms: number) => {
  const untilMs = clock.monoMs + ms
  for (;;) {
    const next = timers.sort((a, b) => a.atMs - b.atMs)[0]
    if (next === undefined || next.atMs > untilMs) break
    timers.shift()
    clock = { wallMs: clock.wallMs + next.atMs - clock.monoMs, monoMs: next.atMs }
    next.run()
  }
  clock = { wallMs: clock.wallMs + untilMs - clock.monoMs, monoMs: untilMs }
}

beforeEach(() => {
  clock = { wallMs: 1_000_000, monoMs: 0 }
  timers = []
  target = new EventTarget()
  others = { postMessage: vi.fn(), onmessage: null }
  limitMs = 10 * minute
  onIdle.mockReset()
  followIdle({
    ...{ target, others, onIdle },
    wallMs: () => clock.wallMs,
    monoMs: () => clock.monoMs,
    limitMs: () => limitMs,
    after: (run, delayMs) => void timers.push({ atMs: clock.monoMs + delayMs, run }),
  })
})

describe('idle', () => {
  it('is told after the limit without a sign, and not a moment earlier', () => {
    pass(10 * minute - 1)
    expect(onIdle).not.toHaveBeenCalled()
    pass(1)
    expect(onIdle).toHaveBeenCalledTimes(1)
  })

  it.each(['keydown', 'pointerdown', 'pointermove', 'wheel'])('begins anew with %s', (sign) => {
    pass(9 * minute)
    target.dispatchEvent(new Event(sign))
    pass(9 * minute)
    expect(onIdle).not.toHaveBeenCalled()
    pass(minute)
    expect(onIdle).toHaveBeenCalledTimes(1)
  })

  it('hears of work in another window, and tells of its own at most every five seconds', () => {
    pass(9 * minute)
    others.onmessage?.call(others as BroadcastChannel, new MessageEvent('message'))
    pass(9 * minute)
    expect(onIdle).not.toHaveBeenCalled()
    for (let i = 0; i < 20; i++) {
      target.dispatchEvent(new Event('keydown'))
      pass(1000)
    }
    expect(others.postMessage).toHaveBeenCalledTimes(4)
  })

  it('counts the sleep of the machine, whatever the steady clock says, and a clock that is set back wins nothing', () => {
    clock.wallMs += 60 * minute
    pass(15_000)
    expect(onIdle).toHaveBeenCalledTimes(1)
    target.dispatchEvent(new Event('keydown'))
    clock.wallMs -= 600 * minute
    pass(10 * minute)
    expect(onIdle).toHaveBeenCalledTimes(2)
  })

  it('takes a shorter limit at once', () => {
    pass(5 * minute)
    limitMs = 5 * minute
    pass(15_000)
    expect(onIdle).toHaveBeenCalledTimes(1)
  })
})
