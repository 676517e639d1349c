import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type CaretakerDeps, createCaretaker } from '../../../../../electron/core/store/care/caretaker.ts'
import { StoreFaultError } from '../../../../../electron/core/store/fault.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A store that has rows to forget and a disk without room for it, and nothing else to look after. */
function onFullDisk(dir: string, log: CaretakerDeps['deps']['log']): CaretakerDeps {
  const core = {
    db: { get: () => ({ value: 'false' }) },
    commit: () => {
      throw new StoreFaultError('store.disk_full', 'SQLITE_FULL')
    },
  }
  const parts = {
    deps: { dir, nowMs: () => 0, log },
    core,
    attachments: { sweep: () => Promise.resolve() },
    threads: { indexer: { marks: () => ({ change: 7 }) } },
    wires: { listeners: new Set() },
    needsCheck: false,
  }
  return parts as unknown as CaretakerDeps
}

it('SYNC-1c a disk that is full when the file is looked after is logged and looked at again, and ends nothing', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'redress-care-'))
  const log = vi.fn()
  const caretaker = createCaretaker(onFullDisk(dir, log))
  await vi.advanceTimersByTimeAsync(60_000)
  const told = { code: 'store.look_failed', fault: 'store.disk_full' }
  expect(log.mock.calls).toEqual([[told]])
  await vi.advanceTimersByTimeAsync(600_000)
  expect(log.mock.calls).toEqual([[told], [told]])
  caretaker.stop()
  rmSync(dir, { recursive: true })
})
