import { isAscii, isUtf8 } from 'node:buffer'

/** Encodings a file may come in. `gb18030` holds GBK and GB2312. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const
export type Encoding = (typeof encodings)[number]

/** What one look at all bytes of a file says. */
export interface BytesSeen {
  readonly head: Uint8Array
  readonly isUtf8: boolean
  readonly isAscii: boolean
}

/** Looks at bytes as they pass; a character cut by the end of a chunk is put together again. */
export function watchBytes(): { readonly write: (chunk: Buffer) => void; readonly finish: () => BytesSeen } {
  let head: Uint8Array | undefined
  let rest = Buffer.alloc(0)
  let fits = true
  let plain = true
  return {
    write: (chunk) => {
      head ??= Uint8Array.from(chunk.subarray(0, 4096))
      if (plain && !isAscii(chunk)) plain = false
      if (!fits || (plain && rest.length === 0)) return
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const whole = bytes.length - cutCharacter(bytes)
      fits = isUtf8(bytes.subarray(0, whole))
      rest = Buffer.from(bytes.subarray(whole))
    },
    finish: () => ({ head: head ?? new Uint8Array(), isUtf8: fits && isUtf8(rest), isAscii: plain }),
  }
}

/** Bytes at the end that begin a character of UTF-8 and do not finish it: 0 … 3. */
function cutCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** The encoding a byte-order mark names, and the mark's length. */
export function readMark(head: Uint8Array): { readonly encoding: Encoding; readonly bytes: number } | null {
  const found = marks.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte))
  return found === undefined ? null : { encoding: found[0], bytes: found[1].length }
}

/** UTF-16 without a mark: every other byte of its Latin letters and digits is zero; other encodings of text hold no zeros. */
export function wideWithoutMark(head: Uint8Array): Encoding | null {
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even + odd < head.length / 50 || even === odd) return null
  return odd > even ? 'utf-16le' : 'utf-16be'
}

/** Counts what does not decode. */
export function countBroken(encoding: Encoding): {
  readonly write: (chunk: Uint8Array) => void
  readonly finish: () => number
} {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  let broken = 0
  const count = (text: string): void => {
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) broken += 1
  }
  return {
    write: (chunk) => count(decoder.decode(chunk, { stream: true })),
    finish: () => {
      count(decoder.decode())
      return broken
    },
  }
}

/** Bytes of any encoding as UTF-8, without the mark; what does not decode becomes U+FFFD. */
export async function* toUtf8(chunks: AsyncIterable<Buffer>, encoding: Encoding, markBytes: number) {
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding, { ignoreBOM: true })
  let skip = markBytes
  for await (const chunk of chunks) {
    const bytes = skip > 0 ? chunk.subarray(Math.min(skip, chunk.length)) : chunk
    skip -= chunk.length - bytes.length
    yield decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }))
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode())
}
