import { createInbox } from '../inbox.ts'

/** Tells every window what changed. A slow reader never holds up the others or the core. */
export interface ChangeFeed<T> {
  /** Nobody listens: what would be told need not be looked up. */
  readonly isUnheard: () => boolean
  readonly publish: (change: T) => void
  /** All changes from now on; ends with `signal`. */
  readonly subscribe: (signal?: AbortSignal) => AsyncGenerator<T, void, void>
}

/** A reader this far behind is let go; it subscribes anew and asks for everything. */
const maxBehind = 10_000

export function createChangeFeed<T>(): ChangeFeed<T> {
  const readers = new Set<(change: T) => void>()
  async function* subscribe(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    const inbox = createInbox<T>(signal, maxBehind)
    readers.add(inbox.put)
    try {
      yield* inbox.items()
    } finally {
      readers.delete(inbox.put)
    }
  }
  return {
    isUnheard: () => readers.size === 0,
    publish: (change) => {
      for (const take of readers) take(change)
    },
    subscribe,
  }
}
