import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { ImportStoppedError } from '../../../electron/core/exchange/run-import.ts'
import { beyondDocument } from '../../../shared/contract/case-document.ts'
import { agent, type Core, exportBytes, exported, idsIn, importInto, nowMs, openCore } from './core.ts'
import { fileFolder } from './rows.ts'

const files = fileFolder()
const cores: Core[] = []
let core: Core
beforeEach(async () => {
  core = await openCore()
  cores.push(core)
})
afterAll(async () => {
  await Promise.all(cores.map((it) => it.close()))
})

const fields = {
  channel: { value: 'web_form' },
  receivedAt: { value: '2026-06-01T00:00:00Z' },
  'issue.symptom': { column: 's' },
}
const map = { version: 1, source: 'test', fields }
const keyed = { ...map, key: 'id' }
const lines = (values: readonly object[]): string => values.map((it) => JSON.stringify(it)).join('\n')
const many = (count: number, from = 0): object[] =>
  Array.from({ length: count }, (_, n) => ({ id: from + n, s: `第${from + n}件` }))
const symptoms = async (of: Core): Promise<(string | undefined)[]> =>
  (await exported(of, 'test')).map((it) => it.case?.issue.symptom)

describe('a dry run', () => {
  it('judges every row as the import will, and saves nothing', async () => {
    const path = files.put('dry.jsonl', lines([{ s: 'a' }, { s: '' }, { s: 'b' }, { s: 'x', t: 1 }]))
    const dry = await importInto(core, path, { map, commit: false })
    expect(dry.lines).toEqual([{ row: 2, refused: [{ tag: 'input.missing', field: 'issue.symptom' }] }])
    expect(dry.summary).toMatchObject({ rows: 4, saved: 3, refused: 1, dryRun: true })
    expect(await idsIn(core)).toEqual([])
    const real = await importInto(core, path, { map })
    expect(real.lines).toEqual(dry.lines)
    expect({ ...real.summary, dryRun: true }).toEqual(dry.summary)
    expect(await symptoms(core)).toEqual(['a', 'b', 'x'])
  })

  it('sees a key that comes twice', async () => {
    const path = files.put('twice.jsonl', lines([...many(2), { id: 0, s: 'again' }, { id: '', s: 'none' }]))
    const wanted = { rows: 4, saved: 2, repeated: 1, refused: 1 }
    expect((await importInto(core, path, { map: keyed, commit: false })).summary).toMatchObject(wanted)
    const real = await importInto(core, path, { map: keyed })
    expect(real.summary).toMatchObject(wanted)
    expect(real.lines).toEqual([{ row: 4, refused: [{ tag: 'row.key_missing', field: 'key' }] }])
  })
})

describe('rows and commands', () => {
  it('a file imported twice is imported once; with a key a longer file adds its new rows only', async () => {
    const first = files.put('first.jsonl', lines(many(30)))
    expect((await importInto(core, first, { map: keyed })).summary).toMatchObject({ saved: 30, savedBefore: 0 })
    expect((await importInto(core, first, { map: keyed })).summary).toMatchObject({
      saved: 0,
      savedBefore: 30,
      resumedAfterRow: 30,
    })
    const longer = files.put('longer.jsonl', lines([...many(5, 100), ...many(30)]))
    expect((await importInto(core, longer, { map: keyed })).summary).toMatchObject({ saved: 5, repeated: 30 })
    expect(await idsIn(core)).toHaveLength(35)
  })

  it('a corrected mapping goes over the file again and adds what was refused', async () => {
    const path = files.put(
      'mended.jsonl',
      lines([
        { s: 'a', c: '电话' },
        { s: 'b', c: 'hotline' },
      ]),
    )
    const wrong = { ...map, fields: { ...fields, channel: { column: 'c' } } }
    expect((await importInto(core, path, { map: wrong })).summary).toMatchObject({ saved: 1, refused: 1 })
    const right = {
      ...map,
      fields: { ...fields, channel: { column: 'c', map: { 电话: 'hotline' }, otherwise: 'keep' } },
    }
    expect((await importInto(core, path, { map: right })).summary).toMatchObject({ saved: 1, repeated: 1 })
    expect(await symptoms(core)).toEqual(['b', 'a'])
  })

  it('a customer without a key of their own is a new one for each row', async () => {
    await importInto(core, files.put('people.jsonl', lines(many(3))), { map })
    const customers = (await idsIn(core)).map((id) => core.store.read.getCase(id)?.case.customerId)
    expect(new Set(customers).size).toBe(3)
  })
})

