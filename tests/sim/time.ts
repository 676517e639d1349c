/** Work that comes due; `owner` = whose it is, so that all of it can be dropped when the owner dies. */
interface Due {
  readonly atMs: number
  readonly order: number
  readonly owner: string
  readonly work: () => void | Promise<void>
}

/** Virtual time: nothing passes unless the simulation lets it. */
export interface Time {
  readonly nowMs: () => number
  readonly after: (owner: string, ms: number, work: () => void | Promise<void>) => () => void
  /** When the next thing comes due, or `null`. */
  readonly nextMs: () => number | null
  /** Lets time pass up to the next thing and does it. */
  readonly runNext: () => Promise<void>
  readonly passTo: (atMs: number) => void
  /** Drops everything that belongs to an owner. */
  readonly drop: (owner: string) => void
  /** Everything of this owner comes due at `atMs` at the earliest: it slept. */
  readonly delay: (owner: string, atMs: number) => void
  readonly count: (owner: string) => number
}

const earlier = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

export function createTime(startMs: number): Time {
  let nowMs = startMs
  let order = 0
  let dues: Due[] = []
  const first = (): Due | undefined => dues.reduce<Due | undefined>((a, b) => (a && earlier(a, b) ? a : b), undefined)
  return {
    nowMs: () => nowMs,
    after: (owner, ms, work) => {
      order += 1
      const due = { atMs: nowMs + Math.max(0, Math.round(ms)), order, owner, work }
      dues.push(due)
      return () => {
        dues = dues.filter((it) => it.order !== due.order)
      }
    },
    nextMs: () => first()?.atMs ?? null,
    runNext: async () => {
      const due = first()
      if (due === undefined) return
      dues = dues.filter((it) => it !== due)
      nowMs = Math.max(nowMs, due.atMs)
      await due.work()
    },
    passTo: (atMs) => {
      nowMs = Math.max(nowMs, atMs)
    },
    drop: (owner) => {
      dues = dues.filter((it) => it.owner !== owner)
    },
    delay: (owner, atMs) => {
      dues = dues.map((it) => (it.owner === owner && it.atMs < atMs ? { ...it, atMs } : it))
    },
    count: (owner) => dues.filter((it) => it.owner === owner).length,
  }
}
