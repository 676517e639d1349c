import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'

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

/** One process per folder; a lock left by a process that is gone is taken over. Returns how to let go. */
export function takeLock(file: string): () => void {
  const own = [process.pid, machineRun(), startedAt(process.pid)].join(' ')
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const fd = openSync(file, 'wx', 0o600)
      writeSync(fd, own)
      closeSync(fd)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const [pid = '', run = '', began = ''] = readFileSync(file, 'utf8').split(' ')
    const held = run === machineRun() && isAlive(Number(pid)) && began === startedAt(Number(pid))
    if (held) throw new FolderInUse(file, pid)
    rmSync(file, { force: true })
  }
  throw new FolderInUse(file, 'unknown')
}
