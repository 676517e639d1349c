import type { SyncStore } from './sync-store.ts'
import { type Transport, TransportError } from './transport.ts'

export interface TradeDeps {
  readonly store: Pick<SyncStore, 'keyTrade' | 'adoptKeys'>
  readonly transport: Pick<Transport, 'keys'>
  readonly tokens: { readonly token: () => Promise<string> }
  readonly setTimer: (work: () => void, afterMs: number) => unknown
}

/** Gives customers' keys to a server that lost them, and asks for those this console lacks, until somebody has given them. */
export interface KeyTrader {
  readonly hasWork: () => boolean
  readonly step: () => Promise<void>
}

/** Whoever holds the key gives it as soon as they have read the event again: asked for soon, then ever more seldom. */
const firstLaterMs = 15_000
const mostLaterMs = 10 * 60_000

/** A server of an earlier version does not know the question. */
const isUnknown = (error: unknown): boolean =>
  error instanceof TransportError && error.weather === 'refused' && !error.code.startsWith('device.')

/** `again`: there may be something to do now. */
export function createKeyTrader({ store, transport, tokens, setTimer }: TradeDeps, again: () => void): KeyTrader {
  let waitMs = firstLaterMs
  let isPutOff = false
  const putOff = (): void => {
    isPutOff = true
    setTimer(() => {
      isPutOff = false
      again()
    }, waitMs)
    waitMs = Math.min(2 * waitMs, mostLaterMs)
  }
  return {
    hasWork: () => {
      if (isPutOff) return false
      const { given, wanted } = store.keyTrade()
      return given.length + wanted.length > 0
    },
    step: async () => {
      const trade = store.keyTrade()
      const request = { given: [...trade.given], wanted: trade.wanted.map((it) => it.case) }
      try {
        const answer = await transport.keys(await tokens.token(), request)
        if (store.adoptKeys(trade, answer)) putOff()
        else waitMs = firstLaterMs
      } catch (error) {
        if (!isUnknown(error)) throw error
        putOff()
      }
    },
  }
}
