import { cpSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createRecorder, readRecorder, type ToRecord } from '../../../electron/core/store/care/recorder.ts'
import { demoKey, inputFor, newFolder, open, opening, openOrg } from './tools/fixture.ts'

const key = new Uint8Array(32)
const eventsFrom = (from: number, count: number): ToRecord[] =>
  Array.from({ length: count }, (_, i) => ({ text: `{"n":${from + i}}`, n: from + i, atMs: 0, keys: [] }))
const numbersIn = (dir: string) => readRecorder(dir, key).map(({ envelope }) => envelope.n)

const recorderIn = (dir: string) => {
  const faults: unknown[] = []
  const deps = { dir, key, random: (bytes: number) => new Uint8Array(bytes), setTimer: () => undefined }
  return { faults, recorder: createRecorder({ ...deps, log: (entry) => void faults.push(entry) }) }
}

it('SYNC-1 the flight recorder takes a backlog of any length at once', async () => {
  const dir = newFolder()
  const { recorder, faults } = recorderIn(dir)
  recorder.append(eventsFrom(1, 200_000))
  await recorder.close()
  expect(numbersIn(dir)).toEqual(eventsFrom(1, 200_000).map(({ n }) => n))
  expect(faults).toEqual([])
})

it('SYNC-1 it lets go of what is no more of use in large pieces, and of nothing else', async () => {
  const dir = newFolder()
  const { recorder } = recorderIn(dir)
  const size = () => statSync(join(dir, 'unsent.rec')).size
  for (const from of [1, 101, 201, 301]) {
    recorder.append(eventsFrom(from, 100))
    await recorder.flush()
  }
  const whole = size()
  recorder.drop(100)
  await recorder.flush()
  expect(size()).toBe(whole)
  recorder.drop(350)
  recorder.append(eventsFrom(401, 1))
  await recorder.close()
  expect(numbersIn(dir)).toEqual([...eventsFrom(301, 100), ...eventsFrom(401, 1)].map(({ n }) => n))
  expect(size()).toBeLessThan(whole / 2)
})

it('SYNC-1 a store whose recorder was lost gives it the whole backlog again, portion by portion', async () => {
  const made = await openOrg()
  const dir = newFolder()
  const saved = made.store.write.executeCases(
    Array.from({ length: 4_500 }, () => inputFor(made, opening(made.clock, { name: '离线导入' }))),
  )
  expect(saved.ok && saved.value.every(({ ok }) => ok)).toBe(true)
  // Nothing was recorded yet.
  cpSync(made.dir, dir, { recursive: true })
  expect(readRecorder(dir, demoKey(dir))).toEqual([])
  const again = await open({ dir })
  const waiting = again.store.sync.position().newestN
  expect(waiting).toBeGreaterThanOrEqual(4_500)
  await expect
    .poll(() => new Set(readRecorder(dir, demoKey(dir)).map(({ envelope }) => envelope.n)).size, { timeout: 20_000 })
    .toBe(waiting)
})
