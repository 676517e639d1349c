/** Kinds of files a case may hold, told by their first bytes; what a person or a name claims is not believed. */
interface Kind {
  readonly mediaType: string
  readonly isIt: (head: Uint8Array) => boolean
}

const starts =
  (...bytes: readonly number[]) =>
  (head: Uint8Array) =>
    bytes.every((byte, i) => head[i] === byte)
const textAt =
  (at: number, ...options: readonly string[]) =>
  (head: Uint8Array) =>
    options.some((text) => Buffer.from(head.subarray(at, at + text.length)).toString('latin1') === text)
const both = (a: Kind['isIt'], b: Kind['isIt']) => (head: Uint8Array) => a(head) && b(head)

const kinds: readonly Kind[] = [
  { mediaType: 'image/jpeg', isIt: starts(0xff, 0xd8, 0xff) },
  { mediaType: 'image/png', isIt: starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  { mediaType: 'image/gif', isIt: textAt(0, 'GIF87a', 'GIF89a') },
  { mediaType: 'image/webp', isIt: both(textAt(0, 'RIFF'), textAt(8, 'WEBP')) },
  { mediaType: 'image/bmp', isIt: both(textAt(0, 'BM'), (head) => head.length > 14 && head[6] === 0 && head[7] === 0) },
  { mediaType: 'image/heic', isIt: both(textAt(4, 'ftyp'), textAt(8, 'heic', 'heix', 'mif1', 'msf1')) },
  { mediaType: 'audio/wav', isIt: both(textAt(0, 'RIFF'), textAt(8, 'WAVE')) },
  {
    mediaType: 'audio/mpeg',
    isIt: (head) => textAt(0, 'ID3')(head) || (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2),
  },
  { mediaType: 'audio/ogg', isIt: textAt(0, 'OggS') },
  { mediaType: 'audio/flac', isIt: textAt(0, 'fLaC') },
  { mediaType: 'audio/amr', isIt: textAt(0, '#!AMR') },
  { mediaType: 'audio/mp4', isIt: both(textAt(4, 'ftyp'), textAt(8, 'M4A ', 'M4B ')) },
  { mediaType: 'video/mp4', isIt: textAt(4, 'ftyp') },
  { mediaType: 'application/pdf', isIt: textAt(0, '%PDF-') },
  { mediaType: 'application/zip', isIt: starts(0x50, 0x4b, 0x03, 0x04) },
  { mediaType: 'application/x-ole-storage', isIt: starts(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) },
]

/** Programs and scripts: nothing a customer's complaint needs, and nothing a colleague should be handed. */
const refused: readonly ((head: Uint8Array) => boolean)[] = [
  textAt(0, 'MZ'),
  starts(0x7f, 0x45, 0x4c, 0x46),
  starts(0xcf, 0xfa, 0xed, 0xfe),
  starts(0xca, 0xfe, 0xba, 0xbe),
  both(textAt(0, '#!'), (head) => !textAt(0, '#!AMR')(head)),
  starts(0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00),
]

/** Office files are archives, old mails and texts have no mark: these may be claimed on top of what the bytes say. */
const finer: Readonly<Record<string, RegExp>> = {
  'application/zip': /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\.[\w.-]+$/,
  'application/x-ole-storage': /^application\/(msword|vnd\.ms-(excel|powerpoint|outlook))$/,
  'text/plain': /^(text\/(plain|csv)|message\/rfc822|application\/json)$/,
  'video/mp4': /^(video|audio)\/(mp4|quicktime|3gpp)$/,
}

/** Bytes of the beginning that tell the kind. */
export const headBytes = 512

export type ReadType =
  | { readonly ok: true; readonly mediaType: string }
  | { readonly ok: false; readonly fault: 'program' | 'mismatch' | 'unknown' }

/**
 * What a file is, by its first bytes, and whether that is what it was said to be. Pages and drawings that can carry scripts are
 * kept as bytes to download, whatever they call themselves.
 */
export function readMediaType(head: Uint8Array, claimed: string | undefined): ReadType {
  if (refused.some((isIt) => isIt(head))) return { ok: false, fault: 'program' }
  const found = kinds.find((kind) => kind.isIt(head))?.mediaType ?? textType(head)
  if (found === undefined) return { ok: false, fault: 'unknown' }
  if (claimed === undefined || claimed === found || claimed === 'application/octet-stream')
    return { ok: true, mediaType: found }
  if (finer[found]?.test(claimed)) return { ok: true, mediaType: claimed }
  const isMarkup =
    found === 'application/octet-stream' &&
    /^(text\/html|image\/svg\+xml|text\/xml|application\/(xhtml\+)?xml)$/.test(claimed)
  return isMarkup ? { ok: true, mediaType: found } : { ok: false, fault: 'mismatch' }
}

function textType(head: Uint8Array): string | undefined {
  if (head.some((byte) => byte === 0 || (byte < 9 && byte > 0))) return undefined
  const start = Buffer.from(head).toString('latin1').trimStart().toLowerCase()
  const isMarkup = /^(<!doctype|<html|<svg|<\?xml|<script|<body|<head)/.test(start.replace(/^\u00ef\u00bb\u00bf/, ''))
  return isMarkup ? 'application/octet-stream' : 'text/plain'
}
