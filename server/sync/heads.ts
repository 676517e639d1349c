import type { Database, HeadsNotice } from '../db/database.ts'
import type { Timers } from '../timers.ts'

/** After a notice, heads that move within this time travel as one more. Source: sync.md "Server order". */
const gatherMs = 50

export interface HeadsDeps {
  readonly db: Database
  readonly timers: Timers
  readonly onFault: (what: string, error: unknown) => void
}

/**
 * Tells all server processes of heads that moved: the first at once, because somebody looks at a screen; what follows is
 * gathered. A notice that is lost is healed by the heartbeat.
 */
export function createHeads(deps: HeadsDeps) {
  const moved = new Map<string, Record<string, number>>()
  let callOff: (() => void) | null = null

  function flush(): void {
    const notices: HeadsNotice[] = [...moved].map(([org, heads]) => ({ org, heads }))
    moved.clear()
    for (const notice of notices) deps.db.tell(notice).catch((error: unknown) => deps.onFault('heads.tell', error))
  }

  function tellThenGather(): void {
    callOff = null
    if (moved.size === 0) return
    flush()
    callOff = deps.timers.after(tellThenGather, gatherMs)
  }

  return {
    moved: (org: string, heads: Readonly<Record<string, number>>): void => {
      if (Object.keys(heads).length === 0) return
      const known = moved.get(org) ?? {}
      for (const [scope, head] of Object.entries(heads)) known[scope] = Math.max(known[scope] ?? 0, head)
      moved.set(org, known)
      if (callOff === null) tellThenGather()
    },
    close: (): void => {
      callOff?.()
      flush()
    },
  }
}
