import { describe, expect, it } from 'vitest'
import { noticesOf } from '../../../../electron/core/api/notices.ts'

const megabyte = 1024 * 1024
const disk = (freeMb: number, totalMb: number) => ({
  bytes: 0,
  freeBytes: freeMb * megabyte,
  totalBytes: totalMb * megabyte,
  backups: 0,
  isDamaged: false,
})

describe('what a person should know of the disk', () => {
  it.each([
    ['99 % full', disk(1000, 100_000), 1000],
    ['small and nearly full', disk(199, 2000), 199],
    ['full to the last byte', disk(0, 100_000), 0],
  ])('says that it is %s', (_what, storage, freeMb) => {
    expect(noticesOf(storage)).toEqual([{ tag: 'disk.nearly_full', detail: { freeMb } }])
  })

  it('says nothing of one with room', () => {
    expect(noticesOf(disk(1001, 100_000))).toEqual([])
  })

  it('asks for a new start where the file is damaged', () => {
    expect(noticesOf({ ...disk(9000, 9000), isDamaged: true })).toEqual([{ tag: 'store.damage_found' }])
  })

  it('tells of a file that was put together again', () => {
    const recovery = {
      setAside: 'x',
      fromFile: 1,
      fromBackup: 2,
      fromRecorder: 0,
      holes: 1,
      broken: 0,
      cases: 3,
      atMs: 0,
    }
    expect(noticesOf({ ...disk(9000, 9000), recovery })).toEqual([
      { tag: 'store.repaired', detail: { cases: 3, holes: 1 } },
    ])
  })
})
