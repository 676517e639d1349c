import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { guardCsv, rowCut } from './csv-guard.ts'
import { limits, type RowFault, SourceError, type SourceRow } from './source-row.ts'

const delimiters = [',', '\t', ';', '|'] as const

/** The separator of the first line: the one that stands there most often outside quotes. */
function findDelimiter(firstLine: string): string {
  const bare = firstLine.replace(/"[^"]*"/g, '')
  const counts = delimiters.map((it) => ({ it, n: bare.split(it).length }))
  return counts.reduce((best, one) => (one.n > best.n ? one : best)).it
}

const firstLineOf = (bytes: Buffer): string => bytes.toString('utf8').split(/\r\n|\r|\n/, 1)[0] ?? ''

interface Beginning {
  /** The first line, and perhaps more. */
  readonly head: Buffer
  /** The end of rows: `\r` alone on old Macintoshes. */
  readonly lineEnd: '\n' | '\r'
  readonly all: Readable
}

/** The end of the first line outside quotes; `undefined` while it is not there, or may be the first half of `\r\n`. */
function firstEnd(head: Buffer, isWhole: boolean): Beginning['lineEnd'] | undefined {
  const bare = head.toString('latin1').replace(/"[^"]*("|$)/g, '')
  const end = /\r\n|\n|\r/.exec(bare)?.[0]
  if (end === '\r' && bare.endsWith('\r') && !isWhole) return undefined
  return end === '\r' ? '\r' : end === undefined ? undefined : '\n'
}

/** Holds back the beginning until the first line is whole, then passes everything on. */
async function beginning(bytes: AsyncIterable<Buffer>): Promise<Beginning> {
  const chunks = bytes[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  let isWhole = false
  while (!isWhole && head.length < limits.rowBytes && firstEnd(head, false) === undefined) {
    const next = await chunks.next()
    isWhole = next.done === true
    if (next.done !== true) head = Buffer.concat([head, next.value])
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield head
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
  }
  return { head, lineEnd: firstEnd(head, isWhole) ?? '\n', all: Readable.from(all()) }
}

export interface CsvOptions {
  readonly delimiter?: string | undefined
  /** Told once, before the first row. */
  readonly onHeader: (names: readonly string[]) => void
}

/** CSV of any separator, quoted or not; UTF-8 bytes. The first row names the columns. Throws `SourceError`: `import.header_missing`. */
export async function* readCsv(bytes: AsyncIterable<Buffer>, options: CsvOptions): AsyncGenerator<SourceRow> {
  const { head, lineEnd, all } = await beginning(bytes)
  const delimiter = options.delimiter ?? findDelimiter(firstLineOf(head))
  let unclosed = false
  const parser = parse({
    delimiter,
    record_delimiter: lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
    relax_quotes: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      unclosed = error?.code === 'CSV_QUOTE_NOT_CLOSED'
      return undefined
    },
  })
  const source = pipeline(all, guardCsv(delimiter.charCodeAt(0), lineEnd.charCodeAt(0)), parser, () => undefined)
  let names: readonly string[] | undefined
  let row = 0
  try {
    for await (const record of source) {
      row += 1
      if (names === undefined) {
        names = headerOf(record)
        options.onHeader(names)
      } else if (record.length > 1 || record[0] !== '') yield rowOf(row, names, record)
    }
  } catch (error) {
    if (error instanceof CsvError) throw new SourceError('import.csv_broken', { code: error.code })
    throw error
  }
  if (unclosed) yield { row: row + 1, cells: new Map(), faults: [{ tag: 'csv.quote_not_closed' }] }
  if (names === undefined) throw new SourceError('import.header_missing')
}

/** Names of columns; a second one of the same name, or a nameless one, is called by its place. */
export function headerOf(record: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const names = record.map((cell, i) => {
    const name = cell.trim().slice(0, 200)
    const own = name === '' || seen.has(name) ? `#${i + 1}` : name
    seen.add(own)
    return own
  })
  if (names.every((name) => name.startsWith('#'))) throw new SourceError('import.header_missing')
  if (names.length > limits.columns) throw new SourceError('import.too_many_columns', { max: limits.columns })
  return names
}

/** One row by its columns; what is too long or too many is a fault of the row, not of the file. */
function rowOf(row: number, names: readonly string[], record: readonly string[]): SourceRow {
  const cells = new Map<string, string>()
  const faults: RowFault[] = []
  for (const [i, text] of record.entries()) {
    const name = names[i]
    if (name === undefined) {
      if (text !== '') faults.push({ tag: 'row.too_many_cells' })
      break
    }
    if (text.includes(rowCut)) faults.push({ tag: 'row.too_long' })
    if (text.length > limits.cellChars) faults.push({ tag: 'cell.too_long', column: name })
    else cells.set(name, text)
  }
  return { row, cells, faults }
}
