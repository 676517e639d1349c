/** Saves are gathered this long before they are indexed together: half of the second the index may trail. */
export const gatherMs = 300
/** While sync brings in one page after another the index waits for its end, at most this long; search looks through the rest. */
const mostWaitMs = 5_000

/** What waits for the next round, ms of the steady clock. */
export interface IndexPace {
  /** A person saved something: it is found within a second, whatever sync does. */
  readonly isSaved: boolean
  /** What sync brought waits since then, and the last of it came then; `null` = nothing. */
  readonly merged: { readonly sinceMs: number; readonly lastMs: number } | null
}

export const nothingWaits: IndexPace = { isSaved: false, merged: null }

export const afterSave = (pace: IndexPace): IndexPace => ({ ...pace, isSaved: true })

export const afterMerge = (pace: IndexPace, nowMs: number): IndexPace => ({
  ...pace,
  merged: { sinceMs: pace.merged?.sinceMs ?? nowMs, lastMs: nowMs },
})

/** Is sync still at it, and is its end worth waiting for? What is indexed beside a merge makes both slower. */
export const letsSyncFinish = ({ isSaved, merged }: IndexPace, nowMs: number): boolean =>
  !isSaved && merged !== null && nowMs - merged.lastMs < gatherMs && nowMs - merged.sinceMs < mostWaitMs
