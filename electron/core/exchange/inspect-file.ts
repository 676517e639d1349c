import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { countBroken, type Encoding, readMark, watchBytes, wideWithoutMark } from './encoding.ts'
import { limits, SourceError } from './source-row.ts'

export const formats = ['csv', 'jsonl', 'xlsx'] as const
export type Format = (typeof formats)[number]

/** What one reading of the whole file says, before any row is believed. */
export interface FileFacts {
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the file as it lies on the disk, hex. */
  readonly hash: string
  readonly format: Format
  readonly isGzip: boolean
  readonly encoding: Encoding
  readonly markBytes: number
}

export interface FileWishes {
  readonly format?: Format | undefined
  readonly encoding?: Encoding | undefined
}

const startsWith = (head: Uint8Array, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, i) => head[i] === byte)

/** The unpacked bytes of a file; a bomb is stopped where it goes off. */
export async function* unpackedBytes(path: string, isGzip: boolean, onPacked?: (bytes: number) => void) {
  const packed = createReadStream(path, { highWaterMark: 256 * 1024 })
  let packedBytes = 0
  packed.on('data', (chunk) => {
    packedBytes += chunk.length
    onPacked?.(packedBytes)
  })
  const gunzip = isGzip ? createGunzip() : undefined
  packed.on('error', (error) => gunzip?.destroy(error))
  const stream = gunzip === undefined ? packed : packed.pipe(gunzip)
  let bytes = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (isGzip) checkPacking(bytes, packedBytes)
      yield chunk
    }
  } catch (error) {
    throw readingFault(error)
  } finally {
    packed.destroy()
    gunzip?.destroy()
  }
}

/** Refuses a bomb. Small files may be packed as tightly as they like. */
export function checkPacking(bytes: number, packedBytes: number): void {
  const isBomb = bytes > limits.unpackedBytes || (bytes > 64 * 1024 * 1024 && bytes > packedBytes * limits.packedTimes)
  if (isBomb) throw new SourceError('import.bomb', { packed: packedBytes, unpacked: bytes })
}

function readingFault(error: unknown): unknown {
  if (error instanceof SourceError || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  if (code.startsWith('Z_')) return new SourceError('import.packing_broken', { code })
  return /^E[A-Z]+$/.test(code) ? new SourceError('file.unreadable', { code }) : error
}

/**
 * Reads a file once: its hash, what it is by its first bytes (a name only decides between CSV and JSON lines), whether its packing
 * holds to the end, and its encoding. Throws `SourceError`: `file.unreadable`, `file.empty`, `import.format_unknown`,
 * `import.old_excel`, `import.packing_broken`, `import.bomb`, `import.encoding_differs`.
 */
export async function inspectFile(path: string, wishes: FileWishes = {}): Promise<FileFacts> {
  const { bytes, head, hash } = await hashFile(path)
  const isGzip = startsWith(head, 0x1f, 0x8b)
  const format = wishes.format ?? formatOf(path, head)
  if (format === 'xlsx') return { path, bytes, hash, format, isGzip: false, encoding: 'utf-8', markBytes: 0 }
  const watch = watchBytes()
  for await (const chunk of unpackedBytes(path, isGzip)) watch.write(chunk)
  const seen = watch.finish()
  const mark = readMark(seen.head)
  const found = mark?.encoding ?? wideWithoutMark(seen.head)
  const encoding = wishes.encoding ?? found ?? (seen.isUtf8 ? 'utf-8' : await likelier(path, isGzip))
  const isWrong = found === null ? seen.isUtf8 && !seen.isAscii && encoding !== 'utf-8' : found !== encoding
  if (isWrong) throw new SourceError('import.encoding_differs', { said: encoding, found: found ?? 'utf-8' })
  return { path, bytes, hash, format, isGzip, encoding, markBytes: mark?.bytes ?? 0 }
}

/** Not all of it is UTF-8: GB 18030, unless that reads even less of it. */
async function likelier(path: string, isGzip: boolean): Promise<Encoding> {
  const counters = { 'utf-8': countBroken('utf-8'), gb18030: countBroken('gb18030') }
  for await (const chunk of unpackedBytes(path, isGzip)) for (const it of Object.values(counters)) it.write(chunk)
  return counters.gb18030.finish() < counters['utf-8'].finish() ? 'gb18030' : 'utf-8'
}

async function hashFile(path: string): Promise<{ bytes: number; head: Uint8Array; hash: string }> {
  const digest = createHash('sha256')
  let bytes = 0
  let head: Uint8Array = new Uint8Array()
  for await (const chunk of unpackedBytes(checked(path), false)) {
    if (bytes === 0) head = Uint8Array.from(chunk.subarray(0, 16))
    bytes += chunk.length
    digest.update(chunk)
  }
  if (bytes === 0) throw new SourceError('file.empty')
  return { bytes, head, hash: digest.digest('hex') }
}

/** A folder, a device or a pipe has no end to wait for. */
function checked(path: string): string {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts === undefined) throw new SourceError('file.unreadable', { code: 'ENOENT' })
  if (!facts.isFile()) throw new SourceError('file.unreadable', { code: 'ENOTFILE' })
  return path
}

function formatOf(path: string, head: Uint8Array): Format {
  if (startsWith(head, 0x50, 0x4b)) return 'xlsx'
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) throw new SourceError('import.old_excel')
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(path)) return 'jsonl'
  if (/\.(csv|tsv|txt)(\.gz)?$/i.test(path)) return 'csv'
  throw new SourceError('import.format_unknown')
}
