import type { PushResponse } from '../../shared/sync/protocol.ts'
import { Problem } from '../problem.ts'
import type { Delivery, Ingested } from './ingest.ts'

export interface QueueDeps {
  readonly ingest: (org: string, deliveries: readonly Delivery[]) => Promise<Ingested>
  readonly onHeads: (org: string, heads: Readonly<Record<string, number>>) => void
  readonly onFault: (what: string, error: unknown) => void
  readonly nowMs: () => number
}

interface Waiting {
  readonly delivery: Delivery
  readonly done: (outcome: PushResponse) => void
  readonly failed: (error: unknown) => void
}

/** A group is one transaction: large enough to share one commit, small enough to answer soon. */
const maxGroupEvents = 1000
/** Beyond this the server says so at once instead of letting consoles wait. */
const maxWaiting = 512

function tellOutcome({ done, failed }: Waiting, outcome: Ingested['outcomes'][number] | undefined): void {
  if (outcome === undefined || outcome instanceof Problem) failed(outcome)
  else done(outcome)
}

/** A device that said it made more than it has sent is given so long for its next batch. */
const breathMs = 5_000

/** Which devices are in the middle of what they have to say: it may disprove what the clocks alone would tell. */
function createSpeakers(nowMs: () => number) {
  const untilMs = new Map<string, number>()
  return {
    hear: ({ device, events, newestN = 0 }: Delivery['batch']): void => {
      if (newestN > (events.at(-1)?.n ?? 0)) untilMs.set(device, nowMs() + breathMs)
      else untilMs.delete(device)
    },
    any: (): boolean => [...untilMs.values()].some((until) => until > nowMs()),
  }
}

/** Takes the next group off the queue: at most one batch of each device, in order of arrival. */
function nextGroup(waiting: Waiting[]): Waiting[] {
  const devices = new Set<string>()
  const group: Waiting[] = []
  let events = 0
  for (const item of waiting) {
    const { batch } = item.delivery
    if (devices.has(batch.device)) continue
    if (group.length > 0 && events + batch.events.length > maxGroupEvents) break
    devices.add(batch.device)
    events += batch.events.length
    group.push(item)
  }
  for (const item of group) waiting.splice(waiting.indexOf(item), 1)
  return group
}

/** Takes a group of batches in, in one transaction if that can be. */
function createTaking(deps: Pick<QueueDeps, 'ingest' | 'onHeads' | 'onFault'>) {
  async function take(org: string, group: readonly Waiting[]): Promise<void> {
    const { outcomes, heads } = await deps.ingest(
      org,
      group.map((item) => item.delivery),
    )
    deps.onHeads(org, heads)
    for (const [i, item] of group.entries()) tellOutcome(item, outcomes[i])
  }

  /**
   * When a group fails as a whole, each batch is tried alone, so that one cannot hold up the others; not when the database is away
   * or full, which would be asked in vain for each.
   */
  async function takeSafely(org: string, group: readonly Waiting[]): Promise<void> {
    try {
      await take(org, group)
    } catch (error) {
      if (group.length === 1 || error instanceof Problem) {
        for (const item of group) item.failed(error)
        return
      }
      deps.onFault('ingest.group', error)
      for (const item of group) await takeSafely(org, [item])
    }
  }

  return takeSafely
}

/**
 * Group commit: while one transaction of an organisation runs, the batches that come in wait and share the next one.
 * Source: sync.md "Server order".
 */
export function createQueue(deps: QueueDeps) {
  const queues = new Map<string, Waiting[]>()
  const running = new Map<string, Promise<void>>()
  const speakers = createSpeakers(deps.nowMs)
  const takeSafely = createTaking(deps)
  let inHand = 0

  async function run(org: string): Promise<void> {
    const waiting = queues.get(org) ?? []
    while (waiting.length > 0) await takeSafely(org, nextGroup(waiting))
    queues.delete(org)
    running.delete(org)
  }

  return {
    push: (org: string, delivery: Delivery): Promise<PushResponse> =>
      new Promise((done, failed) => {
        const waiting = queues.get(org) ?? []
        if (waiting.length >= maxWaiting) return failed(new Problem(503, 'server.busy', { retryAfterMs: 1000 }))
        queues.set(org, waiting)
        speakers.hear(delivery.batch)
        inHand += 1
        const over =
          <T>(end: (value: T) => void) =>
          (value: T) => {
            inHand -= 1
            end(value)
          }
        waiting.push({ delivery, done: over(done), failed: over(failed) })
        if (!running.has(org)) running.set(org, run(org))
      }),
    /** Resolves when everything taken in so far is answered. */
    drain: async (): Promise<void> => {
      await Promise.all(running.values())
    },
    /** Batches taken in and not answered yet. */
    waiting: (): number => inHand,
    /** Whether a device has said that more is to come. */
    expectsMore: speakers.any,
  }
}

export type Queue = ReturnType<typeof createQueue>
