import { describe, expect, it } from 'vitest'
import { createCallDesk } from '../../../../electron/core/calls.ts'

function desk() {
  let nowMs = 0
  return {
    ...createCallDesk(() => nowMs),
    later: (ms: number) => {
      nowMs += ms
    },
  }
}

describe('CALL-12b the desk of ringing calls', () => {
  it('gives a call to the newest window alone, and to the older one when that has gone', async () => {
    const { ring, answer } = desk()
    const older = answer()
    const end = new AbortController()
    const newer = answer(end.signal)
    const first = older.next()
    const second = newer.next()
    expect(ring({ number: '1' })).toBe('shown')
    expect(await second).toEqual({ done: false, value: { number: '1' } })
    const last = newer.next()
    end.abort()
    expect((await last).done).toBe(true)
    ring({ number: '2' })
    expect(await first).toEqual({ done: false, value: { number: '2' } })
  })

  it('keeps a call for the window that is about to open, for two minutes', async () => {
    const { ring, answer, later } = desk()
    expect(ring({ number: '1' })).toBe('waiting')
    later(100_000)
    expect(ring({ number: '2' })).toBe('waiting')
    later(30_000)
    expect((await answer().next()).value).toEqual({ number: '2' })
  })

  it('knows a call by its id for ten minutes', () => {
    const { ring, later } = desk()
    expect(ring({ number: '1', callId: 'a' })).toBe('waiting')
    expect(ring({ number: '1', callId: 'a' })).toBe('known')
    later(601_000)
    expect(ring({ number: '1', callId: 'a' })).toBe('waiting')
  })
})
