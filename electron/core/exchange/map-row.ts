import { hash } from 'node:crypto'
import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import { uuidV8 } from '../../../shared/kernel/ids.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { looksLikeFormula, plainCell } from './formula.ts'
import type { FileFacts } from './inspect-file.ts'
import { cellText, piecesOf, readListed, readTarget } from './read-cell.ts'
import { createTimeReader, type ReadTime } from './read-time.ts'
import { columnsOf, type Mapping, type Rule } from './row-mapping.ts'
import type { RowFault, SourceRow } from './source-row.ts'
import { putTarget, type Target, targetNames, targets } from './targets.ts'

/** One row as it goes to the core, or why it does not. */
export interface MappedRow {
  readonly row: number
  readonly commandId: string
  readonly document: Json
  readonly origin?: string
  readonly refusals: readonly Refusal[]
  /** What is odd and harmless: a cell that a spreadsheet would have worked out. */
  readonly flags: readonly RowFault[]
}

export type MapRow = (row: SourceRow) => MappedRow

/** The same text gives the same id on every machine: a row is one command however often it is sent. */
export const commandIdOf = (name: string): string => uuidV8(hash('sha256', name, 'buffer'))

/** Names a file together with the way it is read: progress of one is not progress of the other. */
export const importId = (facts: FileFacts, mapping: Mapping | null): string =>
  hash('sha256', canonicalJson({ file: facts.hash, mapping: mapping as unknown as Json }), 'hex')

interface Reading {
  readonly document: { [key: string]: unknown }
  readonly notes: string[]
  readonly refusals: Refusal[]
  readonly flags: RowFault[]
}

/** Makes documents of rows as the mapping says. `nowMs` is what 昨天 in a cell is measured from. */
export function createMapRow(mapping: Mapping, facts: FileFacts, nowMs: EpochMs): MapRow {
  const readTime = createTimeReader(mapping.zone, nowMs)
  const used = new Set(columnsOf(mapping))
  const isSheet = facts.format !== 'jsonl'
  const fields = targetNames.flatMap((target) => {
    const rule = mapping.fields[target]
    return rule === undefined ? [] : [{ target, rule }]
  })
  return (row) => {
    const reading: Reading = { document: emptyDocument(), notes: [], refusals: [], flags: [] }
    for (const fault of row.faults)
      if (fault.column === undefined || used.has(fault.column)) reading.refusals.push(faultOf(fault))
    for (const column of row.formulas ?? []) if (used.has(column)) reading.flags.push({ tag: 'cell.formula', column })
    const text = textReader(row, isSheet, reading)
    if (reading.refusals.length === 0)
      for (const { target, rule } of fields) fill(reading, target, rule, { row, text, readTime, long: mapping.long })
    const key = mapping.key === undefined ? undefined : text(mapping.key)
    if (key === '' || key === null) reading.refusals.push({ tag: 'row.key_missing', field: 'key' })
    const name = key ? `import|${mapping.source}|${key}` : `import|${facts.hash}|${row.row}`
    return mapped(row.row, commandIdOf(name), reading)
  }
}

const emptyDocument = () => ({ customer: {}, issue: {}, demands: [] })

function mapped(row: number, commandId: string, { document, notes, refusals, flags }: Reading): MappedRow {
  const own = Array.isArray(document['notes']) ? document['notes'] : []
  const all = [...notes, ...own]
  const whole = all.length === 0 ? document : { ...document, notes: all }
  return { row, commandId, document: whole as Json, refusals, flags }
}

const faultOf = ({ tag, column }: RowFault): Refusal => ({
  tag,
  ...(column === undefined ? {} : { detail: { column } }),
})

/** The text of a column of this row; `null` where it is a list. What was guarded against formulas is bare again. */
function textReader(row: SourceRow, isSheet: boolean, reading: Reading): (column: string) => string | null {
  return (column) => {
    const text = cellText(row.cells.get(column))
    if (text === null || text === '' || !isSheet) return text
    if (looksLikeFormula(text) && !reading.flags.some((it) => it.column === column))
      reading.flags.push({ tag: 'cell.formula', column })
    return plainCell(text)
  }
}

interface Filling {
  readonly row: SourceRow
  readonly text: (column: string) => string | null
  readonly readTime: ReadTime
  readonly long: Mapping['long']
}

function fill(reading: Reading, target: Target, rule: Rule, filling: Filling): void {
  if (rule.value !== undefined) {
    put(reading, target, asText(rule.value, target), filling)
    return
  }
  const columns = rule.columns ?? [rule.column ?? '']
  const [only] = columns
  const texts = columns.map((column) => filling.text(column))
  if (texts.includes(null)) {
    const read = readListed(target, filling.row.cells.get(only ?? ''), filling.readTime)
    if (read.ok) putTarget(reading.document, target, read.value)
    else reading.refusals.push(withColumn(read.error, only))
    return
  }
  const text = texts.filter((it) => it !== null && it !== '').join(rule.join)
  if (text.includes('\ufffd')) {
    reading.refusals.push(withColumn({ tag: 'text.broken', field: target }, only))
    return
  }
  const meant = mappedText(rule, text)
  if (meant === undefined) reading.refusals.push(withColumn({ tag: 'map.value_unknown', field: target }, only))
  else put(reading, target, meant, filling, only)
}

const asText = (value: string | number | readonly string[], target: Target): string =>
  typeof value === 'object' ? (targets[target] === 'json' ? JSON.stringify(value) : value.join(', ')) : String(value)

function mappedText(rule: Rule, text: string): string | undefined {
  if (text === '') return rule.default ?? ''
  if (rule.map === undefined) return text
  const meant = Object.hasOwn(rule.map, text) ? rule.map[text] : undefined
  return meant ?? (rule.otherwise === 'keep' ? text : undefined)
}

function put(reading: Reading, target: Target, text: string, filling: Filling, column?: string): void {
  if (text === '') return
  const read = readTarget(target, text, filling.readTime)
  if (!read.ok) {
    reading.refusals.push(withColumn(read.error, column))
    return
  }
  const [first, ...rest] =
    targets[target] === 'words' && filling.long === 'notes' ? piecesOf(String(read.value)) : [read.value]
  putTarget(reading.document, target, first)
  reading.notes.push(...rest.map(String))
}

const withColumn = (refusal: Refusal, column: string | undefined): Refusal =>
  column === undefined ? refusal : { ...refusal, detail: { ...refusal.detail, column } }
