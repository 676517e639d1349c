import { QueryClient } from '@tanstack/react-query'
import type { Change, SyncStatus } from '../../shared/contract/console.ts'
import { type Bridge, CoreUnreachable } from '../bridge.ts'
import { readChoices } from './choices.ts'
import { timeKeeper } from './now.ts'
import { takeSession, useSession } from './session.ts'

/** Answers of the core kept by question; nothing ages by itself, the change feed says what is stale. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })

/** Changes are gathered this long before lists ask again: a burst of 500 events is one question, not 500. */
const gatherMs = 120
/** Pause before the feed is asked for again, so that a core that ends it at once is not flooded. */
const resumeMs = 200

const pause = (delayMs: number) => new Promise<void>((resolve) => setTimeout(resolve, delayMs))

/**
 * Follows the core for the life of the window: on every connection subscribes first and asks afterwards, so that
 * nothing can fall between; then every change makes exactly the answers stale that it concerns.
 */
export async function followConsole(bridge: Bridge, queries: QueryClient): Promise<void> {
  bridge.onReach(() => useSession.setState({ reach: bridge.reach() }))
  const casesStale = gather(() => queries.invalidateQueries({ queryKey: ['cases'] }))
  for (;;) {
    await bridge.whenOpen()
    const fault = await followOnce(bridge, queries, casesStale)
    await pause(resumeMs)
    // Lost again by now: that was weather, and the bridge is already at it. Still open: the core answered with a fault.
    if (fault !== null && !(fault instanceof CoreUnreachable) && bridge.reach().state === 'open') reportError(fault)
  }
}

async function followOnce(bridge: Bridge, queries: QueryClient, casesStale: () => void): Promise<unknown> {
  try {
    const changes = await bridge.client.changes()
    await askAll(bridge, queries)
    for await (const change of changes) take(bridge, change, casesStale, queries)
    return null
  } catch (fault) {
    return fault
  }
}

async function askAll(bridge: Bridge, queries: QueryClient): Promise<void> {
  const [session, sync] = await Promise.all([bridge.client.session.current(), bridge.client.sync.status()])
  takeSync(sync)
  takeSession(session)
  if (session.state === 'open') await queries.invalidateQueries()
}

/** The core's clock is this machine's, corrected by what it measured against the server. */
function takeSync(sync: SyncStatus): void {
  timeKeeper.anchor(Date.now() + sync.serverOffsetMs)
  useSession.setState({ sync, heardAtMs: timeKeeper.nowMs() })
}

function take(bridge: Bridge, change: Change, casesStale: () => void, queries: QueryClient): void {
  useSession.setState({ heardAtMs: timeKeeper.nowMs() })
  // Behind a lock nothing is told: what was on the screen stays, and is asked for anew when its person is back.
  const isOpen = useSession.getState().session?.state === 'open'
  if (change.kind === 'cases' && isOpen) casesStale()
  else if (change.kind === 'sync') takeSync(change.status)
  else if (change.kind === 'session') {
    takeSession(change.session)
    if (change.session.state === 'open') void queries.invalidateQueries()
  } else if (change.kind === 'reference') void queries.invalidateQueries({ queryKey: ['reference'] })
  else if (change.kind === 'notices') void queries.invalidateQueries({ queryKey: ['notices'] })
  else if (change.kind === 'choices') void readChoices(bridge).catch(reportError)
}

/**
 * Asks again once for all that changed meanwhile, and never before the last question is answered: a list read far down would
 * else be begun anew for ever.
 */
function gather(run: () => Promise<unknown>): () => void {
  let planned = false
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    if (planned) return
    planned = true
    void Promise.all([pause(gatherMs), last]).then(() => {
      planned = false
      last = run()
    })
  }
}
