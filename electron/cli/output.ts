/** Exit codes of `redress`: done; done but something is wrong or refused; the call itself was bad. Source: surfaces.md. */
export type ExitCode = 0 | 1 | 2

/** A call that cannot be carried out as written: one line, exit code 2. */
export class UsageError extends Error {}

export interface Output {
  /** One JSON value on one line of stdout. */
  readonly line: (value: unknown) => void
  /** Words for a person, on stderr. */
  readonly say: (text: string) => void
}

export const processOutput: Output = {
  line: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
  say: (text) => void process.stderr.write(`${text}\n`),
}
