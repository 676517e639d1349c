import type { PGlite } from '@electric-sql/pglite'
import type { Param } from '../../../server/db/statement.ts'

const byteaOid = 17
const boolOid = 16
/** Types whose text is a number here, as the server's own port reads them. */
const numberOids: ReadonlySet<number> = new Set([20, 21, 23])

interface Column {
  readonly name: string
  readonly oid: number
}

interface Prepared {
  readonly name: string
  readonly columns: readonly Column[]
}

const textBytes = (text: string): Buffer => Buffer.from(`${text}\0`)
const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const message = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}
const sync = message('S')

function paramBytes(value: Param): Buffer {
  if (value === null) return int32(-1)
  const text = value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : String(value)
  const bytes = Buffer.from(text)
  return Buffer.concat([int32(bytes.length), bytes])
}

/** A database error as PostgreSQL words it. */
class PgError extends Error {
  readonly code: string
  constructor(text: string, code: string) {
    super(text)
    this.code = code
  }
}

interface Reply {
  columns: readonly Column[]
  readonly rows: (Buffer | null)[][]
  error: PgError | null
}

function readReply(raw: Uint8Array): Reply {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const reply: Reply = { columns: [], rows: [], error: null }
  for (let at = 0; at < bytes.length; ) {
    const body = bytes.subarray(at + 5, at + 1 + bytes.readInt32BE(at + 1))
    readMessage(String.fromCharCode(bytes[at] ?? 0), body, reply)
    at += 5 + body.length
  }
  return reply
}

function readMessage(type: string, body: Buffer, reply: Reply): void {
  if (type === 'D') reply.rows.push(readRow(body))
  else if (type === 'T') reply.columns = readColumns(body)
  else if (type === 'E') reply.error = readError(body)
}

function readRow(body: Buffer): (Buffer | null)[] {
  const cells: (Buffer | null)[] = []
  let at = 2
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const size = body.readInt32BE(at)
    at += 4
    cells.push(size < 0 ? null : body.subarray(at, at + size))
    at += Math.max(0, size)
  }
  return cells
}

function readColumns(body: Buffer): Column[] {
  const columns: Column[] = []
  let at = 2
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const end = body.indexOf(0, at)
    columns.push({ name: body.toString('utf8', at, end), oid: body.readInt32BE(end + 7) })
    at = end + 19
  }
  return columns
}

function readError(body: Buffer): PgError {
  const fields = new Map(
    body
      .toString()
      .split('\0')
      .map((field) => [field[0] ?? '', field.slice(1)]),
  )
  return new PgError(fields.get('M') ?? 'unknown', fields.get('C') ?? '')
}

function readCell(cell: Buffer | null, oid: number): unknown {
  if (cell === null) return null
  const text = cell.toString()
  if (oid === byteaOid) return Buffer.from(text.slice(2), 'hex')
  if (oid === boolOid) return text === 't'
  return numberOids.has(oid) ? Number(text) : text
}

export type RunStatement = <Row>(text: string, values: readonly Param[]) => Row[]

/**
 * Runs statements as prepared ones, with one exchange each: PGlite's own `query` plans every statement anew in five exchanges,
 * which is most of the time of a simulated day.
 */
export function createRunner(pg: PGlite): RunStatement {
  const known = new Map<string, Prepared>()
  const send = (bytes: Buffer): Reply => {
    const reply = readReply(pg.execProtocolRawSync(bytes))
    if (reply.error) throw reply.error
    return reply
  }
  const prepare = (text: string): Prepared => {
    const name = `s${known.size}`
    const parse = message('P', textBytes(name), textBytes(text), int16(0))
    const { columns } = send(Buffer.concat([parse, message('D', Buffer.from('S'), textBytes(name)), sync]))
    const prepared = { name, columns }
    known.set(text, prepared)
    return prepared
  }
  return <Row>(text: string, values: readonly Param[]): Row[] => {
    const { name, columns } = known.get(text) ?? prepare(text)
    const params = [int16(0), int16(values.length), ...values.map(paramBytes), int16(0)]
    const bind = message('B', textBytes(''), textBytes(name), ...params)
    const { rows } = send(Buffer.concat([bind, message('E', textBytes(''), int32(0)), sync]))
    return rows.map(
      (cells) =>
        Object.fromEntries(cells.map((cell, i) => [columns[i]?.name, readCell(cell, columns[i]?.oid ?? 0)])) as Row,
    )
  }
}
