import type { Json } from '../../../shared/kernel/canonical.ts'

/** The sealed part of an event, opened. */
export interface Personal {
  readonly [key: string]: Json
}

/** The block as JSON in UTF-8, or in UTF-16 where that is shorter, as it is for Chinese by a third. It begins with `{` in both. */
export function packPersonal(personal: Personal): Buffer {
  const text = JSON.stringify(personal)
  return Buffer.from(text, Buffer.byteLength(text) > text.length * 2 ? 'utf16le' : 'utf8')
}

export const unpackPersonal = (plain: Buffer): Personal =>
  JSON.parse(plain.toString(plain[1] === 0 ? 'utf16le' : 'utf8')) as Personal
