import { toUtf8 } from './encoding.ts'
import { type FileFacts, unpackedBytes } from './inspect-file.ts'
import { readCsv } from './read-csv.ts'
import { readJsonLines } from './read-jsonl.ts'
import { readXlsx } from './read-xlsx.ts'
import { limits, type RowSource, SourceError, type SourceRow } from './source-row.ts'

export interface SourceOptions {
  readonly delimiter?: string | undefined
  readonly sheet?: string | undefined
}

/** The rows of an inspected file, one at a time. */
export function openSource(facts: FileFacts, options: SourceOptions = {}): RowSource {
  let header: readonly string[] | null = null
  let done = 0
  let total = facts.bytes
  const onHeader = (names: readonly string[]): void => {
    header = names
  }
  const bytes = (): AsyncGenerator<Buffer> => {
    const raw = unpackedBytes(facts.path, facts.isGzip, (packed) => {
      done = packed
    })
    return toUtf8(raw, facts.encoding, facts.markBytes)
  }
  const rows = (): AsyncGenerator<SourceRow> => {
    if (facts.format === 'jsonl') return readJsonLines(bytes())
    if (facts.format === 'csv') return readCsv(bytes(), { delimiter: options.delimiter, onHeader })
    const onProgress = (doneBytes: number, totalBytes: number): void => {
      done = doneBytes
      total = totalBytes
    }
    return readXlsx(facts.path, facts.bytes, { sheet: options.sheet, onHeader, onProgress })
  }
  return {
    rows: counted(rows()),
    doneBytes: () => done,
    totalBytes: () => total,
    header: () => header,
  }
}

async function* counted(rows: AsyncGenerator<SourceRow>): AsyncGenerator<SourceRow> {
  let count = 0
  for await (const row of rows) {
    count += 1
    if (count > limits.rows) throw new SourceError('import.too_large', { rows: limits.rows })
    yield row
  }
}
