import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether the holder named in the file is a process that runs. A half-written file counts as held by nobody. */
export function isFetching(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return Number.isInteger(pid) && pid > 0 && isAlive(pid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return false
  }
}

/** One download at a time: takes the file for this process, or `null` when another process that runs has it. */
export function takeFetchLock(file: string): { readonly release: () => void } | null {
  mkdirSync(dirname(file), { recursive: true })
  // Left behind by a process that was killed.
  if (!isFetching(file)) rmSync(file, { force: true })
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return null
  }
  return { release: () => rmSync(file, { force: true }) }
}
