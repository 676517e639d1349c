import { expect, it } from 'vitest'
import type { Database, Notice } from '../../../server/db/database.ts'
import { createHeads } from '../../../server/sync/heads.ts'

function heads() {
  const told: Notice[] = []
  const waiting: (() => void)[] = []
  const db = { tell: async (notice: Notice) => void told.push(notice) } as unknown as Database
  const after = (work: () => void) => {
    waiting.push(work)
    return () => undefined
  }
  const timers = { after, repeat: () => () => undefined }
  const it = createHeads({ db, timers, onFault: () => undefined })
  return { told, pass: () => waiting.splice(0).forEach((work) => void work()), ...it }
}

it('SYNC-7 a head that moves after a pause is told at once', () => {
  const { told, moved, pass } = heads()
  moved('o', { 'team:a': 1 })
  pass()
  moved('o', { 'team:a': 2 })
  expect(told).toEqual([
    { org: 'o', heads: { 'team:a': 1 } },
    { org: 'o', heads: { 'team:a': 2 } },
  ])
})

it('SYNC-7 heads that move soon after each other travel together, each where it stands last', () => {
  const { told, moved, pass } = heads()
  for (let head = 1; head <= 9; head++) moved('o', { 'team:a': head, [`team:${head}`]: head })
  expect(told).toHaveLength(1)
  pass()
  expect(told).toHaveLength(2)
  expect(told[1]).toMatchObject({ heads: { 'team:a': 9, 'team:2': 2, 'team:9': 9 } })
  pass()
  expect(told).toHaveLength(2)
})
