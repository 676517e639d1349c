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

/**
 * Stands before the CSV parser and cuts what no cell or row may hold, so that a cell of a gigabyte or a quote that is never closed
 * costs no memory. A cell is passed on up to what is allowed and a little more, and so arrives as too long; a row that is too
 * long gets `rowCut`. Bytes are UTF-8; a cut falls between characters. It reads quotes exactly as the parser does when it
 * takes quotes inside a bare cell for what they are. `lineEnd` = the last byte of what ends a row.
 */
export function guardCsv(separator: number, lineEnd: number, most: GuardLimits = usual): Transform {
  let isQuoted = false
  let atStart = true
  /** The byte before was a quote that ended a quoted cell, or is the first half of a doubled one. */
  let mayDouble = false
  let cellBytes = 0
  let rowBytes = 0
  let columns = 1

  const content = (byte: number): boolean => {
    atStart = false
    cellBytes += 1
    rowBytes += 1
    return (
      rowBytes <= most.rowBytes && (cellBytes <= most.cellBytes || (cellBytes < most.cellBytes + 4 && isTail(byte)))
    )
  }
  const outside = (byte: number): boolean => {
    const wasQuote = mayDouble
    mayDouble = false
    if (byte === quote && (atStart || wasQuote)) {
      isQuoted = true
      atStart = false
      return true
    }
    const endsRow = byte === lineEnd
    if (byte !== separator && !endsRow) return content(byte)
    columns = endsRow ? 1 : columns + 1
    if (endsRow) rowBytes = 0
    cellBytes = 0
    atStart = true
    return endsRow || columns <= most.columns + 1
  }
  const pass = (byte: number): boolean => {
    if (!isQuoted) return outside(byte)
    if (byte !== quote) return content(byte)
    isQuoted = false
    mayDouble = true
    return true
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const cuts = 1 + Math.ceil(chunk.length / most.rowBytes)
      const kept = Buffer.allocUnsafe(chunk.length + cuts * rowCutBytes.length)
      let length = 0
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i] ?? 0
        const before = rowBytes
        if (pass(byte)) kept[length++] = byte
        else if (rowBytes === most.rowBytes + 1 && before === most.rowBytes) length += rowCutBytes.copy(kept, length)
      }
      done(null, kept.subarray(0, length))
    },
  })
}

/** The second to fourth byte of a character. */
const isTail = (byte: number): boolean => byte >= 0x80 && byte < 0xc0
