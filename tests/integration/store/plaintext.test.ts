import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/core/store/database.ts'
import type { CustomerId } from '../../../shared/kernel/brand.ts'
import { close, must, newFolder, openCase, openOrg } from './tools/fixture.ts'

const name = '欧阳晓峰'
const phone = '13955512345'
const words = '包裹里少了两件商品'

/** Files of a folder that hold one of the texts, in any of the encodings a disk could show them in. */
function tellingFiles(dir: string, texts: readonly string[]): string[] {
  const needles = texts.flatMap((text) =>
    (['utf8', 'utf16le', 'base64', 'hex'] as const).map((encoding) => needleOf(text, encoding)),
  )
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file)
      return needles.some((needle) => bytes.includes(needle)) || texts.some((text) => file.includes(text))
    })
}

/** Text as bytes, and as the texts of its bytes; base64 without the edges, which depend on what stands beside it. */
function needleOf(text: string, encoding: 'utf8' | 'utf16le' | 'base64' | 'hex'): Buffer {
  const bytes = Buffer.from(text)
  if (encoding === 'base64') return Buffer.from(bytes.toString('base64').slice(0, -4))
  return encoding === 'hex' ? Buffer.from(bytes.toString('hex')) : Buffer.from(text, encoding)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

describe('the data folder', () => {
  it('TRU-3a holds neither name nor phone nor words in any file: database, log, search, backup, recorder, attachment, names', async () => {
    const it = await openOrg({ threads: true })
    const id = openCase(it, { name, phone: `+86${phone}`, symptom: words })
    must(it, { type: 'addNote', text: `${name}来电，号码${phone}` }, { case: id })
    it.store.write.putDraft({ id: 'draft', body: { name, phone, words } })
    it.store.write.putSetting('last_caller', phone)
    const customer = it.store.read.getCase(id)?.case.customerId as CustomerId
    const picture = Buffer.from(`%PDF-1.7 ${name} ${phone} ${words}`)
    const put = await it.store.attachments.put({ customer, source: once(picture) })
    expect(put.ok).toBe(true)
    await it.store.indexed()
    await it.store.care.backup()
    await it.store.read.search({ text: name, scopes: null, nowMs: 0, order: 'newest', limit: 5 })
    const texts = [name, phone, words]
    expect(tellingFiles(it.dir, texts)).toEqual([])
    expect(JSON.stringify(it.log)).not.toMatch(new RegExp(texts.join('|')))
    await close(it)
    expect(tellingFiles(it.dir, texts)).toEqual([])
    const kinds = readdirSync(it.dir, { recursive: true }).map(String)
    for (const kind of ['case.db', 'search.db', 'unsent.rec', 'identity.bin', 'backups', 'attachments', 'keyring.json'])
      expect(
        kinds.some((file) => file.includes(kind)),
        kind,
      ).toBe(true)
  })

  it('the look finds what is really there: a store without a cipher, a text file, a file name', () => {
    const dir = newFolder()
    const plain = openDatabase({
      file: join(dir, 'plain.db'),
      key: Buffer.alloc(32),
      mode: 'write',
      cacheKiB: 100,
      cipher: 'none',
    })
    plain.write.exec(`CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('${name}')`)
    writeFileSync(join(dir, 'base64.txt'), Buffer.from(`x${name}`).toString('base64'))
    writeFileSync(join(dir, 'utf16.txt'), Buffer.from(phone, 'utf16le'))
    writeFileSync(join(dir, `${phone}.txt`), '')
    const found = tellingFiles(dir, [name, phone]).map((file) => file.slice(dir.length + 1))
    plain.close()
    expect(found).toEqual(expect.arrayContaining(['plain.db-wal', 'utf16.txt', `${phone}.txt`]))
  })
})
