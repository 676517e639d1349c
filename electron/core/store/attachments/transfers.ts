import { createHash } from 'node:crypto'
import { createReadStream, existsSync, rmSync, statSync } from 'node:fs'
import { appendFile, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { CaseId, Hash } from '../../../../shared/kernel/brand.ts'
import { hashToBytes } from '../bytes.ts'
import type { Core } from '../core.ts'
import { findRow } from './attachment-rows.ts'
import type { Attachments } from './attachments.ts'
import { createFileSearch, dropTransfer, type Transfer, transferRows, wantedTransfer } from './transfer-rows.ts'

export type { Transfer } from './transfer-rows.ts'

/** `waiting`: taken in here, not at the server yet. `away`: at the server or on its way there, not here. */
export type FilePlace = 'here' | 'waiting' | 'away'

/** Files on their way: what is to be sent and fetched, and their sealed bytes. Source: CASE-7. */
export interface Transfers {
  /** Looks through a portion of the record; `true` = there is more. */
  readonly look: () => boolean
  /** Those to be carried now, sending first; files of cases that are over are fetched when somebody opens them. */
  readonly list: () => readonly Transfer[]
  readonly wanted: (id: CaseId, hash: Hash) => Transfer | undefined
  readonly placeOf: (hash: Hash) => FilePlace
  /** The sealed file as it is sent. */
  readonly sealed: (it: Transfer) => Promise<{ readonly bytes: number; readonly digest: string }>
  readonly piece: (it: Transfer, from: number, bytes: number) => Promise<Buffer>
  /** Nothing more is to be done: it is at the server. */
  readonly sent: (it: Transfer) => void
  /** Sealed bytes that have come so far, on the disk. */
  readonly arrived: (it: Transfer) => number
  readonly keep: (it: Transfer, piece: Uint8Array) => Promise<void>
  /** All has come: opened, checked, and taken in. `false` = it is not what it should be, and is gone. */
  readonly complete: (it: Transfer) => Promise<boolean>
  /** What came of it is thrown away. */
  readonly restart: (it: Transfer) => void
}

const isOver = (status: string): boolean => status === 'closed' || status === 'void'

export function createTransfers(core: Core, dir: string, attachments: Pick<Attachments, 'adopt'>): Transfers {
  const folder = join(dir, 'attachments')
  const fileOf = (hash: Hash): string => join(folder, hash.slice(0, 2), hash)
  const partOf = (it: Transfer): string => join(folder, `${it.hash}.${it.case}.part`)
  const forget = (it: Transfer): void => {
    core.commit(() => dropTransfer(core, it))
    core.changed({ kind: 'cases', ids: [it.case], remote: true })
  }
  const isWanted = (it: Transfer): boolean => {
    const ref = core.refs.find(it.case)
    const theCase = ref === undefined ? undefined : core.held.find(ref)?.theCase
    const isHere = findRow(core, it.hash) !== undefined
    return it.way === 'up' ? isHere : !isHere && theCase !== undefined && !isOver(theCase.status)
  }
  return {
    look: createFileSearch(core).look,
    list: () => {
      const rows = transferRows(core)
      const pointless = rows.filter((it) => !isWanted(it))
      if (pointless.length > 0)
        core.commit(() => {
          for (const it of pointless) dropTransfer(core, it)
        })
      return rows.filter((it) => !pointless.includes(it))
    },
    wanted: (id, hash) => wantedTransfer(core, id, hash),
    placeOf: (hash) => {
      const row = findRow(core, hash)
      return row === undefined || !existsSync(fileOf(hash)) ? 'away' : row.sent === 1 ? 'here' : 'waiting'
    },
    sealed: async (it) => {
      const digest = createHash('sha256')
      await pipeline(createReadStream(fileOf(it.hash)), digest)
      return { bytes: (await stat(fileOf(it.hash))).size, digest: digest.digest('hex') }
    },
    piece: (it, from, bytes) => readPiece(fileOf(it.hash), from, bytes),
    sent: (it) => {
      const isLast = transferRows(core).every(
        ({ way, hash, case: id }) => way !== 'up' || hash !== it.hash || id === it.case,
      )
      if (isLast)
        core.commit(() => core.db.run('UPDATE attachments SET sent = 1 WHERE address = ?', hashToBytes(it.hash)))
      forget(it)
    },
    arrived: (it) => statSync(partOf(it), { throwIfNoEntry: false })?.size ?? 0,
    keep: async (it, piece) => {
      await mkdir(dirname(partOf(it)), { recursive: true, mode: 0o700 })
      await appendFile(partOf(it), piece, { mode: 0o600 })
    },
    complete: async (it) => {
      const { customer, hash, mediaType, bytes } = it
      const sealed = createReadStream(partOf(it))
      const { ok } = await attachments.adopt({ customer, hash, mediaType, bytes, sealed })
      await rm(partOf(it), { force: true })
      if (ok) forget(it)
      return ok
    },
    restart: (it) => rmSync(partOf(it), { force: true }),
  }
}

async function readPiece(file: string, from: number, bytes: number): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, from)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
