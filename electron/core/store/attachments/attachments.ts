import { createHash, createHmac } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { mostFileBytes } from '../../../../shared/case/words.ts'
import type { CaseId, CustomerId, Hash } from '../../../../shared/kernel/brand.ts'
import { ok, type Result, refuse } from '../../../../shared/kernel/result.ts'
import { idBytes } from '../bytes.ts'
import type { Core } from '../core.ts'
import { faultOf } from '../fault.ts'
import { findRow, noteRow, type StoredAttachment } from './attachment-rows.ts'
import { type PlainFile, plainOf, sealStream } from './sealed-stream.ts'

/** Source: details.md "Attachments". */
export const mostPerCase = 20

export interface NewAttachment extends PlainFile {
  readonly customer: CustomerId
  /** The case it will be attached to: counts towards its limit. */
  readonly case?: CaseId
}

export interface Attachments {
  /**
   * Takes a file in as a stream: told by its bytes, sealed under the customer's key, stored under the HMAC of its content.
   * Refusals: `attachment.empty|too_large|too_many|program|type_mismatch|type_unknown`, `customer.erased`, weather of the disk.
   */
  readonly put: (attachment: NewAttachment) => Promise<Result<StoredAttachment>>
  /** Its bytes as a stream; refuses `attachment.missing`, `attachment.erased`. Throws `store.damaged` inside the stream. */
  readonly open: (
    hash: Hash,
  ) => Result<{ readonly mediaType: string; readonly bytes: number; readonly content: AsyncIterable<Buffer> }>
  /** Takes a sealed file another device made, after checking that it opens and is what its address says. */
  readonly adopt: (
    it: StoredAttachment & { readonly customer: CustomerId; readonly sealed: AsyncIterable<Uint8Array> },
  ) => Promise<Result<void>>
  /** Removes files no row names any more: erased, or half taken in when the power went. */
  readonly sweep: () => Promise<number>
}

export function createAttachments(core: Core, dir: string, nowMs: () => number): Attachments {
  const folder = join(dir, 'attachments')
  const fileOf = (hash: Hash): string => join(folder, hash.slice(0, 2), hash)
  /**
   * The content's hash alone would let anybody with a known picture ask whether it is here; and one customer's file, which goes
   * with their key, is not another's.
   */
  const addressOf = (customer: CustomerId, digest: Uint8Array): Hash =>
    createHmac('sha256', core.orgKey()).update(`attachment|${customer}|`).update(digest).digest('hex') as Hash
  const places: Places = { folder, fileOf, addressOf, nowMs }
  return {
    put: (attachment) => weather(() => putFile(core, places, attachment)),
    open: (hash) => openFile(core, fileOf(hash), hash),
    adopt: (it) => weather(() => adoptFile(core, places, it)),
    sweep: () => sweep(core, folder, nowMs()),
  }
}

interface Places {
  readonly folder: string
  readonly fileOf: (hash: Hash) => string
  readonly addressOf: (customer: CustomerId, digest: Uint8Array) => Hash
  readonly nowMs: () => number
}

async function weather<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    const tag = faultOf(error)
    if (tag === undefined) throw error
    return refuse(tag)
  }
}

async function putFile(core: Core, places: Places, it: NewAttachment): Promise<Result<StoredAttachment>> {
  if (it.case !== undefined && attachedTo(core, it.case) >= mostPerCase)
    return refuse('attachment.too_many', 'attachments', { max: mostPerCase })
  const customerKey = core.commit(() => core.vault.keyFor(it.customer))
  if (customerKey === null) return refuse('customer.erased', 'customer')
  const part = join(places.folder, `${Buffer.from(core.random(12)).toString('hex')}.part`)
  await mkdir(places.folder, { recursive: true, mode: 0o700 })
  const sealed = await sealStream(core.random, customerKey, part, it)
  if (!sealed.ok) {
    await rm(part, { force: true })
    return sealed
  }
  const hash = places.addressOf(it.customer, sealed.value.digest)
  const { mediaType, bytes } = sealed.value
  // The row first: a file without one is swept away.
  noteRow(core, { hash, mediaType, bytes, customer: it.customer, sent: 0 }, places.nowMs())
  await place(part, places.fileOf(hash))
  return ok({ hash, mediaType, bytes })
}

function attachedTo(core: Core, id: CaseId): number {
  const ref = core.refs.find(id)
  return ref === undefined ? 0 : (core.held.find(ref)?.theCase.attachments.length ?? 0)
}

async function place(part: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await rename(part, file)
}

function openFile(core: Core, file: string, hash: Hash): ReturnType<Attachments['open']> {
  const row = findRow(core, hash)
  if (row === undefined || !existsSync(file)) return refuse('attachment.missing', 'attachment')
  const key = core.vault.keyOf(row.customer)
  if (key === null) return refuse('attachment.erased', 'attachment')
  return ok({ mediaType: row.media_type, bytes: row.bytes, content: plainOf(createReadStream(file), key) })
}

async function adoptFile(core: Core, places: Places, it: Parameters<Attachments['adopt']>[0]): Promise<Result<void>> {
  const key = core.vault.keyOf(idBytes(it.customer))
  if (key === null) return refuse('attachment.erased', 'attachment')
  const part = join(places.folder, `${it.hash}.part`)
  await mkdir(places.folder, { recursive: true, mode: 0o700 })
  const handle = await open(part, 'w', 0o600)
  const digest = createHash('sha256')
  let bytes = 0
  const copied = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of it.sealed) {
      await handle.write(chunk)
      yield chunk
    }
  }
  try {
    for await (const plain of plainOf(copied(), key)) {
      digest.update(plain)
      bytes += plain.length
      if (bytes > mostFileBytes) return refuse('attachment.too_large', 'attachments', { max: mostFileBytes })
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  if (places.addressOf(it.customer, digest.digest()) !== it.hash)
    return refuse('attachment.other_content', 'attachment')
  noteRow(core, { hash: it.hash, mediaType: it.mediaType, bytes, customer: it.customer, sent: 1 }, places.nowMs())
  await place(part, places.fileOf(it.hash))
  return ok(undefined)
}

/** A part older than this belongs to nobody any more. */
const writingMs = 3_600_000

async function sweep(core: Core, folder: string, nowMs: number): Promise<number> {
  if (!existsSync(folder)) return 0
  let removed = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const isNamed = /^[0-9a-f]{64}$/.test(entry.name) && findRow(core, entry.name as Hash) !== undefined
    const isBeingWritten = entry.name.endsWith('.part') && nowMs - (await stat(file)).mtimeMs < writingMs
    if (isNamed || isBeingWritten) continue
    await rm(file, { force: true })
    removed += 1
  }
  return removed
}
