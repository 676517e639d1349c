import { Transform } from 'node:stream'
import { limits } from './source-row.ts'

const quote = 34

/** Stands in a cell after which the rest of its row was left out. No text has it: it is no character. */
export const rowCut = '\uffff'
const rowCutBytes = Buffer.from(rowCut)

export interface GuardLimits {
  readonly cellBytes: number
  readonly rowBytes: number
  readonly columns: number
}
const usual: GuardLimits = { cellBytes: limits.cellChars * 3, rowBytes: limits.rowBytes, columns: limits.columns }

/** Where the guard stands: outside quotes, inside, or behind a quote that ends the cell or is the first half of a doubled one. */
type Place = 'bare' | 'quoted' | 'behind_quote'

/**
 * Stands before the CSV parser and cuts what no cell or row may hold, so that a cell of a gigabyte or a quote that is never closed
 * costs no memory. A cell is passed on up to what is allowed and a little more, and so arrives as too long; a row that is too
 * long gets `rowCut`. Bytes are UTF-8; a cut falls between characters. It reads quotes exactly as the parser does when it
 * takes quotes inside a bare cell for what they are. `lineEnd` = the last byte of what ends a row.
 */
export function guardCsv(separator: number, lineEnd: number, most: GuardLimits = usual): Transform {
  let place: Place = 'bare'
  let atStart = true
  let cellBytes = 0
  let rowBytes = 0
  let columns = 1
  let isRowCut = false
  let out = Buffer.alloc(0)
  let length = 0

  const emit = (byte: number): void => {
    out[length++] = byte
  }
  const isCellCut = (): boolean => cellBytes > most.cellBytes + 3 || isRowCut
  const content = (byte: number): void => {
    cellBytes += 1
    rowBytes += 1
    if (isRowCut) return
    if (rowBytes > most.rowBytes) {
      isRowCut = true
      length += rowCutBytes.copy(out, length)
    } else if (cellBytes <= most.cellBytes || (cellBytes <= most.cellBytes + 3 && isTail(byte))) emit(byte)
  }
  const bare = (byte: number): void => {
    if (byte === quote && atStart) place = 'quoted'
    if (byte !== separator && byte !== lineEnd) {
      if (place === 'quoted') emit(byte)
      else content(byte)
      atStart = false
      return
    }
    columns = byte === lineEnd ? 1 : columns + 1
    if (byte === lineEnd) {
      rowBytes = 0
      isRowCut = false
    }
    cellBytes = 0
    atStart = true
    if (columns <= most.columns + 1) emit(byte)
  }
  const take = (byte: number): void => {
    if (place === 'bare') bare(byte)
    else if (place === 'quoted') {
      if (byte === quote) place = 'behind_quote'
      else content(byte)
    } else if (byte === quote) {
      // Doubled: one quote of the text, two of the file.
      place = 'quoted'
      cellBytes += 2
      rowBytes += 2
      if (!isCellCut()) {
        emit(quote)
        emit(quote)
      }
    } else {
      place = 'bare'
      emit(quote)
      bare(byte)
    }
  }
  /** In a cell that is cut already nothing counts but what ends it: the bytes before that need not be looked at. */
  const skipCut = (chunk: Buffer, at: number): number => {
    if (place === 'behind_quote' || !isCellCut()) return at
    const ends = place === 'quoted' ? [quote] : [separator, lineEnd]
    const found = ends.map((end) => chunk.indexOf(end, at)).filter((it) => it >= 0)
    return found.length === 0 ? chunk.length : Math.min(...found)
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      out = Buffer.allocUnsafe(chunk.length + 8 + Math.ceil(chunk.length / most.rowBytes) * rowCutBytes.length)
      length = 0
      for (let i = skipCut(chunk, 0); i < chunk.length; i = skipCut(chunk, i + 1)) take(chunk[i] ?? 0)
      done(null, out.subarray(0, length))
    },
    flush(done) {
      done(null, place === 'behind_quote' ? Buffer.from([quote]) : undefined)
    },
  })
}

/** The second to fourth byte of a character. */
const isTail = (byte: number): boolean => byte >= 0x80 && byte < 0xc0
