import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { open } from 'node:fs/promises'
import { mostFileBytes } from '../../../../shared/case/words.ts'
import { ok, type Result, refuse } from '../../../../shared/kernel/result.ts'
import { StoreFaultError } from '../fault.ts'
import { openBox, sealBox } from '../sealed-box.ts'
import { chunkBytes, openChunk, piecesOf, sealChunk, sealedChunkBytes } from './chunks.ts'
import { headBytes, readMediaType } from './media-type.ts'

const magic = Buffer.from('RA1\0')
const fileKeyBytes = 32
const wrapBytes = 12 + fileKeyBytes + 16
const about = Buffer.from('attachment-key|1')

/** A stream to seal, and what its sender says it is. */
export interface PlainFile {
  readonly claimedType?: string
  readonly source: AsyncIterable<Uint8Array>
}

/** What went into a sealed file. */
interface Sealed {
  readonly bytes: number
  readonly mediaType: string
  readonly digest: Buffer
}

/**
 * Writes a sealed file: its own key at the head, sealed under the customer's, then the chunks. Nothing is kept in memory but one
 * chunk. Refusals: `attachment.empty|too_large|program|type_mismatch|type_unknown`.
 */
export async function sealStream(
  random: (bytes: number) => Uint8Array,
  customerKey: KeyObject,
  part: string,
  it: PlainFile,
): Promise<Result<Sealed>> {
  const fileKey = random(fileKeyBytes)
  const key = createSecretKey(fileKey)
  const digest = createHash('sha256')
  const handle = await open(part, 'wx', 0o600)
  let bytes = 0
  let index = 0
  let mediaType = ''
  try {
    await handle.write(Buffer.concat([magic, sealBox(customerKey, random(12), fileKey, about)]))
    for await (const { piece, isLast } of piecesOf(it.source, chunkBytes)) {
      bytes += piece.length
      if (bytes > mostFileBytes) return refuse('attachment.too_large', 'attachments', { max: mostFileBytes })
      if (index === 0) {
        const read = readMediaType(piece.subarray(0, headBytes), it.claimedType)
        if (!read.ok) return refuse(typeFaults[read.fault], 'attachments')
        mediaType = read.mediaType
      }
      digest.update(piece)
      await handle.write(sealChunk(key, index, isLast, piece))
      index += 1
    }
    if (bytes === 0) return refuse('attachment.empty', 'attachments')
    await handle.sync()
    return ok({ bytes, mediaType, digest: digest.digest() })
  } finally {
    await handle.close()
  }
}

const typeFaults = {
  program: 'attachment.program',
  mismatch: 'attachment.type_mismatch',
  unknown: 'attachment.type_unknown',
} as const

/** Opens a sealed stream chunk by chunk; what was changed, cut or reordered ends it with `store.damaged`. */
export async function* plainOf(sealed: AsyncIterable<Uint8Array>, customerKey: KeyObject): AsyncGenerator<Buffer> {
  const broken = () => new StoreFaultError('store.damaged', 'attachment')
  let key: KeyObject | null = null
  let index = 0
  let ended = false
  let head: Buffer = Buffer.alloc(0)
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    for await (const part of sealed) {
      if (key !== null) yield part
      else {
        head = Buffer.concat([head, part])
        if (head.length < magic.length + wrapBytes) continue
        const fileKey = openBox(customerKey, head.subarray(magic.length, magic.length + wrapBytes), about)
        if (fileKey === null || !head.subarray(0, magic.length).equals(magic)) throw broken()
        key = createSecretKey(fileKey)
        yield head.subarray(magic.length + wrapBytes)
      }
    }
  }
  for await (const { piece, isLast } of piecesOf(rest(), sealedChunkBytes)) {
    const plain = key === null ? null : openChunk(key, index, isLast, piece)
    if (plain === null) throw broken()
    yield plain
    index += 1
    ended = isLast
  }
  if (!ended) throw broken()
}
