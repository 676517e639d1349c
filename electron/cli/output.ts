import type { Writable } from 'node:stream'

/** Exit codes of `redress`: done; done but something is wrong or refused; the call itself was bad. Source: surfaces.md. */
export type ExitCode = 0 | 1 | 2

/** A call that cannot be carried out as written: one line, exit code 2. */
export class UsageError extends Error {}

export interface Output {
  /** One JSON value on one line of stdout. */
  readonly line: (value: unknown) => void
  /** Words on stdout: help. */
  readonly text: (text: string) => void
  /** Words for a person, on stderr. */
  readonly say: (text: string) => void
  /** Where an export goes that names no file. */
  readonly stdout: Writable
}

export const processOutput: Output = {
  line: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
  text: (text) => void process.stdout.write(text),
  say: (text) => void process.stderr.write(`${text}\n`),
  stdout: process.stdout,
}
