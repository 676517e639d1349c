import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { crc32, createInflateRaw } from 'node:zlib'
import { checkPacking } from './inspect-file.ts'
import { SourceError } from './source-row.ts'

export interface ZipEntry {
  readonly name: string
  readonly packedBytes: number
  readonly bytes: number
  /** The entry's content, checked against its length and sum while it is read. Throws `SourceError` where they differ. */
  readonly read: () => AsyncGenerator<Buffer>
}

const endBytes = 22
const mostComment = 65_535
const mostEntries = 5_000
const mostDirectoryBytes = 4 * 1024 * 1024
const broken = (why: string): SourceError => new SourceError('import.zip_broken', { why })

/**
 * The entries of a ZIP by its central directory. Nothing is ever unpacked to the disk. Refused as a whole: a broken or truncated
 * archive, names that leave the archive (`../`, absolute, drives, backslashes), names that stand twice, encryption, methods
 * other than stored and deflated, several disks, and what unpacks to more than `limits` allow.
 */
export function readZip(path: string, fileBytes: number): ReadonlyMap<string, ZipEntry> {
  const file = openSync(path, 'r')
  try {
    const tail = readAt(file, Math.max(0, fileBytes - endBytes - mostComment), fileBytes)
    const end = findEnd(tail)
    const [count, size, offset] = [
      tail.readUInt16LE(end + 10),
      tail.readUInt32LE(end + 12),
      tail.readUInt32LE(end + 16),
    ]
    const isSplit = tail.readUInt16LE(end + 4) !== 0 || tail.readUInt16LE(end + 6) !== 0
    if (isSplit || tail.readUInt16LE(end + 8) !== count) throw broken('split')
    if (count === 0 || count > mostEntries || size > mostDirectoryBytes) throw broken('directory')
    if (offset + size > fileBytes) throw broken('directory')
    return directory(path, readAt(file, offset, offset + size), count, offset)
  } finally {
    closeSync(file)
  }
}

function readAt(file: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from)
  if (readSync(file, bytes, 0, bytes.length, from) !== bytes.length) throw broken('short')
  return bytes
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) === 0x06054b50 && at + endBytes + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  throw broken('no_end')
}

function directory(path: string, bytes: Buffer, count: number, dataEnd: number): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>()
  let [at, packed, unpacked] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw broken('directory')
    const lengths = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)] as const
    const name = bytes.subarray(at + 46, at + 46 + lengths[0]).toString('utf8')
    const entry = entryOf(path, bytes.subarray(at), name, dataEnd)
    checkName(name, entries)
    packed += entry.packedBytes
    unpacked += entry.bytes
    checkPacking(unpacked, packed)
    entries.set(name, entry)
    at += 46 + lengths[0] + lengths[1] + lengths[2]
  }
  return entries
}

function checkName(name: string, entries: ReadonlyMap<string, ZipEntry>): void {
  const leaves = name.split('/').includes('..') || /^[/\\]|^[A-Za-z]:|\\|\0/.test(name)
  if (leaves || name === '') throw new SourceError('import.zip_path')
  if (entries.has(name)) throw broken('name_twice')
}

function entryOf(path: string, head: Buffer, name: string, dataEnd: number): ZipEntry {
  const [flags, method] = [head.readUInt16LE(8), head.readUInt16LE(10)]
  if ((flags & 1) !== 0) throw new SourceError('import.zip_encrypted')
  if (method !== 0 && method !== 8) throw broken('method')
  const [sum, packedBytes, bytes] = [head.readUInt32LE(16), head.readUInt32LE(20), head.readUInt32LE(24)]
  const offset = head.readUInt32LE(42)
  if (offset + 30 + packedBytes > dataEnd) throw broken('offset')
  const read = () => content({ path, offset, isStored: method === 0, packedBytes, bytes, sum })
  return { name, packedBytes, bytes, read }
}

interface Place {
  readonly path: string
  readonly offset: number
  readonly isStored: boolean
  readonly packedBytes: number
  readonly bytes: number
  readonly sum: number
}

async function* content(place: Place): AsyncGenerator<Buffer> {
  const start = contentStart(place)
  if (place.packedBytes === 0) return
  const packed = createReadStream(place.path, { start, end: start + place.packedBytes - 1 })
  const stream = place.isStored ? packed : packed.pipe(createInflateRaw({ chunkSize: 64 * 1024 }))
  packed.on('error', (error) => stream.destroy(error))
  let [bytes, sum] = [0, 0]
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > place.bytes) throw broken('longer_than_said')
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (error) {
    if (error instanceof SourceError || !(error instanceof Error) || !('code' in error)) throw error
    throw broken(String(error.code))
  } finally {
    packed.destroy()
    stream.destroy()
  }
  if (bytes !== place.bytes || sum !== place.sum) throw broken('sum')
}

/** Where the content begins: behind the entry's own header, whose name and extra parts may differ in length. */
function contentStart({ path, offset }: Place): number {
  const file = openSync(path, 'r')
  try {
    const head = readAt(file, offset, offset + 30)
    if (head.readUInt32LE(0) !== 0x04034b50) throw broken('header')
    return offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  } finally {
    closeSync(file)
  }
}
