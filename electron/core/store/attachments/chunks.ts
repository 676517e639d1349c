import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'

/**
 * A long file as a row of sealed chunks: 64 KiB each, numbered, the last one marked, so that nothing can be cut off, left out,
 * repeated or put elsewhere unnoticed. Every file has a key of its own. Source: details.md "Attachments".
 */
export const chunkBytes = 64 * 1024
const tagBytes = 16
export const sealedChunkBytes = chunkBytes + tagBytes

/** Chunk number in the first bytes, 1 in the last one of the last chunk. */
function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 2, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

export function sealChunk(key: KeyObject, index: number, isLast: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, isLast))
  const text = cipher.update(plain)
  cipher.final()
  return Buffer.concat([text, cipher.getAuthTag()])
}

/** The plain chunk, or `null` when it is not this file's chunk of this number. */
export function openChunk(key: KeyObject, index: number, isLast: boolean, sealed: Uint8Array): Buffer | null {
  if (sealed.length < tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, isLast), { authTagLength: tagBytes })
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes))
  try {
    decipher.final()
    return plain
  } catch {
    // GCM says no in this way only; the caller is told by `null`.
    return null
  }
}

/** Cuts a stream into pieces of exactly `size` bytes but the last; an empty stream gives none. */
export async function* piecesOf(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let held: Buffer = Buffer.alloc(0)
  for await (const part of source) {
    held = held.length === 0 ? Buffer.from(part) : Buffer.concat([held, part])
    while (held.length > size) {
      yield { piece: held.subarray(0, size), isLast: false }
      held = held.subarray(size)
    }
  }
  if (held.length > 0) yield { piece: held, isLast: true }
}
