import { readFileSync } from 'node:fs'
import { mostRowsSaved } from '../../shared/contract/exchange.ts'
import { inspectFile } from '../core/exchange/inspect-file.ts'
import { createMapRow, importId, type MapRow } from '../core/exchange/map-row.ts'
import { openSource } from '../core/exchange/open-source.ts'
import { createExportMap, exportImportId } from '../core/exchange/own-export.ts'
import { checkColumns, type Mapping, parseMapping } from '../core/exchange/row-mapping.ts'
import { runImport } from '../core/exchange/run-import.ts'
import type { Reached } from './access.ts'
import type { CommandDeps } from './case-command.ts'
import { UsageError } from './output.ts'
import { createProgress } from './progress.ts'
import type { ConsoleClient } from './transport.ts'

export interface ImportOptions {
  readonly map?: string
  readonly commit?: boolean
  readonly openingOnly?: boolean
}

/** Rows of one transaction while people work at the same core: a save of theirs waits for at most one of these. */
const rowsBesidePeople = 100

function readMapping(path: string): Mapping {
  const text = readText(path)
  const parsed = parseMapping(parseJson(text, path))
  if (parsed.ok) return parsed.value
  const { field, detail } = parsed.error
  throw new UsageError(`--map: ${field === '' ? 'mapping' : field}: ${detail?.['why'] ?? ''}`)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === '') throw error
    throw new UsageError(`--map: ${path} cannot be read (${code})`)
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`--map: ${path} is no JSON`)
    throw error
  }
}

/** Where an import goes to. */
export interface ImportPlace {
  readonly client: ConsoleClient
  readonly reached: Reached
}

/** `redress import`: a line for each row that is refused, odd or differs; last a summary. Ends 1 when rows were refused. */
export async function importFile(
  deps: CommandDeps,
  { client, reached }: ImportPlace,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const mapping = options.map === undefined ? null : readMapping(options.map)
  const encoding = mapping?.encoding === 'gbk' ? 'gb18030' : mapping?.encoding
  const facts = await inspectFile(file, { format: mapping?.format, encoding })
  const mapRow: MapRow =
    mapping === null ? createExportMap(facts, options.openingOnly === true) : createMapRow(mapping, facts, Date.now())
  const progress = createProgress(options.commit === true ? 'import' : 'dry run', deps.output)
  const summary = await runImport({
    source: openSource(facts, { delimiter: mapping?.delimiter, sheet: mapping?.sheet }),
    mapRow,
    id: mapping === null ? exportImportId(facts, options.openingOnly === true) : importId(facts, mapping),
    commit: options.commit === true,
    batchRows: reached === 'running' ? rowsBesidePeople : mostRowsSaved,
    port: {
      progress: (id) => client.exchange.progress({ file: id }),
      save: (request) => client.exchange.save(request),
    },
    checkHeader: (header) => (mapping === null ? null : checkColumns(mapping, header)),
    onLine: (line) => {
      progress.clear()
      deps.output.line(line)
    },
    onProgress: progress.show,
  })
  progress.end()
  deps.output.line({ summary: { format: facts.format, encoding: facts.encoding, ...summary } })
  if (summary.dryRun) deps.output.say(`dry run: nothing was saved; --commit would save ${summary.saved} cases`)
  if (summary.refused > 0) deps.end(1)
}
