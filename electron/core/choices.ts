import type { Choices, DatedChoices } from '../../shared/contract/choices.ts'
import type { ActorId } from '../../shared/kernel/brand.ts'
import type { Store } from './store/store.ts'
import { TransportError } from './sync/transport.ts'

export interface ChoicesDeps {
  readonly store: Store
  readonly actor: () => ActorId | null
  /** Shows the server what is held here and answers which one counts; `null` = this console has no server. */
  readonly ask: ((own: DatedChoices | undefined) => Promise<DatedChoices | null>) | null
  /** The server's time, ms. */
  readonly nowMs: () => number
  /** What the person at work chose elsewhere has come in. */
  readonly changed: () => void
  readonly onBug: (error: unknown) => void
}

/** What the person at work chose for themselves: kept here at once, and taken along to their other machines. */
export interface ChoicesKeeper {
  readonly get: () => Choices
  readonly put: (choices: Choices) => void
  /** The server answers: compared with what it holds, now and then. */
  readonly contact: () => void
}

const noChoices: Choices = { keys: {}, singleKeys: true }
const againAfterMs = 10 * 60_000
const afterFailureMs = 60_000

/**
 * One small document for each person, the later one counts; it is shown to the server whole at every exchange, so that a server
 * that lost its tail gets it back. Decision 0008.
 */
export function createChoices({ store, actor, ask, nowMs, changed, onBug }: ChoicesDeps): ChoicesKeeper {
  const next = new Map<ActorId, number>()
  const own = (id: ActorId): DatedChoices | undefined => {
    const choices = store.read.setting<Choices>(`choices:${id}`)
    return choices && { choices, atMs: store.read.setting<number>(`choices_at:${id}`) ?? 0 }
  }
  const keep = (id: ActorId, { choices, atMs }: DatedChoices): void => {
    store.write.putSetting(`choices:${id}`, choices)
    store.write.putSetting(`choices_at:${id}`, atMs)
  }
  const adopt = (id: ActorId, shown: DatedChoices | undefined, kept: DatedChoices | null): void => {
    const held = own(id)
    // Chosen anew while the server was asked: the next exchange tells it.
    if (kept === null || held?.atMs !== shown?.atMs) return
    if (held?.atMs !== kept.atMs) keep(id, kept)
    if (id === actor() && JSON.stringify(held?.choices) !== JSON.stringify(kept.choices)) changed()
  }
  const exchange = async (id: ActorId): Promise<void> => {
    if (ask === null) return
    next.set(id, nowMs() + afterFailureMs)
    const shown = own(id)
    try {
      adopt(id, shown, await ask(shown))
      next.set(id, nowMs() + againAfterMs)
    } catch (error) {
      // Weather is for the next contact; here it changes nothing.
      if (!(error instanceof TransportError)) onBug(error)
    }
  }
  return {
    get: () => {
      const id = actor()
      return (id !== null && own(id)?.choices) || noChoices
    },
    put: (choices) => {
      const id = actor()
      if (id === null) return
      // Never before the one it replaces, whatever the clock of this machine did meanwhile.
      keep(id, { choices, atMs: Math.max(nowMs(), (own(id)?.atMs ?? 0) + 1) })
      void exchange(id)
    },
    contact: () => {
      const id = actor()
      if (id !== null && (next.get(id) ?? 0) <= nowMs()) void exchange(id)
    },
  }
}
