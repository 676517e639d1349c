import { describe, expect, it } from 'vitest'
import { createPortion } from '../../../electron/core/sync/portion.ts'

const limits = { least: 4_096, first: 131_072, most: 1_048_576 }

describe('how much one exchange carries', () => {
  it('SYNC-10 grows to the most on a quick line within a few exchanges', () => {
    const portion = createPortion(limits)
    for (let i = 0; i < 3; i++) portion.took(20)
    expect(portion.size()).toBe(limits.most)
  })

  it('SYNC-10b settles where one exchange takes about three seconds on a line of 20 kbit/s', () => {
    const portion = createPortion(limits)
    for (let i = 0; i < 20; i++) {
      const ms = (portion.size() / 2_500) * 1_000
      if (ms > 30_000) portion.cut()
      else portion.took(ms)
    }
    expect(portion.size()).toBeGreaterThan(6_000)
    expect(portion.size()).toBeLessThan(9_000)
  })

  it('SYNC-10b shrinks to the least and not below while everything is cut', () => {
    const portion = createPortion(limits)
    for (let i = 0; i < 10; i++) portion.cut()
    expect(portion.size()).toBe(limits.least)
  })
})
