import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { uuidPattern } from '../../shared/kernel/ids.ts'
import { syncFolder } from '../db/journal.ts'

/** Where an attachment belongs; `hash` = its address inside the case. */
export interface AttachmentName {
  readonly org: string
  readonly caseId: string
  readonly hash: string
}

/** Encrypted attachments as files of the data folder; the server cannot read them. */
export interface AttachmentFiles {
  /** Bytes that have arrived and are on the disk. */
  readonly arrived: (name: AttachmentName) => Promise<number>
  /** Writes on from `offset`; what arrived stays, however the sending ends. Returns the new offset. */
  readonly append: (name: AttachmentName, offset: number, limit: number, body: Readable) => Promise<number>
  /** Complete: checked against `digest`, synced, and under its own name. `false` = damaged, and gone. */
  readonly finish: (name: AttachmentName, digest: string) => Promise<boolean>
  readonly read: (name: AttachmentName, from: number) => Readable
  readonly remove: (name: AttachmentName) => Promise<void>
}

export class TooMuch extends Error {}

export function createAttachmentFiles(dataDir: string): AttachmentFiles {
  const fileOf = ({ org, caseId, hash }: AttachmentName): string => {
    const isWell = /^[0-9a-f]{64}$/.test(hash) && uuidPattern.test(caseId) && /^[\w:-][\w:.-]{0,79}$/.test(org)
    if (!isWell) throw new Error('attachment name is malformed')
    return join(dataDir, 'attachments', org, caseId.slice(0, 4), caseId, hash)
  }
  const sizeOf = async (path: string): Promise<number> => (existsSync(path) ? (await stat(path)).size : 0)
  return {
    arrived: async (name) => {
      const file = fileOf(name)
      return existsSync(file) ? sizeOf(file) : sizeOf(`${file}.part`)
    },
    append: async (name, offset, limit, body) => {
      const part = `${fileOf(name)}.part`
      await mkdir(dirname(part), { recursive: true, mode: 0o700 })
      const file = await open(part, existsSync(part) ? 'r+' : 'wx+', 0o600)
      let at = offset
      try {
        for await (const chunk of body as AsyncIterable<Uint8Array>) {
          if (at + chunk.length > limit) throw new TooMuch()
          await file.write(chunk, 0, chunk.length, at)
          at += chunk.length
        }
      } finally {
        await file.datasync()
        await file.close()
      }
      return at
    },
    finish: async (name, digest) => {
      const file = fileOf(name)
      if (existsSync(file)) return true
      const sum = createHash('sha256')
      await pipeline(createReadStream(`${file}.part`), sum)
      if (sum.digest('hex') !== digest) {
        await rm(`${file}.part`)
        return false
      }
      await rename(`${file}.part`, file)
      syncFolder(dirname(file))
      return true
    },
    read: (name, from) => createReadStream(fileOf(name), { start: from }),
    remove: async (name) => {
      const file = fileOf(name)
      await rm(file, { force: true })
      await rm(`${file}.part`, { force: true })
    },
  }
}
