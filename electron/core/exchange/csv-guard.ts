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
 * costs no memory. A cell is passed on up to one byte more than allowed, and so arrives as too long; a row that is too
 * long gets `rowCut`. Bytes are UTF-8. It reads quotes exactly as the parser does when it takes quotes inside a bare cell
 * for what they are. `lineEnd` = the last byte of what ends a row.
 */
export function guardCsv(separator: number, lineEnd: number, most: GuardLimits = usual): Transform {
  let place: Place = 'bare'
  let atStart = true
  let cellBytes = 0
  let rowBytes = 0
  let columns = 1
  let isRowCut = false

  /** Of columns beyond the last one allowed nothing is passed on, not even their quotes. */
  const isDropped = (): boolean => columns > most.columns + 1
  /** How many of `bytes` bytes of text still fit into cell and row. */
  const room = (bytes: number): number => {
    const left = isRowCut || isDropped() ? 0 : Math.min(most.cellBytes + 1 - cellBytes, most.rowBytes - rowBytes)
    cellBytes += bytes
    rowBytes += bytes
    return Math.max(0, Math.min(bytes, left))
  }
  const takeText = (chunk: Buffer, from: number, to: number, out: Sink): void => {
    if (to === from) return
    out.copy(chunk, from, from + room(to - from))
    atStart = false
    markCut(out)
  }
  const markCut = (out: Sink): void => {
    if (rowBytes <= most.rowBytes || isRowCut) return
    isRowCut = true
    out.copy(rowCutBytes, 0, rowCutBytes.length)
  }
  const takeEnd = (byte: number, out: Sink): void => {
    columns = byte === lineEnd ? 1 : columns + 1
    if (byte === lineEnd) {
      rowBytes = 0
      isRowCut = false
    }
    cellBytes = 0
    atStart = true
    if (!isDropped()) out.put(byte)
  }
  /** Takes a stretch from `at`; gives the place behind it. */
  const bare = (chunk: Buffer, at: number, out: Sink): number => {
    if (atStart && chunk[at] === quote) {
      place = 'quoted'
      atStart = false
      if (!isDropped()) out.put(quote)
      return at + 1
    }
    let end = at
    while (end < chunk.length && chunk[end] !== separator && chunk[end] !== lineEnd) end += 1
    takeText(chunk, at, end, out)
    if (end < chunk.length) takeEnd(chunk[end] ?? 0, out)
    return end + 1
  }
  const quoted = (chunk: Buffer, at: number, out: Sink): number => {
    const end = chunk.indexOf(quote, at)
    takeText(chunk, at, end < 0 ? chunk.length : end, out)
    if (end >= 0) place = 'behind_quote'
    return end < 0 ? chunk.length : end + 1
  }
  const behindQuote = (chunk: Buffer, at: number, out: Sink): number => {
    place = chunk[at] === quote ? 'quoted' : 'bare'
    if (place === 'bare' && !isDropped()) out.put(quote)
    else if (place === 'quoted' && room(2) === 2) out.copy(doubled, 0, 2)
    markCut(out)
    return place === 'bare' ? at : at + 1
  }
  const steps = { bare, quoted, behind_quote: behindQuote } as const
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const out = createSink(chunk.length + 8 + Math.ceil(chunk.length / most.rowBytes) * rowCutBytes.length)
      for (let at = 0; at < chunk.length; ) at = steps[place](chunk, at, out)
      done(null, out.taken())
    },
    flush(done) {
      done(null, place === 'behind_quote' && !isDropped() ? Buffer.from([quote]) : undefined)
    },
  })
}

const doubled = Buffer.from([quote, quote])

interface Sink {
  readonly put: (byte: number) => void
  readonly copy: (from: Buffer, start: number, end: number) => void
  readonly taken: () => Buffer
}

function createSink(bytes: number): Sink {
  const buffer = Buffer.allocUnsafe(bytes)
  let length = 0
  return {
    put: (byte) => {
      buffer[length++] = byte
    },
    copy: (from, start, end) => {
      length += from.copy(buffer, length, start, end)
    },
    taken: () => buffer.subarray(0, length),
  }
}
