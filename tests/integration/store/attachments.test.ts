import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mostPerCase } from '../../../electron/core/store/attachments/attachments.ts'
import { chunkBytes } from '../../../electron/core/store/attachments/chunks.ts'
import { mostFileBytes } from '../../../shared/case/words.ts'
import type { CustomerId, Hash } from '../../../shared/kernel/brand.ts'
import { must, type Opened, openCase, openOrg } from './tools/fixture.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const picture = (bytes: number): Buffer => Buffer.concat([png, randomBytes(bytes - png.length)])

async function* stream(bytes: Uint8Array, part = 10_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += part) yield bytes.subarray(at, at + part)
}

async function start(): Promise<{ it: Opened; customer: CustomerId; id: string }> {
  const it = await openOrg()
  const id = openCase(it)
  return { it, id, customer: it.store.read.getCase(id)?.case.customerId as CustomerId }
}

async function readAll(it: Opened, hash: Hash): Promise<Buffer> {
  const opened = it.store.attachments.open(hash)
  if (!opened.ok) throw new Error(opened.error.tag)
  const parts: Buffer[] = []
  for await (const part of opened.value.content) parts.push(part)
  return Buffer.concat(parts)
}

const files = (it: Opened): string[] =>
  readdirSync(join(it.dir, 'attachments'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('attachments', () => {
  it('CASE-7 come back as they were, whatever their size around the chunks', async () => {
    const { it, customer } = await start()
    for (const size of [17, 4_096, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 3 * chunkBytes + 5]) {
      const content = picture(size)
      const put = await it.store.attachments.put({ customer, source: stream(content), claimedType: 'image/png' })
      if (!put.ok) throw new Error(put.error.tag)
      expect(put.value).toMatchObject({ bytes: size, mediaType: 'image/png' })
      expect((await readAll(it, put.value.hash)).equals(content)).toBe(true)
    }
  })

  it('CASE-7a have one address for one content, which tells nothing without the key of the organisation', async () => {
    const { it, customer } = await start()
    const content = picture(5_000)
    const put = () => it.store.attachments.put({ customer, source: stream(content) })
    const [one, two] = [await put(), await put()]
    expect(one.ok && two.ok && one.value.hash === two.value.hash).toBe(true)
    expect(files(it)).toHaveLength(1)
    const { createHash } = await import('node:crypto')
    expect(files(it)[0]).not.toContain(createHash('sha256').update(content).digest('hex'))
  })

  it('CASE-7d are sealed: no piece of the content is in the file', async () => {
    const { it, customer } = await start()
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from('王小红 13812345678 '.repeat(500))])
    await it.store.attachments.put({ customer, source: stream(content) })
    const raw = readFileSync(files(it)[0] ?? '')
    expect(raw.includes(Buffer.from('王小红'))).toBe(false)
    expect(raw.includes(Buffer.from('13812345678'))).toBe(false)
    expect(raw.includes(Buffer.from('%PDF'))).toBe(false)
  })

  it('one changed byte, a cut, or a chunk too many ends the stream with a fault, never with other bytes', async () => {
    const { it, customer } = await start()
    const put = await it.store.attachments.put({ customer, source: stream(picture(3 * chunkBytes)) })
    if (!put.ok) throw new Error(put.error.tag)
    const file = files(it)[0] ?? ''
    const whole = readFileSync(file)
    for (const at of [0, 20, 100, chunkBytes + 500, whole.length - 1]) {
      const broken = Buffer.from(whole)
      broken[at] = (broken[at] ?? 0) ^ 1
      writeFileSync(file, broken)
      await expect(readAll(it, put.value.hash), `byte ${at}`).rejects.toThrow('store.damaged')
    }
    writeFileSync(file, whole)
    truncateSync(file, whole.length - chunkBytes)
    await expect(readAll(it, put.value.hash)).rejects.toThrow('store.damaged')
    truncateSync(file, 0)
    await expect(readAll(it, put.value.hash)).rejects.toThrow('store.damaged')
  })

  it('CASE-7c are refused when empty, too large, a program, not what they claim, or unknown', async () => {
    const { it, customer } = await start()
    const tag = async (content: Uint8Array, claimedType?: string) => {
      const source = stream(content, 1_000_000)
      const put = await it.store.attachments.put({
        customer,
        source,
        ...(claimedType === undefined ? {} : { claimedType }),
      })
      return put.ok ? put.value.mediaType : put.error.tag
    }
    expect(await tag(Buffer.alloc(0))).toBe('attachment.empty')
    expect(await tag(picture(mostFileBytes + 1))).toBe('attachment.too_large')
    expect(await tag(Buffer.from('MZ\u0090\u0000binary'))).toBe('attachment.program')
    expect(await tag(Buffer.from('#!/bin/sh\nrm -rf /'))).toBe('attachment.program')
    expect(await tag(picture(100), 'application/pdf')).toBe('attachment.type_mismatch')
    expect(await tag(Buffer.from('plain'), 'image/png')).toBe('attachment.type_mismatch')
    expect(await tag(Buffer.from([1, 2, 3, 0, 5]))).toBe('attachment.type_unknown')
    expect(await tag(Buffer.from('<svg onload="alert(1)"/>'), 'image/svg+xml')).toBe('application/octet-stream')
    expect(
      await tag(
        Buffer.from('PK\u0003\u0004rest'),
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      ),
    ).toMatch(/wordprocessing/)
    expect(files(it).filter((file) => file.endsWith('.part'))).toEqual([])
  })

  it('stay at most twenty a case', async () => {
    const { it, customer, id } = await start()
    for (let i = 0; i < mostPerCase; i++) {
      const put = await it.store.attachments.put({ customer, case: id as never, source: stream(picture(50)) })
      if (!put.ok) throw new Error(put.error.tag)
      must(it, { type: 'attach', name: `图${i}`, ...put.value }, { case: id as never })
    }
    const over = await it.store.attachments.put({ customer, case: id as never, source: stream(picture(50)) })
    expect(over).toMatchObject({ ok: false, error: { tag: 'attachment.too_many', detail: { max: 20 } } })
  })

  it('wait for the server, and are taken over from another device only when they are what they claim', async () => {
    const { it, customer } = await start()
    const content = picture(100_000)
    const put = await it.store.attachments.put({ customer, source: stream(content) })
    if (!put.ok) throw new Error(put.error.tag)
    expect(it.store.transfers.placeOf(put.value.hash)).toBe('waiting')
    const sealed = readFileSync(join(it.dir, 'attachments', put.value.hash.slice(0, 2), put.value.hash))
    const adopt = (hash: Hash, bytes: Uint8Array) =>
      it.store.attachments.adopt({ ...put.value, hash, customer, sealed: stream(bytes) })
    expect((await adopt(put.value.hash, sealed)).ok).toBe(true)
    expect(await adopt('a'.repeat(64) as Hash, sealed)).toMatchObject({
      ok: false,
      error: { tag: 'attachment.other_content' },
    })
    await expect(adopt(put.value.hash, sealed.subarray(0, 70_000))).resolves.toMatchObject({
      ok: false,
      error: { tag: 'store.damaged' },
    })
  })

  it('TRU-4 go with their customer', async () => {
    const { it, customer } = await start()
    const put = await it.store.attachments.put({ customer, source: stream(picture(500)) })
    if (!put.ok) throw new Error(put.error.tag)
    expect(statSync(files(it)[0] ?? '').size).toBeGreaterThan(500)
    it.store.write.eraseCustomer(customer)
    await it.store.attachments.sweep()
    expect(files(it)).toEqual([])
    expect(it.store.attachments.open(put.value.hash)).toMatchObject({ ok: false, error: { tag: 'attachment.missing' } })
    const again = await it.store.attachments.put({ customer, source: stream(picture(500)) })
    expect(again).toMatchObject({ ok: false, error: { tag: 'customer.erased' } })
  })
})
