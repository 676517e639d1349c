import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { idText } from './bytes.ts'
import type { ReadDb } from './database.ts'
import type { Loose } from './loose.ts'
import { caseRefOf } from './loose-rows.ts'

/**
 * Local numbers of cases grow with the time a case was opened, so that "newest first" is the order of the index itself,
 * also after an import of old cases. One minute holds `slotsPerMinute` numbers; a fuller minute spills into the next ones.
 */
export interface CaseRefs {
  readonly find: (id: CaseId) => number | undefined
  readonly idOf: (ref: number) => CaseId
  /** A free number for a case opened then; it is taken once its row stands in `cases`. */
  readonly give: (id: CaseId, openedAtMs: EpochMs) => number
  readonly forget: () => void
}

const slotsPerMinute = 16
const minuteMs = 60_000
/** 2000-01-01: nothing is older (`shared/case/input.ts`). */
const originMs = 946_684_800_000
const maxCached = 10_000

const firstRefOf = (atMs: EpochMs): number => Math.max(0, Math.floor((atMs - originMs) / minuteMs)) * slotsPerMinute + 1

export function createCaseRefs(db: ReadDb, loose: Pick<Loose, 'count'>): CaseRefs {
  const byId = new Map<CaseId, number>()
  /** Highest number given in a block of one minute since the start of the process. */
  const given = new Map<number, number>()
  /** Where a full minute went on. */
  const spilled = new Map<number, number>()
  const remember = (id: CaseId, ref: number): number => {
    if (byId.size > maxCached) byId.clear()
    byId.set(id, ref)
    return ref
  }
  return {
    find: (id) => {
      const known = byId.get(id)
      if (known !== undefined) return known
      const ref = caseRefOf(db, id, loose.count() > 0)
      return ref === undefined ? undefined : remember(id, ref)
    },
    idOf: (ref) => {
      const row = db.get<{ id: Uint8Array }>('SELECT id FROM cases WHERE ref = ?', ref)
      if (row === undefined) throw new Error(`store: case ${ref} is not known`)
      return idText<CaseId>(row.id)
    },
    give: (id, openedAtMs) => remember(id, freeRef(db, given, spilled, firstRefOf(openedAtMs))),
    forget: () => {
      for (const map of [byId, given, spilled]) map.clear()
    },
  }
}

/** First free number at or after `first`. */
function freeRef(db: ReadDb, given: Map<number, number>, spilled: Map<number, number>, first: number): number {
  let block = spilled.get(first) ?? first
  for (;;) {
    const end = block + slotsPerMinute
    const top = given.get(block) ?? highestIn(db, block, end)
    const next = top === undefined ? block : top + 1
    if (next < end) {
      if (given.size > maxCached) given.clear()
      given.set(block, next)
      if (block !== first) spilled.set(first, block)
      return next
    }
    block = end
  }
}

const highestIn = (db: ReadDb, from: number, end: number): number | undefined =>
  db.get<{ top: number | null }>('SELECT max(ref) AS top FROM cases WHERE ref >= ? AND ref < ?', from, end)?.top ??
  undefined
