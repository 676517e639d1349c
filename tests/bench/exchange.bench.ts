import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectFile } from '../../electron/core/exchange/inspect-file.ts'
import { createMapRow, importId } from '../../electron/core/exchange/map-row.ts'
import { openSource } from '../../electron/core/exchange/open-source.ts'
import { MappingSchema } from '../../electron/core/exchange/row-mapping.ts'
import { runImport } from '../../electron/core/exchange/run-import.ts'
import { type ExchangeDeps, importProgress, saveRows } from '../../electron/core/exchange/save-rows.ts'
import { kernelPorts } from '../../electron/core/kernel-ports.ts'
import { openDatabase } from '../../electron/core/store/database.ts'
import { openStore } from '../../electron/core/store/open.ts'
import type { Store } from '../../electron/core/store/store.ts'
import { mostRowsSaved } from '../../shared/contract/exchange.ts'
import type { ActorId, OrgId, ScopeId, SessionId } from '../../shared/kernel/brand.ts'
import type { BenchOptions, Figure } from './figures.ts'

export const name = 'store.import'

const places = ['城东', '城西', '河北', '山南', '新区', '老街', '港口', '高地']
const matters = ['订单列表加载不出', '退款迟迟没有到账', '收到的货有破损', '客服一直没有回电', '账单多扣了一笔']
const more = '客户反映刷新多次仍是空白，影响当天发货核对，希望尽快查明原因并告知处理时间。'

/** Rows of about 1 kB, the same ones in every run. */
function line(n: number): string {
  const [place, matter] = [places[(n * 7) % places.length], matters[(n * 5) % matters.length]]
  const text = `${place}${n % 997}号的${matter}。${more.repeat(6 + (n % 3))}`
  const at = new Date(Date.UTC(2024, n % 12, 1 + (n % 28), n % 24, n % 60)).toISOString().slice(0, 19).replace('T', ' ')
  return JSON.stringify({ id: n, at, who: `客户${n % 5000}`, phone: `138${String(10_000_000 + n)}`, text })
}

const mapping = MappingSchema.parse({
  version: 1,
  source: 'bench',
  key: 'id',
  fields: {
    channel: { value: 'web_form' },
    receivedAt: { column: 'at' },
    'customer.name': { column: 'who' },
    'customer.phones': { column: 'phone' },
    'issue.symptom': { column: 'text' },
  },
})

/** Plain rows of the same size by the thousand, every thousand durable: what the disk and the engine allow. */
function rawRowsPerSecond(dir: string, rows: readonly string[]): number {
  const { write, close } = openDatabase({
    file: join(dir, 'raw.db'),
    key: new Uint8Array(32),
    mode: 'write',
    cipher: 'none',
    cacheKiB: 32 * 1024,
  })
  write.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, due INTEGER, body TEXT); CREATE INDEX rows_due ON rows(due)')
  const startedMs = performance.now()
  for (let from = 0; from < rows.length; from += mostRowsSaved)
    write.transaction(() => {
      for (const [i, row] of rows.slice(from, from + mostRowsSaved).entries())
        write.run('INSERT INTO rows (id, due, body) VALUES (?, ?, ?)', from + i, ((from + i) * 7919) % 100_003, row)
    })
  const tookMs = performance.now() - startedMs
  close()
  return (rows.length / tookMs) * 1000
}

async function openFresh(dir: string): Promise<Store> {
  const opened = await openStore(
    {
      dir,
      nowMs: () => Date.now(),
      monoMs: () => performance.now(),
      upMs: () => performance.now(),
      random: (bytes) => randomBytes(bytes),
      log: () => undefined,
      ...kernelPorts(),
    },
    { by: 'demo' },
  )
  if (!opened.ok) throw new Error(`bench: ${opened.error.tag}`)
  const orgKey = randomBytes(32).toString('base64')
  opened.value.write.adoptOrg({ org: 'bench' as OrgId, orgKey, numberPrefix: 'B1' })
  return opened.value
}

function depsOf(store: Store): ExchangeDeps {
  const scopes = ['team:service' as ScopeId]
  const actor = { id: 'agent' as ActorId, role: 'agent' as const, team: 'service', scopes }
  const { policy } = kernelPorts()
  return {
    store,
    who: () => ({ actor, session: 'bench' as SessionId }),
    nowMs: () => Date.now(),
    offsetMs: () => 0,
    policy,
  }
}

interface Took {
  readonly committedMs: number
  readonly searchableMs: number
  /** Of this thread alone: what others do on the machine does not count. */
  readonly cpuMs: number
}

async function importAll(store: Store, path: string, rows: number): Promise<Took> {
  const deps = depsOf(store)
  const startedMs = performance.now()
  const cpuBefore = process.threadCpuUsage()
  const facts = await inspectFile(path)
  const summary = await runImport({
    source: openSource(facts),
    mapRow: createMapRow(mapping, facts, Date.now()),
    id: importId(facts, mapping),
    commit: true,
    batchRows: mostRowsSaved,
    port: {
      progress: async (file) => importProgress(deps, file),
      save: async (request) => saveRows(deps, request),
    },
    checkHeader: () => null,
    onLine: (it) => {
      throw new Error(`bench: row ${it.row} was not saved`)
    },
    onProgress: () => undefined,
  })
  if (summary.saved !== rows) throw new Error('bench: not every row was saved')
  const committedMs = performance.now() - startedMs
  const { user, system } = process.threadCpuUsage(cpuBefore)
  await store.indexed()
  return { committedMs, searchableMs: performance.now() - startedMs, cpuMs: (user + system) / 1000 }
}

/** A file of JSON lines through its mapping into an empty store: until the last row is durable, and until all can be found. */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const count = Math.max(1_000, Math.round(20_000 * scale))
  const dir = mkdtempSync(join(tmpdir(), 'redress-bench-'))
  try {
    const rows = Array.from({ length: count }, (_, n) => line(n))
    const path = join(dir, 'cases.jsonl')
    writeFileSync(path, rows.join('\n'))
    const raw = rawRowsPerSecond(dir, rows)
    const store = await openFresh(join(dir, 'store'))
    const took = await importAll(store, path, count)
    await store.close()
    const figure = (metric: string, ms: number, must: number): Figure => {
      const value = Math.round((count / ms) * 1000)
      return {
        name,
        metric,
        value,
        unit: 'cases/s',
        must,
        ok: value >= must,
        peer: Math.round(raw),
        ratio: value / raw,
      }
    }
    yield figure(`committed, ${count} rows of 1 kB`, took.committedMs, 8_000)
    yield figure('until searchable', took.searchableMs, 4_500)
    yield { name, metric: 'work of the saving thread', value: (took.cpuMs * 1000) / count, unit: 'µs/case' }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
