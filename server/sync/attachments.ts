import type { Readable } from 'node:stream'
import type { Caller } from '../auth/caller.ts'
import type { Database, Sql } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'
import { Problem } from '../problem.ts'
import { type AttachmentFiles, type AttachmentName, TooMuch } from './attachment-files.ts'

/** 25 MiB of plaintext in sealed chunks of 64 KiB, each a little longer. Source: details.md "Attachments". */
export const maxAttachmentBytes = 25 * 1024 * 1024 + 64 * 1024
const maxPerCase = 20

interface AttachmentRow {
  readonly bytes: number
  readonly digest: string
  readonly done: boolean
}
const selectScopes = reads<{ scopes: string }>(
  'attachments.case_scopes',
  'SELECT scopes FROM cases WHERE org = $1 AND case_id = $2',
)
const selectOne = reads<AttachmentRow>(
  'attachments.select',
  'SELECT bytes, digest, done FROM attachments WHERE org = $1 AND case_id = $2 AND hash = $3',
)
const replaceOne = writes(
  'attachments.replace',
  'UPDATE attachments SET bytes = $4, digest = $5, session = $6 WHERE org = $1 AND case_id = $2 AND hash = $3 AND NOT done',
)
const countOfCase = reads<{ n: number }>(
  'attachments.count',
  'SELECT count(*)::int AS n FROM attachments WHERE org = $1 AND case_id = $2',
)
const insertOne = writes(
  'attachments.insert',
  `INSERT INTO attachments (org, case_id, hash, bytes, digest, done, session, created_ms)
   VALUES ($1, $2, $3, $4, $5, FALSE, $6, $7)`,
)
const markDone = writes(
  'attachments.done',
  'UPDATE attachments SET done = TRUE WHERE org = $1 AND case_id = $2 AND hash = $3',
)

/** The address of an attachment: its case, and the keyed hash of its plaintext. */
export interface Place {
  readonly caseId: string
  readonly hash: string
}

/** An attachment of a case: `digest` = SHA-256 of what is sent. */
export interface Announced extends Place {
  readonly bytes: number
  readonly digest: string
}

export interface AttachmentDeps {
  readonly db: Database
  readonly files: AttachmentFiles
  readonly nowMs: () => number
  /** What the operator has to know: logged, and the caller told no more than that it is not to be had. */
  readonly onFault: (what: string, error: unknown) => void
}

async function checkCase(sql: Sql, caller: Caller, caseId: string): Promise<void> {
  const [row] = await sql.rows(selectScopes, [caller.org, caseId])
  const scopes = row ? (JSON.parse(row.scopes) as string[]) : []
  if (!scopes.some((scope) => caller.actor.scopes.some((held) => held === scope)))
    throw new Problem(404, 'attachment.unknown')
}

/** Finding, entering and writing one attachment. */
function createUploads({ db, files, nowMs }: AttachmentDeps) {
  async function find(caller: Caller, { caseId, hash }: Place): Promise<AttachmentRow> {
    return db.read(caller.org, async (sql) => {
      await checkCase(sql, caller, caseId)
      const [row] = await sql.rows(selectOne, [caller.org, caseId, hash])
      if (!row) throw new Problem(404, 'attachment.unknown')
      return row
    })
  }

  async function write(caller: Caller, place: Place, offset: number, body: Readable): Promise<number> {
    const name = { org: caller.org, ...place }
    const row = await find(caller, place)
    const arrived = await files.arrived(name)
    if (offset !== arrived) throw new Problem(409, 'attachment.offset', { offset: arrived })
    if (row.done) return arrived
    if (arrived === row.bytes) return complete(name, row)
    const end = await files.append(name, offset, row.bytes, body).catch((error: unknown) => {
      throw error instanceof TooMuch ? new Problem(413, 'attachment.too_large') : error
    })
    return end === row.bytes ? complete(name, row) : end
  }

  /** All of it is there, maybe since before the server ended. */
  async function complete(name: AttachmentName, { bytes, digest }: Omit<AttachmentRow, 'done'>): Promise<number> {
    if (!(await files.finish(name, digest))) throw new Problem(409, 'attachment.damaged', { offset: 0 })
    await db.write(name.org, (sql) => sql.rows(markDone, [name.org, name.caseId, name.hash]))
    return bytes
  }

  /** Another device seals the same file another way: the newest one to announce it goes on, unless it is complete. */
  async function enter(sql: Sql, caller: Caller, it: Announced): Promise<{ isDone: boolean }> {
    const { org, session } = caller
    const { caseId, hash, bytes, digest } = it
    const [known] = await sql.rows(selectOne, [org, caseId, hash])
    if (known?.done || (known?.bytes === bytes && known.digest === digest)) return { isDone: known.done }
    if (known) {
      await sql.rows(replaceOne, [org, caseId, hash, bytes, digest, session])
      await files.remove({ org, caseId, hash })
      return { isDone: false }
    }
    const [count] = await sql.rows(countOfCase, [org, caseId])
    if ((count?.n ?? 0) >= maxPerCase) throw new Problem(409, 'attachment.too_many')
    await sql.rows(insertOne, [org, caseId, hash, bytes, digest, session, nowMs()])
    return { isDone: false }
  }

  return { find, write, complete, enter }
}

/** Attachments of cases: sealed by devices, kept as they come. Source: CASE-7, details.md "Attachments". */
export function createAttachments(deps: AttachmentDeps) {
  const { db, files, onFault } = deps
  const { find, write, complete, enter } = createUploads(deps)
  /** Uploads that are being written to here and now. */
  const writing = new Set<string>()

  return {
    /** Enters an upload; asked again it answers the same. Returns what has arrived. */
    announce: async (caller: Caller, it: Announced): Promise<number> => {
      if (it.bytes < 1 || it.bytes > maxAttachmentBytes) throw new Problem(413, 'attachment.too_large')
      const { isDone } = await db.write(caller.org, async (sql) => {
        await checkCase(sql, caller, it.caseId)
        return enter(sql, caller, it)
      })
      if (isDone) return it.bytes
      const name = { org: caller.org, caseId: it.caseId, hash: it.hash }
      const arrived = await files.arrived(name)
      return arrived === it.bytes ? complete(name, it) : arrived
    },
    state: async (caller: Caller, place: Place): Promise<{ bytes: number; offset: number }> => {
      const { bytes } = await find(caller, place)
      return { bytes, offset: await files.arrived({ org: caller.org, ...place }) }
    },
    append: async (caller: Caller, place: Place, offset: number, body: Readable): Promise<number> => {
      const name = `${caller.org} ${place.caseId} ${place.hash}`
      if (writing.has(name)) throw new Problem(409, 'attachment.busy')
      writing.add(name)
      try {
        return await write(caller, place, offset, body)
      } finally {
        writing.delete(name)
      }
    },
    read: async (caller: Caller, place: Place, from: number) => {
      const name = { org: caller.org, ...place }
      const row = await find(caller, place)
      // A file the disk lost a part of is not to be had: half an answer would keep the reader waiting for the rest.
      const isWhole = row.done && (await files.arrived(name)) === row.bytes
      if (row.done && !isWhole) onFault('attachment.not_whole', new Error(`${place.caseId}/${place.hash}`))
      if (!isWhole || from >= row.bytes) throw new Problem(404, 'attachment.unknown')
      return { bytes: row.bytes, body: files.read(name, from) }
    },
  }
}

export type Attachments = ReturnType<typeof createAttachments>
