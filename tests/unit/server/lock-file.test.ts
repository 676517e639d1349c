import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { FolderInUse, takeLock } from '../../../server/db/lock-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('is held once and let go', () => {
  const file = join(folder, 'held')
  const letGo = takeLock(file)
  expect(() => takeLock(file)).toThrow(FolderInUse)
  letGo()
  expect(existsSync(file)).toBe(false)
  takeLock(file)()
})

it('is taken over from a process that is gone, from another run of the machine and from a reused number', () => {
  const file = join(folder, 'stale')
  for (const left of ['999999 x 1', `${process.pid} another-run 1`, `1 ${'x'} 1`, '']) {
    writeFileSync(file, left)
    takeLock(file)()
  }
  expect(existsSync(file)).toBe(false)
})
