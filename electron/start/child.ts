import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A started part: the object of its READY line, and its process. */
export interface Part {
  readonly ready: Readonly<Record<string, string>>
  readonly process: ChildProcess
}

const marker = 'READY '

function readyOf(line: string): Readonly<Record<string, string>> | null {
  return line.startsWith(marker) ? (JSON.parse(line.slice(marker.length)) as Record<string, string>) : null
}

/**
 * Starts `command` and waits for its READY line. The child holds an open channel to us and ends by itself when we are gone,
 * so that killing the start command never leaves a server behind. Rejects when the child ends before it is ready.
 */
export function startPart(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Part> {
  const child = spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code, signal) => fail(new PartEnded(code ?? 1, signal)))
    if (!child.stdout) return fail(new Error('the part has no output to read'))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = readyOf(line)
      if (ready) done({ ready, process: child })
      else process.stdout.write(`${line}\n`)
    })
  })
}

/** A part ended before it was ready; it has said why on stderr. */
export class PartEnded extends Error {
  readonly code: number
  constructor(code: number, signal: NodeJS.Signals | null) {
    super(`a part ended before it was ready (${signal ?? `code ${code}`})`)
    this.code = code
  }
}

const graceMs = 8_000

/** Asks a part to end (SIGTERM: flush, then exit); after `graceMs` it is killed. */
export async function stopPart(part: Part): Promise<void> {
  const child = part.process
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await ended
  clearTimeout(timer)
}
