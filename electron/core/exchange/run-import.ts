import type { ImportProgress, SaveRowsRequest, SaveRowsResponse } from '../../../shared/contract/exchange.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { MappedRow, MapRow } from './map-row.ts'
import type { RowFault, RowSource } from './source-row.ts'

/** The core as an import needs it. */
export interface ImportPort {
  readonly progress: (file: string) => Promise<ImportProgress | null>
  readonly save: (request: SaveRowsRequest) => Promise<SaveRowsResponse>
}

/** What is told of a row: only where there is something to tell. */
export interface RowLine {
  readonly row: number
  readonly refused?: readonly Refusal[]
  readonly flagged?: readonly RowFault[]
  /** The case is here and is not as the file has it. */
  readonly differs?: string
}

export interface ImportSummary {
  readonly rows: number
  /** Of a dry run: would be saved. */
  readonly saved: number
  /** Saved by an earlier run of this file that did not come to its end. */
  readonly savedBefore: number
  readonly refused: number
  /** Saved from another file before, or twice in this one. */
  readonly repeated: number
  /** Cases of an export that are here. */
  readonly held: number
  readonly flagged: number
  /** Last row an interrupted run had saved. */
  readonly resumedAfterRow: number
  readonly dryRun: boolean
}

export interface ImportJob {
  readonly source: RowSource
  readonly mapRow: MapRow
  readonly id: string
  readonly commit: boolean
  readonly batchRows: number
  readonly port: ImportPort
  /** Asked before the first row: a refusal ends the import. */
  readonly checkHeader: (header: readonly string[] | null) => Refusal | null
  readonly onLine: (line: RowLine) => void
  readonly onProgress: (state: {
    readonly rows: number
    readonly doneBytes: number
    readonly totalBytes: number
  }) => void
}

/** The import ends here: the header lacks what the mapping asks for, or the core can save nothing more. Nothing is lost: run it again. */
export class ImportStoppedError extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.tag)
    this.refusal = refusal
  }
}

type Counts = { -readonly [K in 'rows' | 'saved' | 'refused' | 'repeated' | 'held' | 'flagged']: number }

/**
 * Runs an import from the first row that is not yet known to be saved to the last, in batches that are one transaction each.
 * Killed at any moment and started again, no row becomes two cases: rows carry the id of their command with them.
 */
export async function runImport(job: ImportJob): Promise<ImportSummary> {
  const before = job.commit ? await job.port.progress(job.id) : null
  const { row: resumedAfterRow = 0, saved: savedBefore = 0, refused = 0, repeated = 0, held = 0 } = before ?? {}
  const counts: Counts = { rows: 0, saved: 0, refused, repeated, held, flagged: 0 }
  const batches = createBatches(job, counts)
  let isChecked = false
  for await (const row of job.source.rows) {
    if (!isChecked) checkHeader(job)
    isChecked = true
    counts.rows += 1
    if (row.row > resumedAfterRow) await batches.add(job.mapRow(row))
  }
  if (!isChecked) checkHeader(job)
  await batches.flush()
  return { ...counts, savedBefore, resumedAfterRow, dryRun: !job.commit }
}

function checkHeader({ checkHeader, source }: ImportJob): void {
  const refusal = checkHeader(source.header())
  if (refusal !== null) throw new ImportStoppedError(refusal)
}

interface Batches {
  readonly add: (row: MappedRow) => Promise<void>
  readonly flush: () => Promise<void>
}

/** Rows looked at before a call is made, however few of them can be sent. */
const lookedAtMost = 10

function createBatches(job: ImportJob, counts: Counts): Batches {
  const seen = new Set<string>()
  let batch: MappedRow[] = []
  let waiting = { looked: 0, refused: 0, upToRow: 0 }
  const flush = async (): Promise<void> => {
    const { looked, refused: refusedBefore, upToRow } = waiting
    if (looked === 0) return
    const rows = batch.map(({ row, commandId, document, origin }) => ({
      row,
      commandId,
      document,
      ...(origin === undefined ? {} : { origin }),
    }))
    batch = []
    waiting = { looked: 0, refused: 0, upToRow }
    const answer = await job.port.save({ file: job.id, dryRun: !job.commit, upToRow, refusedBefore, rows })
    if (answer.stopped !== undefined) throw new ImportStoppedError(asRefusal(answer.stopped))
    counts.saved += answer.saved
    for (const row of answer.rows) tell(job, counts, row)
    job.onProgress({ rows: counts.rows, doneBytes: job.source.doneBytes(), totalBytes: job.source.totalBytes() })
  }
  const add = async (row: MappedRow): Promise<void> => {
    waiting.upToRow = row.row
    waiting.looked += 1
    if (row.flags.length > 0) {
      counts.flagged += 1
      job.onLine({ row: row.row, flagged: row.flags })
    }
    if (row.refusals.length > 0) {
      counts.refused += 1
      waiting.refused += 1
      job.onLine({ row: row.row, refused: row.refusals })
    } else if (seen.has(row.commandId)) counts.repeated += 1
    else {
      // A dry run saves nothing that would tell a row that comes twice.
      if (!job.commit) seen.add(row.commandId)
      batch.push(row)
    }
    if (batch.length >= job.batchRows || waiting.looked >= job.batchRows * lookedAtMost) await flush()
  }
  return { flush, add }
}

function tell(job: ImportJob, counts: Counts, row: SaveRowsResponse['rows'][number]): void {
  if (row.outcome === 'refused') {
    counts.refused += 1
    job.onLine({ row: row.row, refused: (row.refusals ?? []).map(asRefusal) })
  } else if (row.outcome === 'repeated') counts.repeated += 1
  else {
    counts.held += 1
    if (row.outcome === 'differs' && row.case !== undefined) job.onLine({ row: row.row, differs: row.case })
  }
}

/** A refusal as it came over the wire: absent parts are left out. */
const asRefusal = ({ tag, field, detail }: Told): Refusal => ({
  tag,
  ...(field === undefined ? {} : { field }),
  ...(detail === undefined ? {} : { detail }),
})
type Told = NonNullable<SaveRowsResponse['stopped']>
