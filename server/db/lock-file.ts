import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Names one run of the machine: after a restart, pages that were never synced are gone. */
export function machineRun(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'unknown'
  }
}

/** When a process began, in ticks since the machine did; tells a process from a later one with the same number. */
function startedAt(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Thrown when another process holds the folder. */
export class FolderInUse extends Error {
  constructor(file: string, pid: string) {
    super(`${file} is held by process ${pid}`)
    this.name = 'FolderInUse'
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
const unlinkable = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** Puts a file with this content in place unless one is there: nobody ever sees it half written. */
function place(file: string, content: string): boolean {
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, content, { mode: 0o600 })
  try {
    linkSync(beside, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!unlinkable.has(codeOf(error))) throw error
  } finally {
    rmSync(beside, { force: true })
  }
  return placeSlowly(file, content)
}

/** The same on a disk that knows no second name of a file. */
function placeSlowly(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return false
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return null
  }
}

/**
 * Takes a lock away that nobody holds any more. One alone does so at a time, and looks once more first: a lock that was seen dead may
 * be somebody's by now.
 */
function clearAway(file: string, dead: string, own: string): void {
  const guard = `${file}.clearing`
  if (place(guard, own)) {
    if (read(file) === dead) rmSync(file)
    rmSync(guard)
    return
  }
  const other = read(guard)
  if (other !== null && !isHeld(other)) rmSync(guard, { force: true })
}

function isHeld(lock: string): boolean {
  const [pid = '', run = '', began = ''] = lock.split(' ')
  return run === machineRun() && isAlive(Number(pid)) && began === startedAt(Number(pid))
}

const attempts = 20

/** One process per folder; a lock left by a process that is gone is taken over. Returns how to let go. */
export function takeLock(file: string): () => void {
  const own = [process.pid, machineRun(), startedAt(process.pid)].join(' ')
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (place(file, own)) return () => rmSync(file, { force: true })
    const lock = read(file)
    if (lock === null) continue
    if (isHeld(lock)) throw new FolderInUse(file, lock.split(' ')[0] ?? '')
    clearAway(file, lock, own)
  }
  throw new FolderInUse(file, 'unknown')
}
