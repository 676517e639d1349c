import type { SyncStatus } from '../../shared/contract/console.ts'
import type { Reach } from '../bridge.ts'
import type { StatusTone } from '../ui/StatusDot.tsx'

/** One thing to say about the connection, before it is put into a language. Spans are milliseconds. */
export type SyncFact =
  | {
      readonly say:
        | 'synced'
        | 'connecting'
        | 'off'
        | 'signedOut'
        | 'refusedDevice'
        | 'offline'
        | 'unreachable'
        | 'starting'
        | 'leaseOver'
    }
  | { readonly say: 'offlineFor' | 'clockWrong'; readonly spanMs: number }
  | { readonly say: 'ago'; readonly spanMs: number }
  | { readonly say: 'sending' | 'waiting'; readonly pending: number }
  | { readonly say: 'returned'; readonly refused: number }

export interface SyncWords {
  readonly tone: StatusTone
  readonly facts: readonly SyncFact[]
}

/** A machine's clock is worth a word from here on. Source: sync.md "Time". */
const clockWorthSayingMs = 5 * 60 * 1000

/**
 * What the shell says about sync: always where things stand and how much is still to go, never only a colour.
 * Without the core nothing is known of the server, so then only that is said. Source: ux.md laws 2 and 6, SUP-2.
 */
export function syncFacts(status: SyncStatus | null, reach: Reach, nowMs: number): SyncWords {
  if (reach.state === 'lost') return { tone: 'bad', facts: [{ say: 'unreachable' }] }
  if (status === null || reach.state === 'connecting') return { tone: 'busy', facts: [{ say: 'starting' }] }
  const { tone, facts } = standing(status, nowMs)
  const more: SyncFact[] = []
  if (status.leaseOver === true) more.push({ say: 'leaseOver' })
  if (status.refused > 0) more.push({ say: 'returned', refused: status.refused })
  if (status.clockSuspect || Math.abs(status.serverOffsetMs) > clockWorthSayingMs)
    more.push({ say: 'clockWrong', spanMs: Math.abs(status.serverOffsetMs) })
  return { tone: more.length > 0 && tone !== 'bad' ? 'warn' : tone, facts: [...facts, ...more] }
}

function standing(status: SyncStatus, nowMs: number): SyncWords {
  const waiting: SyncFact[] = status.pending > 0 ? [{ say: 'waiting', pending: status.pending }] : []
  const sinceContact = status.lastContactMs === undefined ? null : Math.max(0, nowMs - status.lastContactMs)
  switch (status.state) {
    case 'online':
      if (status.pending > 0) return { tone: 'busy', facts: [{ say: 'sending', pending: status.pending }] }
      return {
        tone: 'ok',
        facts: [{ say: 'synced' }, ...(sinceContact === null ? [] : [{ say: 'ago' as const, spanMs: sinceContact }])],
      }
    case 'connecting':
      return { tone: 'busy', facts: [{ say: 'connecting' }, ...waiting] }
    case 'off':
      return { tone: 'off', facts: [{ say: 'off' }] }
    case 'signed_out':
      return { tone: 'warn', facts: [{ say: 'signedOut' }, ...waiting] }
    case 'refused':
      return { tone: 'bad', facts: [{ say: 'refusedDevice' }, ...waiting] }
    case 'offline':
      return {
        tone: 'warn',
        facts: [sinceContact === null ? { say: 'offline' } : { say: 'offlineFor', spanMs: sinceContact }, ...waiting],
      }
  }
}
