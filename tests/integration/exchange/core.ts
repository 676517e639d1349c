import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type Format, inspectFile } from '../../../electron/core/exchange/inspect-file.ts'
import { createMapRow, importId } from '../../../electron/core/exchange/map-row.ts'
import { openSource } from '../../../electron/core/exchange/open-source.ts'
import { createExportMap, exportImportId } from '../../../electron/core/exchange/own-export.ts'
import { readCases } from '../../../electron/core/exchange/read-cases.ts'
import { checkColumns, parseMapping } from '../../../electron/core/exchange/row-mapping.ts'
import { type ImportSummary, type RowLine, runImport } from '../../../electron/core/exchange/run-import.ts'
import { type ExchangeDeps, importProgress, saveRows } from '../../../electron/core/exchange/save-rows.ts'
import { createCaseWriter } from '../../../electron/core/exchange/write-cases.ts'
import { kernelPorts } from '../../../electron/core/kernel-ports.ts'
import { openStore } from '../../../electron/core/store/open.ts'
import type { Store } from '../../../electron/core/store/store.ts'
import type { Actor } from '../../../shared/case/event.ts'
import type { ExportedCase } from '../../../shared/contract/exchange.ts'
import type { ActorId, CaseId, OrgId, ScopeId, SessionId } from '../../../shared/kernel/brand.ts'

export const agent: Actor = {
  id: 'agent-1' as ActorId,
  role: 'agent',
  team: 'service',
  scopes: ['team:service' as ScopeId],
}

/** 2026-07-01T08:00Z: when all imports of these tests run. */
export const nowMs = Date.UTC(2026, 6, 1, 8)

/** A real store in a folder of its own, and what an import and an export ask of the core over it. */
export interface Core {
  readonly store: Store
  readonly deps: ExchangeDeps
  readonly dir: string
  readonly close: () => Promise<void>
}

export async function openCore(
  dir = mkdtempSync(join(tmpdir(), 'redress-core-')),
  actor: Actor = agent,
  clock: () => number = () => nowMs,
): Promise<Core> {
  const opened = await openStore(
    {
      dir,
      nowMs: clock,
      monoMs: () => performance.now(),
      upMs: () => performance.now(),
      random: (bytes) => randomBytes(bytes),
      log: () => undefined,
      ...kernelPorts(),
    },
    { by: 'demo' },
  )
  if (!opened.ok) throw new Error(opened.error.tag)
  const store = opened.value
  const orgKey = Buffer.alloc(32, 7).toString('base64')
  store.write.adoptOrg({ org: 'org' as OrgId, orgKey, numberPrefix: 'L1' })
  const deps: ExchangeDeps = {
    store,
    who: () => ({ actor, session: 'session' as SessionId }),
    nowMs: clock,
    offsetMs: () => 0,
    policy: kernelPorts().policy,
  }
  const close = async (): Promise<void> => {
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  }
  return { store, deps, dir, close }
}

export interface Imported {
  readonly lines: readonly RowLine[]
  readonly summary: ImportSummary
}

export interface ImportWishes {
  readonly map?: unknown
  readonly commit?: boolean
  readonly openingOnly?: boolean
  readonly batchRows?: number
  readonly onBatch?: () => void
}

/** An import as the command line runs it, with the core in this process. */
export async function importInto(
  { deps }: Pick<Core, 'deps'>,
  path: string,
  wishes: ImportWishes = {},
): Promise<Imported> {
  const { map, commit = true, openingOnly = false, batchRows = 200, onBatch } = wishes
  const parsed = map === undefined ? null : parseMapping(map)
  if (parsed?.ok === false) throw new Error(`${parsed.error.tag} ${parsed.error.field}`)
  const mapping = parsed?.ok ? parsed.value : null
  const facts = await inspectFile(path)
  const lines: RowLine[] = []
  const summary = await runImport({
    source: openSource(facts),
    mapRow: mapping === null ? createExportMap(facts, openingOnly) : createMapRow(mapping, facts, deps.nowMs()),
    id: mapping === null ? exportImportId(facts, openingOnly) : importId(facts, mapping),
    commit,
    batchRows,
    port: {
      progress: async (file) => importProgress(deps, file),
      save: async (request) => {
        const answer = saveRows(deps, request)
        onBatch?.()
        return answer
      },
    },
    checkHeader: (header) => (mapping === null ? null : checkColumns(mapping, header)),
    onLine: (line) => lines.push(line),
    onProgress: () => undefined,
  })
  return { lines, summary }
}

/** Ids of all cases, oldest first. */
export async function idsIn({ store }: Core): Promise<CaseId[]> {
  const ids: CaseId[] = []
  let cursor: string | undefined
  do {
    const place = cursor === undefined ? {} : { cursor }
    const page = await store.read.list({ view: 'all', scopes: null, actor: '', nowMs, limit: 500, ...place })
    ids.push(...page.rows.map((row) => row.id))
    cursor = page.next
  } while (cursor !== undefined)
  return ids.reverse()
}

export async function exported(core: Core, reason?: string): Promise<ExportedCase[]> {
  return readCases(core.deps, await idsIn(core), reason === undefined ? undefined : { reason }).cases
}

/** The bytes of an export file. */
export async function exportBytes(cases: readonly ExportedCase[], format: Format): Promise<Buffer> {
  const out = new PassThrough({ highWaterMark: 1 << 28 })
  const writer = createCaseWriter(format, out as Writable)
  await writer.write(cases)
  await writer.end()
  out.end()
  return buffer(out)
}
