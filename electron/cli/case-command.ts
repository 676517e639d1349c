import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import type { ClockRow, ExecuteResponse } from '../../shared/contract/console.ts'
import { readPhone } from '../../shared/intake/phone.ts'
import type { Json } from '../../shared/kernel/canonical.ts'
import { type Place, withConsole } from './access.ts'
import { commandsOf, readDocument } from './new-case.ts'
import { type ExitCode, type Output, UsageError } from './output.ts'
import { hearTimes } from './spoken-times.ts'
import type { ConsoleClient } from './transport.ts'

export interface CommandDeps {
  readonly output: Output
  readonly input: NodeJS.ReadableStream
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
function shownClock(clock: ClockRow) {
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

async function* inputLines(input: NodeJS.ReadableStream): AsyncGenerator<Json> {
  for await (const line of createInterface({ input })) {
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

/** Times are meant where the organisation is, or where this machine is. */
async function zoneOf(client: ConsoleClient): Promise<string> {
  const session = await client.session.current()
  const zone = 'org' in session ? session.org?.zone : undefined
  return zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

async function newCases(client: ConsoleClient, deps: CommandDeps): Promise<void> {
  const zone = await zoneOf(client)
  for await (const input of inputLines(deps.input)) {
    const document = readDocument(hearTimes(input, { nowMs: Date.now(), zone }))
    const [open, ...notes] = commandsOf(document, kernelPhone)
    const opened = await client.cases.execute({ commandId: randomUUID(), command: open })
    for (const command of opened.saved ? notes : []) {
      const noted = await client.cases.execute({
        commandId: randomUUID(),
        ...(opened.saved ? { case: opened.case } : {}),
        command,
      })
      if (!noted.saved) await answer(client, deps, noted)
    }
    await answer(client, deps, opened)
  }
}

async function showCase(client: ConsoleClient, deps: CommandDeps, id: string): Promise<void> {
  const view = await client.cases.get({ id })
  if (!view) deps.end(1)
  deps.output.line(
    view ? { ...view, clocks: view.clocks.map(shownClock) } : { refused: [{ tag: 'case.unknown', field: 'case' }] },
  )
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit must be a whole number from 1; it is "${text}"`)
  return limit
}

async function listCases(
  client: ConsoleClient,
  deps: CommandDeps,
  options: { view: string; limit: string },
): Promise<void> {
  let left = limitOf(options.limit)
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
  for await (const command of inputLines(deps.input)) {
    await answer(client, deps, await client.cases.execute({ commandId: randomUUID(), case: id, command }))
  }
}

async function searchCases(
  client: ConsoleClient,
  deps: CommandDeps,
  text: string,
  options: { order: string; limit: string },
): Promise<void> {
  const order = orders.find((it) => it === options.order)
  if (order === undefined) throw new UsageError(`--order must be one of ${orders.join(', ')}; it is "${options.order}"`)
  let left = limitOf(options.limit)
  let cursor: string | undefined
  do {
    const place = cursor === undefined ? {} : { cursor }
    const page = await client.cases.search({ text, order, limit: Math.min(left, 500), ...place })
    for (const row of page.rows) deps.output.line(row)
    left -= page.rows.length
    cursor = page.next
  } while (cursor !== undefined && left > 0)
}

const orders = ['newest', 'relevance'] as const
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
    .command('search <text>')
    .description('cases by their words, a name (pinyin or initials too), a phone number or a case number')
    .option('--order <order>', orders.join(', '), 'newest')
    .option('--limit <n>', 'how many', '50')
    .action((text: string, options: { order: string; limit: string }, command: Command) =>
      run((client) => searchCases(client, deps, text, options), command),
    )
  group
    .command('act <id>')
    .description('carries out each kernel command on stdin, a JSON line each, on one case')
    .action((id: string, _options: unknown, command: Command) => run((client) => act(client, deps, id), command))
}
