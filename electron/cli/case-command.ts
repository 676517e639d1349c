import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import type { ClockRow, ExecuteResponse } from '../../shared/contract/console.ts'
import { readPhone } from '../../shared/intake/phone.ts'
import type { Json } from '../../shared/kernel/canonical.ts'
import { type Place, withConsole } from './access.ts'
import { openCommand } from './new-case.ts'
import { type ExitCode, type Output, UsageError } from './output.ts'
import type { ConsoleClient } from './transport.ts'

export interface CommandDeps {
  readonly output: Output
  readonly place: (command: Command) => Place
  readonly end: (code: ExitCode) => void
}

/** The kernel's spelling of a number, or the text as it came, so that the refusal names the field. */
function kernelPhone(text: string): string {
  const read = readPhone(text)
  if (!read.ok) return text
  const { e164, dialled, extension } = read.value
  return `${e164 ?? dialled}${extension === undefined ? '' : `;ext=${extension}`}`
}

/** Times as text for people and scripts; everything else as the screens get it. */
export function shownClock(clock: ClockRow) {
  const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms).toISOString())
  const { clock: name, state, remainingMs, businessRemainingMs, pausedMs } = clock
  return {
    clock: name,
    startedAt: iso(clock.startedAtMs),
    dueAt: iso(clock.dueAtMs),
    state,
    remainingMs,
    businessRemainingMs,
    pausedMs,
  }
}

export async function* inputLines(): AsyncGenerator<Json> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue
    try {
      yield JSON.parse(line) as Json
    } catch {
      throw new UsageError('stdin: each line must be one JSON value')
    }
  }
}

async function answer(client: ConsoleClient, deps: CommandDeps, executed: ExecuteResponse): Promise<void> {
  if (!executed.saved) {
    deps.output.line({ refused: executed.refusals })
    return deps.end(1)
  }
  const view = await client.cases.get({ id: executed.case })
  const { case: id, number, status } = executed
  deps.output.line({ id, number, status, clocks: (view?.clocks ?? []).map(shownClock) })
}

async function newCases(client: ConsoleClient, deps: CommandDeps): Promise<void> {
  for await (const input of inputLines()) {
    const command = openCommand(input, kernelPhone)
    await answer(client, deps, await client.cases.execute({ commandId: randomUUID(), command }))
  }
}

async function showCase(client: ConsoleClient, deps: CommandDeps, id: string): Promise<void> {
  const view = await client.cases.get({ id })
  if (!view) deps.end(1)
  deps.output.line(
    view ? { ...view, clocks: view.clocks.map(shownClock) } : { refused: [{ tag: 'case.unknown', field: 'case' }] },
  )
}

async function listCases(
  client: ConsoleClient,
  deps: CommandDeps,
  options: { view: string; limit: string },
): Promise<void> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit must be a whole number from 1; it is "${options.limit}"`)
  let left = limit
  let cursor: string | undefined
  do {
    const view = options.view as 'open'
    const page = await client.cases.list({
      view,
      limit: Math.min(left, 500),
      ...(cursor === undefined ? {} : { cursor }),
    })
    for (const row of page.rows) deps.output.line(row)
    left -= page.rows.length
    cursor = page.next
  } while (cursor !== undefined && left > 0)
}

async function act(client: ConsoleClient, deps: CommandDeps, id: string): Promise<void> {
  for await (const command of inputLines()) {
    await answer(client, deps, await client.cases.execute({ commandId: randomUUID(), case: id, command }))
  }
}

const views = ['open', 'mine', 'near', 'breached', 'on_hold', 'unassigned', 'all']

/** `redress case …`: the same commands as the screens. */
export function addCaseCommands(program: Command, deps: CommandDeps): void {
  const group = program.command('case').description('cases: open, show, list, act on')
  const run = (work: (client: ConsoleClient) => Promise<void>, command: Command) =>
    withConsole(deps.place(command), work)
  group
    .command('new')
    .description('opens a case for each JSON line on stdin')
    .action((_options: unknown, command: Command) => run((client) => newCases(client, deps), command))
  group
    .command('show <id>')
    .description('one case with its record and clocks')
    .action((id: string, _options: unknown, command: Command) => run((client) => showCase(client, deps, id), command))
  group
    .command('list')
    .description('cases by nearest clock, a JSON line each')
    .option('--view <view>', views.join(', '), 'open')
    .option('--limit <n>', 'how many', '50')
    .action((options: { view: string; limit: string }, command: Command) => {
      if (!views.includes(options.view)) throw new UsageError(`--view must be one of ${views.join(', ')}`)
      return run((client) => listCases(client, deps, options), command)
    })
  group
    .command('act <id>')
    .description('carries out each kernel command on stdin, a JSON line each, on one case')
    .action((id: string, _options: unknown, command: Command) => run((client) => act(client, deps, id), command))
}
