import type { CaseId, EpochMs } from '../../../shared/kernel/brand.ts'
import { idBytes, idText } from './bytes.ts'
import type { WriteDb } from './database.ts'

/**
 * Local numbers of cases grow with the time a case was opened, so that "newest first" is the order of the index itself,
 * also after an import of old cases. One minute holds `slotsPerMinute` numbers; a fuller minute spills into the next ones.
 */
export interface CaseRefs {
  readonly find: (id: CaseId) => number | undefined
  readonly idOf: (ref: number) => CaseId
  readonly give: (id: CaseId, openedAtMs: EpochMs) => number
  readonly forget: () => void
}

export const slotsPerMinute = 64
const minuteMs = 60_000
/** 2000-01-01: nothing is older (`shared/case/input.ts`). */
const originMs = 946_684_800_000

export const firstRefOf = (atMs: EpochMs): number =>
  Math.max(0, Math.floor((atMs - originMs) / minuteMs)) * slotsPerMinute + 1

export function createCaseRefs(db: WriteDb): CaseRefs {
  const spill = new Map<number, number>()
  return {
    find: (id) => db.get<{ ref: number }>('SELECT ref FROM case_ids WHERE id = ?', idBytes(id))?.ref,
    idOf: (ref) => {
      const row = db.get<{ id: Uint8Array }>('SELECT id FROM case_ids WHERE ref = ?', ref)
      if (row === undefined) throw new Error(`store: case ${ref} is not known`)
      return idText<CaseId>(row.id)
    },
    give: (id, openedAtMs) => {
      const ref = freeRef(db, spill, firstRefOf(openedAtMs))
      db.run('INSERT INTO case_ids (ref, id) VALUES (?, ?)', ref, idBytes(id))
      return ref
    },
    forget: () => spill.clear(),
  }
}

/** First free number at or after `first`; `spill` remembers where full minutes went on. */
function freeRef(db: WriteDb, spill: Map<number, number>, first: number): number {
  let block = spill.get(first) ?? first
  for (;;) {
    const end = block + slotsPerMinute
    const row = db.get<{ top: number | null }>(
      'SELECT max(ref) AS top FROM case_ids WHERE ref >= ? AND ref < ?',
      block,
      end,
    )
    const next = row?.top === null || row?.top === undefined ? block : row.top + 1
    if (next < end) {
      if (block !== first) spill.set(first, block)
      return next
    }
    block = end
  }
}
