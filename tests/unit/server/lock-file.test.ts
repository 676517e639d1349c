import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { FolderInUse, takeLock } from '../../../server/db/lock-file.ts'

const run = promisify(execFile)
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

it('goes to one alone of several who find a lock of a process that is gone, however they meet', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'redress-lock-'))
  const module = new URL('../../../server/db/lock-file.ts', import.meta.url).href
  const files = Array.from({ length: 40 }, (_, i) => join(dir, `lock-${i}`))
  for (const file of files) writeFileSync(file, '999999999 gone 1')
  const script = `import { takeLock } from ${JSON.stringify(module)}
    const [, startMs, ...files] = process.argv
    const mine = files.map((file, i) => {
      while (Date.now() < Number(startMs) + i * 20) {}
      try { takeLock(file); return true } catch (error) { if (error.name !== 'FolderInUse') throw error; return false }
    })
    console.log(JSON.stringify(mine))
    setTimeout(() => {}, 5000)`
  const args = ['--input-type=module', '-e', script, String(Date.now() + 700), ...files]
  const taken = await Promise.all(
    Array.from({ length: 4 }, async () => JSON.parse((await run(process.execPath, args)).stdout) as boolean[]),
  )
  expect(files.map((_, i) => taken.filter((mine) => mine[i]).length)).toEqual(files.map(() => 1))
  expect(readdirSync(dir)).toHaveLength(files.length)
  rmSync(dir, { recursive: true })
})
