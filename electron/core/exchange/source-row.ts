import type { Refusal } from '../../../shared/kernel/result.ts'

/**
 * What one row of a file may hold. Beyond, a cell is cut and its row refused; the reader never holds more than one row, however
 * large the file or its cells are.
 */
export const limits = {
  /** Characters of a cell; Excel itself holds 32,767. */
  cellChars: 100_000,
  columns: 1_000,
  /** Bytes of a line of JSON, and of all cells of one row together. */
  rowBytes: 4 * 1024 * 1024,
  /** Bytes of a file once unpacked; a bomb is larger than this or packed tighter than `packedTimes`. */
  unpackedBytes: 4 * 1024 * 1024 * 1024,
  packedTimes: 200,
  /** Rows of one file. */
  rows: 5_000_000,
} as const

/** One row of a file. The header, where there is one, is row 1, as spreadsheets count. */
export interface SourceRow {
  readonly row: number
  /** By column name; a text, or for JSON lines whatever stood there. */
  readonly cells: ReadonlyMap<string, unknown>
  /** What is wrong with the row itself: `cell.too_long`, `cell.error`, `row.too_long`, `json.malformed` …; `column` where it is one cell. */
  readonly faults: readonly RowFault[]
  /** Columns whose cell holds a formula; its last result is what is read. */
  readonly formulas?: readonly string[]
}

export interface RowFault {
  readonly tag: string
  readonly column?: string
}

/** A file that cannot be read at all, or not any further. */
export class SourceError extends Error {
  readonly refusal: Refusal
  constructor(tag: string, detail?: Refusal['detail']) {
    super(tag)
    this.refusal = { tag, field: 'file', ...(detail === undefined ? {} : { detail }) }
  }
}

/** A reader of one kind of file. `doneBytes` grows while it reads, for the progress bar. */
export interface RowSource {
  readonly rows: AsyncIterable<SourceRow>
  readonly doneBytes: () => number
  readonly totalBytes: () => number
  /** Names of the columns, `null` where each row has its own (JSON lines). Known once the first row was asked for. */
  readonly header: () => readonly string[] | null
}
