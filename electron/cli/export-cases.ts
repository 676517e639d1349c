import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { mostCasesRead } from '../../shared/contract/exchange.ts'
import { type Format, formats } from '../core/exchange/inspect-file.ts'
import { createCaseWriter } from '../core/exchange/write-cases.ts'
import type { CommandDeps } from './case-command.ts'
import { UsageError } from './output.ts'
import { createProgress } from './progress.ts'
import type { ConsoleClient } from './transport.ts'

export interface ExportOptions {
  readonly out?: string
  readonly format?: string
  readonly view: string
  readonly unmasked?: boolean
  readonly reason?: string
  readonly force?: boolean
}

function formatOf({ format, out }: ExportOptions): Format {
  const named = format ?? /\.(csv|jsonl|xlsx)$/i.exec(out ?? '')?.[1]?.toLowerCase() ?? 'jsonl'
  const known = formats.find((it) => it === named)
  if (known === undefined) throw new UsageError(`--format must be one of ${formats.join(', ')}; it is "${named}"`)
  if (known === 'xlsx' && out === undefined) throw new UsageError('--format xlsx needs --out FILE')
  return known
}

export const exportViews = ['all', 'open', 'mine', 'near', 'breached', 'on_hold', 'unassigned'] as const

function checkExport(options: ExportOptions): { readonly format: Format; readonly view: (typeof exportViews)[number] } {
  const view = exportViews.find((it) => it === options.view)
  if (view === undefined) throw new UsageError(`--view must be one of ${exportViews.join(', ')}`)
  if (options.unmasked === true && !options.reason?.trim()) throw new UsageError('--unmasked needs --reason TEXT')
  if (options.out !== undefined && options.force !== true && existsSync(options.out))
    throw new UsageError(`--out: ${options.out} is there already; --force replaces it`)
  return { format: formatOf(options), view }
}

/** Ids of a view, oldest first, so that an import of the export opens them in the order they came. */
async function idsOf(client: ConsoleClient, view: (typeof exportViews)[number]): Promise<readonly string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await client.cases.list({ view, limit: 500, ...(cursor === undefined ? {} : { cursor }) })
    for (const row of page.rows) ids.push(row.id)
    cursor = page.next
  } while (cursor !== undefined)
  return view === 'all' ? ids.reverse() : ids
}

/** `redress export`: to a file that is there whole or not at all, or to stdout. Ends 1 when a case had to stay masked. */
export async function exportCases(deps: CommandDeps, client: ConsoleClient, options: ExportOptions): Promise<void> {
  const { format, view } = checkExport(options)
  const part = options.out === undefined ? undefined : `${options.out}.part`
  const out = part === undefined ? deps.output.stdout : createWriteStream(part, { mode: 0o600 })
  try {
    const written = await writeAll(deps, client, { format, view, out, options })
    if (part !== undefined && options.out !== undefined) {
      out.end()
      await finished(out)
      renameSync(part, options.out)
      deps.output.line({ summary: { format, ...written } })
    }
    if (written.stayedMasked > 0) deps.end(1)
  } finally {
    if (part !== undefined) rmSync(part, { force: true })
  }
}

interface Writing {
  readonly format: Format
  readonly view: (typeof exportViews)[number]
  readonly out: Writable
  readonly options: ExportOptions
}

async function writeAll(deps: CommandDeps, client: ConsoleClient, { format, view, out, options }: Writing) {
  const ids = await idsOf(client, view)
  const writer = createCaseWriter(format, out)
  const progress = createProgress('export', deps.output)
  const unmasked = options.unmasked === true ? { unmasked: { reason: options.reason ?? '' } } : {}
  let [cases, stayedMasked] = [0, 0]
  for (let from = 0; from < ids.length; from += mostCasesRead) {
    const read = await client.exchange.read({ ids: ids.slice(from, from + mostCasesRead), ...unmasked })
    await writer.write(read.cases)
    cases += read.cases.length
    stayedMasked += read.refused.length
    for (const { refusals } of read.refused.slice(0, 1)) deps.output.say(`stays masked: ${refusals[0]?.tag ?? ''}`)
    progress.show({ rows: cases, doneBytes: cases, totalBytes: ids.length })
  }
  await writer.end()
  progress.end()
  return { cases, stayedMasked, masked: options.unmasked !== true }
}
