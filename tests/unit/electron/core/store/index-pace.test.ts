import { describe, expect, it } from 'vitest'
import {
  afterMerge,
  afterSave,
  letsSyncFinish,
  nothingWaits,
} from '../../../../../electron/core/store/search/index-pace.ts'

describe('when the index follows', () => {
  it('waits while pages come in, and goes on once they stop', () => {
    const pace = afterMerge(afterMerge(nothingWaits, 0), 250)
    expect(letsSyncFinish(pace, 500)).toBe(true)
    expect(letsSyncFinish(pace, 600)).toBe(false)
  })

  it('waits for a long sync five seconds and no more', () => {
    let pace = nothingWaits
    for (let ms = 0; ms <= 6_000; ms += 100) {
      pace = afterMerge(pace, ms)
      expect(letsSyncFinish(pace, ms)).toBe(ms < 5_000)
    }
  })

  it('never lets a save wait for sync', () => {
    expect(letsSyncFinish(afterMerge(afterSave(nothingWaits), 100), 150)).toBe(false)
    expect(letsSyncFinish(afterSave(nothingWaits), 0)).toBe(false)
  })
})
