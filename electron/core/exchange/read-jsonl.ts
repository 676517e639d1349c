import { limits, type RowFault, type SourceRow } from './source-row.ts'

/** A line of bytes, or `null` for one that is longer than any row may be. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = []
  let length = 0
  let isTooLong = false
  const take = (part: Buffer): void => {
    length += part.length
    isTooLong ||= length > limits.rowBytes
    if (isTooLong) parts = []
    else parts.push(part)
  }
  const end = (): Buffer | null => {
    const line = isTooLong ? null : parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    parts = []
    length = 0
    isTooLong = false
    return line
  }
  for await (const chunk of bytes) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, at))
      yield end()
      from = at + 1
    }
    if (from < chunk.length) take(Buffer.from(chunk.subarray(from)))
  }
  if (length > 0) yield end()
}

/** JSON lines: one object each; empty lines count and say nothing. */
export async function* readJsonLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<SourceRow> {
  let row = 0
  for await (const line of linesOf(bytes)) {
    row += 1
    if (line === null) yield faulty(row, { tag: 'row.too_long' })
    else if (line.length > 0) {
      const text = line.toString('utf8').trim()
      if (text !== '') yield readLine(row, text)
    }
  }
}

const faulty = (row: number, fault: RowFault): SourceRow => ({ row, cells: new Map(), faults: [fault] })

function readLine(row: number, text: string): SourceRow {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return faulty(row, { tag: 'json.malformed' })
  return { row, cells: new Map(Object.entries(value)), faults: [] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