describe('an import that cannot go on', () => {
  it('stops where the disk is full and goes on from there', async () => {
    const path = files.put('full.jsonl', lines(many(50)))
    let batches = 0
    const { write } = core.store
    const full = { ok: false as const, error: { tag: 'store.disk_full' } }
    const limited = {
      ...core,
      deps: {
        ...core.deps,
        store: {
          ...core.store,
          write: {
            ...write,
            executeCases: (inputs: Parameters<typeof write.executeCases>[0]) =>
              ++batches > 2 ? full : write.executeCases(inputs),
          },
        },
      },
    }
    const stopped = await importInto(limited, path, { map, batchRows: 10 }).catch((error: unknown) => error)
    expect(stopped).toBeInstanceOf(ImportStoppedError)
    expect(stopped).toMatchObject({ refusal: { tag: 'store.disk_full' } })
    expect(await idsIn(core)).toHaveLength(20)
    expect((await importInto(core, path, { map, batchRows: 10 })).summary).toMatchObject({
      saved: 30,
      savedBefore: 20,
      resumedAfterRow: 20,
    })
    expect(await symptoms(core)).toEqual(many(50).map((it) => (it as { s: string }).s))
  })

  it('stops when nobody is signed in', async () => {
    const path = files.put('nobody.jsonl', lines(many(3)))
    const signedOut = { ...core, deps: { ...core.deps, who: () => null } }
    await expect(importInto(signedOut, path, { map })).rejects.toMatchObject({ refusal: { tag: 'session.signed_out' } })
  })

  it('is killed four times and ends with every row once, notes included', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'redress-kill-'))
    const rows = many(150).map((it, n) => ({ ...it, n: n % 3 === 0 ? ['note'] : [] }))
    const path = files.put('kill.jsonl', lines(rows))
    let kills = 0
    let last = ''
    for (let round = 0; round < 20 && last === ''; round++) {
      last = await importUntil(dir, path, round < 4 ? 1 + ((round * 5) % 4) : Number.POSITIVE_INFINITY)
      if (last === '') kills += 1
    }
    expect(kills).toBe(4)
    const found = await openCore(dir)
    const cases = await exported(found, 'test')
    expect(cases.map((it) => it.case?.issue.symptom)).toEqual(rows.map((it) => (it as unknown as { s: string }).s))
    expect(cases.map((it) => it.case?.notes?.length ?? 0)).toEqual(rows.map(({ n }) => n.length))
    expect(await found.store.read.verify()).toMatchObject({ ok: true, firstBad: null })
    await found.store.close()
    rmSync(dir, { recursive: true })
  })
})

/** Runs the import in a process of its own and kills it after so many batches; gives its summary when it came to its end. */
function importUntil(dir: string, path: string, batches: number): Promise<string> {
  const script = fileURLToPath(new URL('./import-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, dir, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve) => {
    let seen = 0
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      seen = said.split('batch\n').length - 1
      if (seen >= batches) child.kill('SIGKILL')
    })
    child.on('close', (code) => resolve(code === 0 ? said : ''))
  })
}

describe('exports that come back', () => {
  it('cases that are here are left alone; one that changed is named', async () => {
    await importInto(core, files.put('here.jsonl', lines(many(4))), { map })
    const path = files.put('own.jsonl', await exportBytes(await exported(core, 'test'), 'jsonl'))
    expect((await importInto(core, path)).summary).toMatchObject({ saved: 0, held: 4 })
    const [id] = await idsIn(core)
    if (id === undefined) throw new Error('no case')
    const edited = core.store.write.executeCase({
      commandId: '018f604c-d880-7000-8000-0000000000aa',
      case: id,
      command: { type: 'edit', issue: { region: '华东' } },
      actor: agent,
      session: 's' as never,
      nowMs,
      offsetMs: 0,
      policy: core.deps.policy,
    })
    expect(edited.ok).toBe(true)
    const again = files.put('own2.jsonl', `${(await exportBytes(await exported(core, 'test'), 'jsonl')).toString()}\n`)
    expect((await importInto(core, again)).lines).toEqual([])
    const old = files.put('own3.jsonl', `\n${lines(await exported(core, 'test')).replace('华东', '华北')}`)
    expect((await importInto(core, old)).lines).toEqual([{ row: 2, differs: id }])
  })

  it('what an import would falsify is refused: masked, erased, with a history', async () => {
    await importInto(core, files.put('h.jsonl', lines([{ s: 'call 13812345678' }, { s: 'b' }])), { map })
    const [masked, second] = await exported(core)
    expect(masked).toMatchObject({ masked: true, case: { issue: { symptom: 'call 138****5678' } } })
    const other = await openCore()
    cores.push(other)
    const rows = [masked, { ...second, case: null }, { ...second, beyond: ['promises', 'status'] }, second]
    const path = files.put('bad.jsonl', lines(rows as object[]))
    const { lines: told, summary } = await importInto(other, path)
    expect(told).toEqual([
      { row: 1, refused: [{ tag: 'import.masked' }] },
      { row: 2, refused: [{ tag: 'import.erased' }] },
      { row: 3, refused: [{ tag: 'import.beyond_opening', detail: { parts: 'promises, status' } }] },
    ])
    expect(summary).toMatchObject({ saved: 1 })
    expect((await importInto(other, path, { openingOnly: true })).summary).toMatchObject({ refused: 2, repeated: 2 })
  })

  it('JSON lines as `case new` takes them are imported without a mapping', async () => {
    const document = {
      receivedAt: '2026-06-01T00:00:00Z',
      customer: { phones: ['+8613812345678'] },
      issue: { symptom: 'x' },
    }
    const path = files.put('new.jsonl', lines([document, { ...document, customer: {}, issue: {} }]))
    const { lines: told, summary } = await importInto(core, path)
    expect(told).toEqual([{ row: 2, refused: [{ tag: 'input.missing', field: 'issue.symptom' }] }])
    expect(summary).toMatchObject({ saved: 1 })
  })

  it('a case says which parts of it a file does not carry', async () => {
    await importInto(core, files.put('parts.jsonl', lines(many(1))), { map })
    const [id] = await idsIn(core)
    const held = id === undefined ? null : core.store.read.getCase(id)
    expect(held && beyondDocument(held.case)).toEqual([])
    expect(held && beyondDocument({ ...held.case, status: 'closed', reopenings: 1 })).toEqual(['status', 'reopenings'])
  })
})
