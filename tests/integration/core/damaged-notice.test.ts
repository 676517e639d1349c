import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { call } from '@orpc/server'
import { expect, it } from 'vitest'
import { openNodeConsole } from '../../../electron/core/node-ports.ts'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { demoKey, newFolder } from '../store/tools/fixture.ts'

const pageBytes = 4_096

/** What a failing disk does to the index the list is read by. */
function spoilList(dir: string): void {
  const file = join(dir, 'case.db')
  const db = openDatabase({ file, key: demoKey(dir), mode: 'read', cacheKiB: 1_000 })
  const sql = `SELECT rootpage AS page FROM sqlite_schema WHERE name = 'cases_due'`
  const page = db.read.get<{ page: number }>(sql)?.page ?? 0
  db.close()
  const bytes = readFileSync(file)
  const at = (page - 1) * pageBytes + 1_000
  bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(file, bytes)
}

async function openConsole(dir: string) {
  const opened = await openNodeConsole({ dataDir: dir, profile: 'agent', server: 'none' })
  if (!opened.ok) throw new Error(opened.error.tag)
  return opened.value
}

/** Resolves with the first word that the notices are others now. */
async function heard(changes: AsyncIterable<{ readonly kind: string }>): Promise<void> {
  for await (const { kind } of changes) if (kind === 'notices') return
}

it('open screens are told of a damaged file by themselves, and what to do', async () => {
  const dir = newFolder()
  const first = await openConsole(dir)
  const command = { type: 'open', customer: { phones: ['+8613800000000'] }, issue: { symptom: '坏了' } }
  const reception = { channel: 'hotline', receivedAtMs: Date.now() }
  await call(
    first.router.cases.execute,
    { commandId: randomUUID(), command: { ...command, reception } },
    { context: {} },
  )
  await first.close()
  const file = readdirSync(dir, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('case.db')) ?? ''
  spoilList(join(dir, dirname(file)))
  const second = await openConsole(dir)
  try {
    const changes = await call(second.router.changes, undefined, { context: {} })
    const told = heard(changes)
    await expect(call(second.router.cases.list, { view: 'open', limit: 50 }, { context: {} })).rejects.toThrow()
    await told
    expect(await call(second.router.notices.list, undefined, { context: {} })).toEqual([{ tag: 'store.damage_found' }])
  } finally {
    await second.close()
  }
})
