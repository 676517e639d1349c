import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { commandLine, descendants, groupMembers } from './processes.ts'

export interface ChildPlan {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  /** The whole process group is killed after this many milliseconds: a stage may fail, never hang. */
  readonly limitMs: number
  /** Where output goes while the child runs; it is kept for the report in any case. */
  readonly echo?: (text: string) => void
  /** Whether the child has done its work, asked every second; from then on it has `graceMs` to end by itself. */
  readonly isDone?: () => boolean
  readonly graceMs?: number
}

export interface ChildEnd {
  /** Exit code, or `null` when a signal ended it. */
  readonly code: number | null
  readonly timedOut: boolean
  /** Command lines of what was still alive below a child that had done its work and did not end; all have been killed. */
  readonly lingering: readonly string[] | null
  /** Standard output alone. */
  readonly stdout: string
  /** Both streams as they came. */
  readonly output: string
  /** Names of processes of the child's group that outlived it; they have been killed. */
  readonly leftBehind: readonly string[]
}

/** A program that has done its work has this long to close what it opened. */
const defaultGraceMs = 30_000

const running = new Set<number>()

/** Ends every process group started here; called when the runner itself is told to stop. */
export function killRunning(): void {
  for (const pid of running) killGroup(pid)
}

const killGroup = (pid: number): void => killOne(-pid)

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
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
    let lingering: readonly string[] | null = null
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
      if (pid !== undefined) killTree(pid)
    }, limitMs)
    const stopWatching = watchEnd(plan, () => {
      if (pid !== undefined) lingering = killTree(pid)
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      stopWatching()
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
      stopWatching()
      settle(pid).then((leftBehind) => resolve({ code, timedOut, lingering, stdout, output, leftBehind }), reject)
    })
  })
}

/** Calls `stop` once when the work is done and the grace is over; answers how to call the watch off. */
function watchEnd({ isDone, graceMs = defaultGraceMs }: ChildPlan, stop: () => void): () => void {
  if (isDone === undefined) return () => undefined
  let graceTimer: NodeJS.Timeout | undefined
  const watch = setInterval(() => {
    if (!isDone()) return
    clearInterval(watch)
    graceTimer = setTimeout(stop, graceMs)
  }, 1_000)
  return () => {
    clearInterval(watch)
    clearTimeout(graceTimer)
  }
}

/** Kills a process with all it started, also what went into a group of its own, and names what it started. */
function killTree(pid: number): readonly string[] {
  const below = descendants(pid)
  const names = below.map(commandLine)
  killGroup(pid)
  for (const one of below) killOne(one.pid)
  return names
}

async function settle(pid: number | undefined): Promise<readonly string[]> {
  if (pid === undefined) return []
  await untilGone(pid)
  const leftBehind = groupMembers(pid).map(({ name }) => name)
  killGroup(pid)
  await untilGone(pid)
  running.delete(pid)
  return leftBehind
}

async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 20 && groupMembers(pid).length > 0; tries++) await pause(100)
}
