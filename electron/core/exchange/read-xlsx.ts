import { headerOf } from './read-csv.ts'
import { limits, type RowFault, SourceError, type SourceRow } from './source-row.ts'
import { openWorkbook, readPieces, textGatherer, unescapeCell, type Workbook } from './xlsx-parts.ts'
import type { Attributes, XmlEvents } from './xml.ts'
import { readZip } from './zip.ts'

export interface XlsxOptions {
  readonly sheet?: string | undefined
  readonly onHeader: (names: readonly string[]) => void
  readonly onProgress: (doneBytes: number, totalBytes: number) => void
}

/** One cell as it stands in the sheet. */
interface RawCell {
  readonly column: number
  readonly text: string
  readonly isError: boolean
  readonly isFormula: boolean
}

interface RawRow {
  readonly row: number
  readonly cells: readonly RawCell[]
  readonly isTooLong: boolean
}

/**
 * The rows of one sheet of an Excel workbook; the first one that holds anything names the columns. Of a formula the last result is
 * read, a date becomes `2024-05-10 10:20:00`. Throws `SourceError` for what is broken, hostile or too large.
 */
export async function* readXlsx(path: string, fileBytes: number, options: XlsxOptions): AsyncGenerator<SourceRow> {
  const workbook = await openWorkbook(readZip(path, fileBytes), options.sheet)
  const waiting: RawRow[] = []
  let names: readonly string[] | undefined
  for await (const done of readPieces(
    workbook.sheet,
    sheetEvents(workbook, (row) => waiting.push(row)),
  )) {
    options.onProgress(done, workbook.sheet.bytes)
    for (const raw of waiting.splice(0)) {
      if (names !== undefined) yield rowOfCells(names, raw)
      else {
        names = headerOf(textsOf(raw))
        options.onHeader(names)
      }
    }
  }
  if (names === undefined) throw new SourceError('import.header_missing')
}

const textsOf = ({ cells }: RawRow): string[] => {
  const texts: string[] = []
  for (const { column, text } of cells) texts[column] = text
  return Array.from(texts, (text) => text ?? '')
}

function rowOfCells(names: readonly string[], raw: RawRow): SourceRow {
  const cells = new Map<string, string>()
  const faults: RowFault[] = raw.isTooLong ? [{ tag: 'row.too_long' }] : []
  const formulas: string[] = []
  for (const { column, text, isError, isFormula } of raw.cells) {
    const name = names[column]
    if (name === undefined) faults.push({ tag: 'row.too_many_cells' })
    else if (isError) faults.push({ tag: 'cell.error', column: name })
    else if (text.length > limits.cellChars) faults.push({ tag: 'cell.too_long', column: name })
    else cells.set(name, text)
    if (name !== undefined && isFormula) formulas.push(name)
  }
  return { row: raw.row, cells, faults, ...(formulas.length === 0 ? {} : { formulas }) }
}

/** `AB12` → 27; the cell's place when it names none. */
function columnOf(reference: string | undefined, next: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (letters === undefined) return next
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

interface OpenCell {
  readonly column: number
  readonly kind: string
  readonly isDate: boolean
  value: string
  isFormula: boolean
}

function sheetEvents(workbook: Workbook, onRow: (row: RawRow) => void): XmlEvents {
  const inline = textGatherer()
  let row = 0
  let cells: RawCell[] = []
  let chars = 0
  let cell: OpenCell | undefined
  let inside: 'value' | 'inline' | undefined

  const openCell = (attribute: Attributes): OpenCell => ({
    column: columnOf(attribute('r'), (cells.at(-1)?.column ?? -1) + 1),
    kind: attribute('t') ?? 'n',
    isDate: workbook.dateStyles[Number(attribute('s') ?? -1)] ?? false,
    value: '',
    isFormula: false,
  })
  const closeCell = (it: OpenCell): void => {
    const text = it.kind === 'inlineStr' ? inline.take() : cellText(workbook, it)
    chars += text.length
    const fits = cells.length <= limits.columns && chars <= limits.rowBytes
    if (text !== '' && fits) cells.push({ column: it.column, text, isError: it.kind === 'e', isFormula: it.isFormula })
  }
  return {
    open: (name, attribute) => {
      if (inside === 'inline') inline.open(name, attribute)
      if (name === 'row') {
        const said = Number(attribute('r') ?? 0)
        row = Number.isSafeInteger(said) && said > row ? said : row + 1
      } else if (name === 'c') cell = openCell(attribute)
      else if (name === 'v') inside = 'value'
      else if (name === 'is') inside = 'inline'
      else if (name === 'f' && cell) cell.isFormula = true
    },
    text: (text) => {
      if (inside === 'inline') inline.text(text)
      else if (inside === 'value' && cell && cell.value.length <= limits.cellChars) cell.value += text
    },
    close: (name) => {
      if (inside === 'inline') inline.close(name)
      if (name === 'v' || name === 'is') inside = undefined
      else if (name === 'c' && cell) {
        closeCell(cell)
        cell = undefined
      } else if (name === 'row') {
        if (cells.length > 0) onRow({ row, cells, isTooLong: chars > limits.rowBytes })
        cells = []
        chars = 0
      }
    },
  }
}

function cellText({ strings, is1904 }: Workbook, { kind, value, isDate }: OpenCell): string {
  if (kind === 's') return strings[Number(value)] ?? ''
  if (kind === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (kind !== 'n' || value === '') return unescapeCell(value)
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  return isDate ? serialText(number, is1904) : String(number)
}

const dayMs = 86_400_000
const epoch1900Ms = Date.UTC(1899, 11, 30)
const epoch1904Ms = Date.UTC(1904, 0, 1)

/** A date as a spreadsheet counts it, to the second, as the wall clock it shows. A time alone has no day. */
function serialText(serial: number, is1904: boolean): string {
  const ms = Math.round((serial * dayMs) / 1000) * 1000
  const at = new Date(ms + (is1904 ? epoch1904Ms : epoch1900Ms))
  if (Number.isNaN(at.getTime())) return String(serial)
  const iso = at.toISOString()
  const time = iso.slice(11, 19)
  if (serial < 1 && !is1904) return time
  return time === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`
}
