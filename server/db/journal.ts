import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import type { Param } from './statement.ts'

/** One committed transaction: its number, and the statements that make its rows again. */
export interface JournalEntry {
  readonly lsn: number
  readonly statements: readonly (readonly [text: string, params: readonly Param[]])[]
}

export interface Journal {
  /** Written and on the disk when it returns. */
  readonly append: (entry: JournalEntry) => void
  /** Takes the newest entry back: its transaction did not commit. */
  readonly takeBack: () => void
  readonly bytes: () => number
  /** Forgets everything: the synced copy of the database now holds it. */
  readonly empty: () => void
  readonly close: () => void
}

const headBytes = 8

/** Frame: length and CRC-32 of the payload, little endian, then the payload. */
function frame(entry: JournalEntry): Buffer {
  const payload = serialize(entry)
  const head = Buffer.alloc(headBytes)
  head.writeUInt32LE(payload.length, 0)
  head.writeUInt32LE(crc32(payload), 4)
  return Buffer.concat([head, payload])
}

export interface ReadJournal {
  readonly entries: JournalEntry[]
  /** Where what is whole ends. */
  readonly validBytes: number
  /** Whole entries stand behind one that is not: the disk lost what had been answered, this is no torn end. */
  readonly isDamaged: boolean
}

/** Where the frame at `at` ends, and its payload where it is whole; `null` = there is no room for one. */
function frameAt(bytes: Buffer, at: number): { readonly end: number; readonly payload: Buffer | null } | null {
  if (at + headBytes > bytes.length) return null
  const end = at + headBytes + bytes.readUInt32LE(at)
  if (end > bytes.length) return null
  const payload = bytes.subarray(at + headBytes, end)
  return { end, payload: crc32(payload) === bytes.readUInt32LE(at + 4) ? payload : null }
}

/** Reads entries up to the first torn or damaged one; a torn one at the end was never answered. */
export function readJournal(file: string): ReadJournal {
  const entries: JournalEntry[] = []
  if (!existsSync(file)) return { entries, validBytes: 0, isDamaged: false }
  const bytes = readFileSync(file)
  let at = 0
  let found = frameAt(bytes, at)
  while (found?.payload) {
    entries.push(deserialize(found.payload) as JournalEntry)
    at = found.end
    found = frameAt(bytes, at)
  }
  const behind = found === null ? null : frameAt(bytes, found.end)
  return { entries, validBytes: at, isDamaged: (behind?.payload ?? null) !== null }
}

export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  fsyncSync(fd)
  closeSync(fd)
}

/** Opens the journal for writing after `validBytes`; what stands behind is cut off. */
export function openJournal(file: string, validBytes: number): Journal {
  const isNew = !existsSync(file)
  const fd = openSync(file, isNew ? 'wx+' : 'r+', 0o600)
  ftruncateSync(fd, validBytes)
  fdatasyncSync(fd)
  if (isNew) syncFolder(dirname(file))
  let end = validBytes
  let before = validBytes
  return {
    append: (entry) => {
      const bytes = frame(entry)
      let written = 0
      while (written < bytes.length) written += writeSync(fd, bytes, written, bytes.length - written, end + written)
      fdatasyncSync(fd)
      before = end
      end += bytes.length
    },
    takeBack: () => {
      ftruncateSync(fd, before)
      fdatasyncSync(fd)
      end = before
    },
    bytes: () => end,
    empty: () => {
      ftruncateSync(fd, 0)
      fdatasyncSync(fd)
      end = 0
      before = 0
    },
    close: () => closeSync(fd),
  }
}
