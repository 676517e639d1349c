import { beforeEach, describe, expect, it } from 'vitest'
import { createTyping } from '../../../renderer/state/typing.ts'

let nowMs: number
let key: () => void
let timers: { run: () => void; delayMs: number }[]
let painted: string[]
let withTheNextKey: ReturnType<typeof createTyping>

beforeEach(() => {
  nowMs = 10_000
  timers = []
  painted = []
  withTheNextKey = createTyping({
    onKey: (heard) => {
      key = heard
    },
    monoMs: () => nowMs,
    after: (run, delayMs) => {
      const timer = { run, delayMs }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  })
})
const paint = (what: string) => withTheNextKey(() => painted.push(what))

describe('repaints beside typing', () => {
  it('CALL-12a a second is painted at once while nobody types', () => {
    paint('a')
    key()
    nowMs += 301
    paint('b')
    expect([painted, timers]).toEqual([['a', 'b'], []])
  })

  it('CALL-12a while keys come it is painted once, with the next key', () => {
    key()
    nowMs += 80
    paint('a')
    expect(painted).toEqual([])
    key()
    key()
    expect([painted, timers]).toEqual([['a'], []])
  })

  it('CALL-12a without another key it is 150 ms late and no more', () => {
    key()
    paint('a')
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([150])
    timers[0]?.run()
    key()
    expect(painted).toEqual(['a'])
  })

  it('CALL-12a taken back it is not painted', () => {
    key()
    paint('a')()
    key()
    expect([painted, timers]).toEqual([[], []])
  })
})
