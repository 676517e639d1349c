import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { openJournal, readJournal } from '../../../server/db/journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-journal-'))
afterAll(() => rmSync(folder, { recursive: true }))
let file = ''
beforeEach(() => {
  file = join(folder, `journal-${Math.random()}`)
})

const entry = (lsn: number) => ({ lsn, statements: [['INSERT', [lsn, 'text', null, new Uint8Array([1, 2])]]] as never })
const lsns = () => readJournal(file).entries.map((it) => it.lsn)

it('gives back what was appended, bytes and all', () => {
  const journal = openJournal(file, 0)
  journal.append(entry(1))
  journal.append(entry(2))
  journal.close()
  const { entries, validBytes } = readJournal(file)
  expect(entries.map((it) => it.lsn)).toEqual([1, 2])
  expect(Buffer.from(entries[0]?.statements[0]?.[1][3] as Uint8Array)).toEqual(Buffer.from([1, 2]))
  expect(validBytes).toBe(readFileSync(file).length)
})

it('SYNC-1 reads up to a torn end, cut at every byte, and goes on from there', () => {
  const journal = openJournal(file, 0)
  journal.append(entry(1))
  const whole = journal.bytes()
  journal.append(entry(2))
  journal.close()
  const bytes = readFileSync(file)
  for (let cut = whole; cut < bytes.length; cut++) {
    writeFileSync(file, bytes)
    truncateSync(file, cut)
    expect(readJournal(file)).toMatchObject({ validBytes: whole, entries: [{ lsn: 1 }] })
  }
  const again = openJournal(file, whole)
  again.append(entry(3))
  again.close()
  expect(lsns()).toEqual([1, 3])
})

it('SYNC-1 tells a disk that lost what was answered from a torn end', () => {
  const journal = openJournal(file, 0)
  for (const lsn of [1, 2, 3]) journal.append(entry(lsn))
  journal.close()
  const bytes = readFileSync(file)
  expect(readJournal(file).isDamaged).toBe(false)
  writeFileSync(file, bytes.subarray(0, -3))
  expect(readJournal(file)).toMatchObject({ isDamaged: false, entries: [{ lsn: 1 }, { lsn: 2 }] })
  bytes[12] = (bytes[12] ?? 0) ^ 1
  writeFileSync(file, bytes)
  expect(readJournal(file)).toMatchObject({ isDamaged: true, validBytes: 0, entries: [] })
})

it('stops at a damaged entry and at garbage behind the end', () => {
  const journal = openJournal(file, 0)
  journal.append(entry(1))
  const whole = journal.bytes()
  journal.append(entry(2))
  journal.close()
  const bytes = readFileSync(file)
  bytes[whole + 12] = (bytes[whole + 12] ?? 0) ^ 1
  writeFileSync(file, bytes)
  expect(lsns()).toEqual([1])
  writeFileSync(file, bytes.subarray(0, whole))
  appendFileSync(file, 'garbage that is no entry')
  expect(lsns()).toEqual([1])
})

it('takes the newest entry back, and forgets all when asked', () => {
  const journal = openJournal(file, 0)
  journal.append(entry(1))
  journal.append(entry(2))
  journal.takeBack()
  expect(lsns()).toEqual([1])
  journal.append(entry(2))
  journal.empty()
  expect([lsns(), journal.bytes()]).toEqual([[], 0])
  journal.close()
})
