import { hash } from 'node:crypto'
import type { Json } from '../../../shared/kernel/canonical.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { plainCell } from './formula.ts'
import type { FileFacts } from './inspect-file.ts'
import { commandIdOf, type MappedRow, type MapRow } from './map-row.ts'
import { cellText } from './read-cell.ts'
import type { SourceRow } from './source-row.ts'
import { isTarget, listJoin, phonesJoin, putTarget, type Target, targets } from './targets.ts'

/**
 * Reads files of our own making without a mapping: `redress export` in any format, and JSON lines as `redress case new` takes
 * them. Nothing is interpreted: what was written is what is read. Refuses what an import would falsify: `import.masked`,
 * `import.erased`, and, unless only the opening is wanted, `import.beyond_opening`.
 */
export function createExportMap(facts: FileFacts, openingOnly: boolean): MapRow {
  const read = facts.format === 'jsonl' ? documentOfLine : documentOfCells
  return (row) => {
    const origin = cellText(row.cells.get('id')) ?? ''
    const document = row.faults.length > 0 ? {} : read(row)
    const refusals = row.faults.map(({ tag, column }) => ({
      tag,
      ...(column === undefined ? {} : { detail: { column } }),
    }))
    const all = [...refusals, ...(refusals.length > 0 ? [] : refusalsOf(row, document, openingOnly))]
    const name = origin === '' ? `import|${facts.hash}|${row.row}` : `import|case|${origin}`
    const mapped: MappedRow = { row: row.row, commandId: commandIdOf(name), document, refusals: all, flags: [] }
    return origin === '' ? mapped : { ...mapped, origin }
  }
}

const documentOfLine = ({ cells }: SourceRow): Json =>
  cells.has('case') ? (cells.get('case') as Json) : (Object.fromEntries(cells) as Json)

function refusalsOf({ cells }: SourceRow, document: Json, openingOnly: boolean): readonly Refusal[] {
  const masked = cells.get('masked')
  if (masked === true || masked === 'TRUE') return [{ tag: 'import.masked' }]
  if (document === null) return [{ tag: 'import.erased' }]
  const beyond = cells.get('beyond')
  const parts = Array.isArray(beyond) ? beyond.map(String).join(', ') : (cellText(beyond) ?? '')
  return parts === '' || openingOnly ? [] : [{ tag: 'import.beyond_opening', detail: { parts } }]
}

const cellReaders: Partial<Record<Target, (text: string) => Json>> = {
  'customer.phones': (text) => text.split(phonesJoin),
  'customer.tags': (text) => text.split(listJoin),
}

function documentOfCells({ cells }: SourceRow): Json {
  const document: { [key: string]: unknown } = { customer: {}, issue: {} }
  for (const [column, cell] of cells) {
    if (!isTarget(column)) continue
    const text = plainCell(typeof cell === 'string' ? cell : '')
    if (text !== '') putTarget(document, column, readOwn(column, text))
  }
  const isErased = (cellText(cells.get('erased')) ?? '') !== ''
  return isErased ? null : (document as Json)
}

function readOwn(target: Target, text: string): Json {
  const own = cellReaders[target]
  if (own !== undefined) return own(text)
  if (targets[target] === 'number') return Number(text)
  return targets[target] === 'json' ? parsed(text) : text
}

/** What is no JSON stays a text and is refused by the schema. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

/** Names a file of our own: there is no mapping besides. */
export const exportImportId = (facts: FileFacts, openingOnly: boolean): string =>
  hash('sha256', `own|${facts.hash}|${openingOnly}`, 'hex')
