import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

export interface ChildPlan {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  /** The whole process group is killed after this many milliseconds: a stage may fail, never hang. */
  readonly limitMs: number
  /** Where output goes while the child runs; it is kept for the report in any case. */
  readonly echo?: (text: string) => void
}

export interface ChildEnd {
  /** Exit code, or `null` when a signal ended it. */
  readonly code: number | null
  readonly timedOut: boolean
  /** Standard output alone. */
  readonly stdout: string
  /** Both streams as they came. */
  readonly output: string
  /** Names of processes of the child's group that outlived it; they have been killed. */
  readonly leftBehind: readonly string[]
}

const running = new Set<number>()

/** Ends every process group started here; called when the runner itself is told to stop. */
export function killRunning(): void {
  for (const pid of running) killGroup(pid)
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Runs a program in its own process group, without standard input, and says how it ended. */
export function runChild(plan: ChildPlan): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    const { cwd, limitMs, env = process.env } = plan
    const child = spawn(plan.command, plan.args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let output = ''
    let timedOut = false
    const take = (text: string): void => {
      output += text
      plan.echo?.(text)
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      take(text)
    })
    child.stderr.setEncoding('utf8').on('data', take)
    const pid = child.pid
    if (pid !== undefined) running.add(pid)
    const timer = setTimeout(() => {
      timedOut = true
      if (pid !== undefined) killGroup(pid)
    }, limitMs)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('exit', () => {
      // What inherited our pipes would keep them open for ever; the group has two seconds to go by itself.
      setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, 3_000).unref()
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      settle(pid).then((leftBehind) => resolve({ code, timedOut, stdout, output, leftBehind }), reject)
    })
  })
}

async function settle(pid: number | undefined): Promise<readonly string[]> {
  if (pid === undefined) return []
  await untilGone(pid)
  const leftBehind = groupMembers(pid)
  killGroup(pid)
  await untilGone(pid)
  running.delete(pid)
  return leftBehind
}

async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 20 && groupMembers(pid).length > 0; tries++) await pause(100)
}

/** Names of the living (not zombie) processes of a group. Only Linux tells; elsewhere the answer is empty. */
export function groupMembers(group: number): readonly string[] {
  if (process.platform !== 'linux') return []
  const names: string[] = []
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const [, name, state, pgrp] = /\((.*)\) (\S) \d+ (\d+) /s.exec(processStat(pid)) ?? []
    if (name !== undefined && state !== 'Z' && pgrp === String(group)) names.push(name)
  }
  return names
}

function processStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch (error) {
    // A process that ends between listing and reading has no file any more.
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return ''
    throw error
  }
}
