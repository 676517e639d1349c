import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, expect } from 'vitest'
import { dataFolder } from '../../prerequisites.ts'
import { itWith } from '../../skip.ts'
import { type Core, exportBytes, exported, idsIn, importInto, nowMs, openCore } from './core.ts'
import { fileFolder } from './rows.ts'

const files = fileFolder()
const mapping = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
const cores: Core[] = []
afterAll(async () => {
  await Promise.all(cores.map((it) => it.close()))
})

interface Message {
  readonly id: string
  readonly title: string | null
  readonly body: string | null
}

function messages(name: string): readonly Message[] {
  const packed = readFileSync(join(dataFolder() ?? '', name))
  return gunzipSync(packed)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Message)
}

const told = ({ title, body }: Message): string => [title, body].filter((it) => it !== null && it !== '').join('\n')
/** What is left of a text when white space no longer matters: the kernel trims, the mapping cuts at sentence ends. */
const bare = (text: string): string => text.replace(/\s+/g, '')

/** Imports messages, finds them by their own words, lists them, exports them and imports the export elsewhere. */
async function goesRound(path: string, map: unknown, all: readonly Message[]): Promise<void> {
  const core = await openCore()
  cores.push(core)
  const { summary, lines } = await importInto(core, path, { map, batchRows: 1_000 })
  expect(lines).toEqual([])
  expect(summary).toMatchObject({ rows: all.length, saved: all.length, refused: 0 })
  const cases = await exported(core, 'real input')
  expect(cases).toHaveLength(all.length)
  const changed = cases.filter(({ case: it }, i) => {
    const message = all[i]
    return (
      message === undefined || bare([it?.issue.symptom ?? '', ...(it?.notes ?? [])].join('')) !== bare(told(message))
    )
  })
  expect(changed.map((it) => it.number)).toEqual([])
  await isFound(core, all)
  await isListed(core, all.length)
  const copy = await openCore()
  cores.push(copy)
  const again = await importInto(copy, files.put('again.jsonl', await exportBytes(cases, 'jsonl')), {
    batchRows: 1_000,
  })
  expect(again.lines).toEqual([])
  const back = await exported(copy, 'real input')
  expect(back.map((it) => it.case)).toEqual(cases.map((it) => it.case))
}

/** Words out of the messages themselves: the message they were taken from is among the hits. */
async function isFound(core: Core, all: readonly Message[]): Promise<void> {
  await core.store.indexed()
  const ids = await idsIn(core)
  for (let i = 0; i < all.length; i += Math.ceil(all.length / 25)) {
    const message = all[i]
    const word = /\p{Script=Han}{4}/u.exec(message === undefined ? '' : told(message))?.[0]
    if (word === undefined) continue
    const query = { text: word, scopes: null, nowMs, order: 'newest' as const, limit: all.length }
    const found = await core.store.read.search(query)
    expect(found.hits.map((it) => it.row.id)).toContain(ids[i])
    expect(found.hits.every((it) => it.snippet.marks.length > 0)).toBe(true)
  }
}

async function isListed(core: Core, count: number): Promise<void> {
  const counts = await core.store.read.counts({ scopes: null, actor: '', nowMs })
  expect(counts).toMatchObject({ all: count, open: count, unassigned: count })
  const page = await core.store.read.list({ view: 'open', scopes: null, actor: '', nowMs, limit: 50 })
  const dues = page.rows.map((it) => it.nearest?.dueAtMs ?? Number.POSITIVE_INFINITY)
  expect(dues).toHaveLength(50)
  expect(dues.toSorted((a, b) => a - b)).toEqual(dues)
}

itWith('data', '3,015 messages of one city are imported, found, listed, exported and imported again', async () => {
  const all = messages('gov_stream.jsonl.gz')
  await goesRound(join(dataFolder() ?? '', 'gov_stream.jsonl.gz'), mapping('gov-stream.map.json'), all)
})

itWith(
  'data',
  'every tenth of 10,093 messages to seven departments goes the same way (all of them take over 20 s)',
  async () => {
    const all = messages('gov_class.jsonl.gz').filter((_, i) => i % 10 === 0)
    const path = files.put('tenth.jsonl.gz', gzipSync(all.map((it) => JSON.stringify(it)).join('\n')))
    await goesRound(path, mapping('gov-class.map.json'), all)
  },
)
