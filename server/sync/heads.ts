import type { Database, HeadsNotice } from '../db/database.ts'
import type { Timers } from '../timers.ts'

/** Heads of one organisation that moved within this time travel as one notice. Source: sync.md "Server order". */
const gatherMs = 50

export interface HeadsDeps {
  readonly db: Database
  readonly timers: Timers
  readonly onFault: (what: string, error: unknown) => void
}

/** Gathers moved heads and tells all server processes; a notice that is lost is healed by the heartbeat. */
export function createHeads(deps: HeadsDeps) {
  const moved = new Map<string, Record<string, number>>()
  let callOff: (() => void) | null = null

  function flush(): void {
    callOff = null
    const notices: HeadsNotice[] = [...moved].map(([org, heads]) => ({ org, heads }))
    moved.clear()
    for (const notice of notices) deps.db.tell(notice).catch((error: unknown) => deps.onFault('heads.tell', error))
  }

  return {
    moved: (org: string, heads: Readonly<Record<string, number>>): void => {
      if (Object.keys(heads).length === 0) return
      const known = moved.get(org) ?? {}
      for (const [scope, head] of Object.entries(heads)) known[scope] = Math.max(known[scope] ?? 0, head)
      moved.set(org, known)
      callOff ??= deps.timers.after(flush, gatherMs)
    },
    close: (): void => {
      callOff?.()
      flush()
    },
  }
}
