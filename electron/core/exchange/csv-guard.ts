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
  const guard: Guard = {
    separator,
    lineEnd,
    most,
    place: 'bare',
    atStart: true,
    cellBytes: 0,
    rowBytes: 0,
    columns: 1,
    isRowCut: false,
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const out = createSink(chunk.length + 8 + Math.ceil(chunk.length / most.rowBytes) * rowCutBytes.length)
      for (let at = 0; at < chunk.length; ) at = steps[guard.place](guard, chunk, at, out)
      done(null, out.taken())
    },
    flush(done) {
      done(null, guard.place === 'behind_quote' && !isDropped(guard) ? Buffer.from([quote]) : undefined)
    },
  })
}

/** What the guard knows of the row and the cell it is in. */
interface Guard {
  readonly separator: number
  readonly lineEnd: number
  readonly most: GuardLimits
  place: Place
  atStart: boolean
  cellBytes: number
  rowBytes: number
  columns: number
  isRowCut: boolean
}

/** Of columns beyond the last one allowed nothing is passed on, not even their quotes. */
const isDropped = ({ columns, most }: Guard): boolean => columns > most.columns + 1

/** How many of `bytes` bytes of text still fit into cell and row. */
function room(guard: Guard, bytes: number): number {
  const { most, cellBytes, rowBytes } = guard
  const left =
    guard.isRowCut || isDropped(guard) ? 0 : Math.min(most.cellBytes + 1 - cellBytes, most.rowBytes - rowBytes)
  guard.cellBytes += bytes
  guard.rowBytes += bytes
  return Math.max(0, Math.min(bytes, left))
}

function takeText(guard: Guard, chunk: Buffer, from: number, to: number, out: Sink): void {
  if (to === from) return
  out.copy(chunk, from, from + room(guard, to - from))
  guard.atStart = false
  markCut(guard, out)
}

function markCut(guard: Guard, out: Sink): void {
  if (guard.rowBytes <= guard.most.rowBytes || guard.isRowCut) return
  guard.isRowCut = true
  out.copy(rowCutBytes, 0, rowCutBytes.length)
}

function takeEnd(guard: Guard, byte: number, out: Sink): void {
  guard.columns = byte === guard.lineEnd ? 1 : guard.columns + 1
  if (byte === guard.lineEnd) {
    guard.rowBytes = 0
    guard.isRowCut = false
  }
  guard.cellBytes = 0
  guard.atStart = true
  if (!isDropped(guard)) out.put(byte)
}

/** Takes a stretch from `at`; gives the place behind it. */
type Step = (guard: Guard, chunk: Buffer, at: number, out: Sink) => number

const bare: Step = (guard, chunk, at, out) => {
  if (guard.atStart && chunk[at] === quote) {
    guard.place = 'quoted'
    guard.atStart = false
    if (!isDropped(guard)) out.put(quote)
    return at + 1
  }
  const { separator, lineEnd } = guard
  let end = at
  while (end < chunk.length && chunk[end] !== separator && chunk[end] !== lineEnd) end += 1
  takeText(guard, chunk, at, end, out)
  if (end < chunk.length) takeEnd(guard, chunk[end] ?? 0, out)
  return end + 1
}

const quoted: Step = (guard, chunk, at, out) => {
  const end = chunk.indexOf(quote, at)
  takeText(guard, chunk, at, end < 0 ? chunk.length : end, out)
  if (end >= 0) guard.place = 'behind_quote'
  return end < 0 ? chunk.length : end + 1
}

const behindQuote: Step = (guard, chunk, at, out) => {
  guard.place = chunk[at] === quote ? 'quoted' : 'bare'
  if (guard.place === 'bare' && !isDropped(guard)) out.put(quote)
  else if (guard.place === 'quoted' && room(guard, 2) === 2) out.copy(doubled, 0, 2)
  markCut(guard, out)
  return guard.place === 'bare' ? at : at + 1
}

const steps: Readonly<Record<Place, Step>> = { bare, quoted, behind_quote: behindQuote }

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
