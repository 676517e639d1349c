import type { OutboxBatch } from '../../../../electron/core/store/outbox.ts'
import type { CaseEvent } from '../../../../shared/case/event.ts'
import { evolve } from '../../../../shared/case/evolve.ts'
import type { Case } from '../../../../shared/case/model.ts'
import { scopesOfEvent } from '../../../../shared/case/scopes.ts'
import type { CaseId, Hash, ScopeId } from '../../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../../shared/kernel/envelope.ts'
import { caseHash, zeroHash } from '../../../../shared/kernel/hash.ts'
import type { OrderedEvent, PullResponse, PushResponse, Verdict, WrappedKey } from '../../../../shared/sync/protocol.ts'

/** A server in memory, as far as a store can tell: gives order, keeps keys, refuses what it is told to. */
export interface Order {
  readonly push: (batch: OutboxBatch, refuse?: (event: Envelope) => string | null) => PushResponse
  readonly pull: (cursors: Readonly<Record<string, number>>, scopes: readonly string[], limit?: number) => PullResponse
  readonly events: (scope: string) => readonly OrderedEvent[]
}

interface Held {
  theCase: Case | null
  v: number
  hash: Hash
}

export function createOrder(serverMs: () => number): Order {
  const scopes = new Map<string, OrderedEvent[]>()
  const cases = new Map<CaseId, Held>()
  const keys: WrappedKey[] = []
  const listOf = (scope: string): OrderedEvent[] => {
    const known = scopes.get(scope) ?? []
    scopes.set(scope, known)
    return known
  }
  const order = (event: Envelope): void => {
    const held = cases.get(event.case) ?? { theCase: null, v: 0, hash: zeroHash }
    const atMs = Math.min(event.wallMs, serverMs())
    const opened = { ...event, personal: null, atMs } as unknown as CaseEvent
    const after = evolve(held.theCase, opened)
    const hash = caseHash(held.hash, envelopeHashes(event).bodyHash, held.v + 1, serverMs())
    for (const scope of scopesOfEvent(held.theCase, after)) {
      const list = listOf(scope)
      list.push({ seq: list.length + 1, event, caseV: held.v + 1, serverMs: serverMs(), atMs, caseHash: hash })
    }
    cases.set(event.case, { theCase: after, v: held.v + 1, hash })
  }
  return {
    push: (batch, refuse = () => null) => {
      keys.push(...batch.keys)
      const verdicts = batch.events.map((event): Verdict => {
        const code = refuse(event)
        if (code !== null) return { n: event.n, id: event.id, verdict: 'refused', code }
        order(event)
        return { n: event.n, id: event.id, verdict: 'accepted' }
      })
      return { lastN: batch.events.at(-1)?.n ?? 0, verdicts, heads: {}, durable: 'wal', serverMs: serverMs() }
    },
    pull: (cursors, wanted, limit = 1_000) => ({
      epoch: 'e1',
      aclV: 1,
      pages: wanted.map((scope) => {
        const list = listOf(scope)
        const from = cursors[scope] ?? 0
        const to = Math.min(list.length, from + limit)
        return { scope: scope as ScopeId, from, to, head: list.length, events: list.slice(from, to) }
      }),
      keys: [...keys],
      erased: [],
      gone: [],
      serverMs: serverMs(),
    }),
    events: listOf,
  }
}
