/** Tells every window what changed. A slow reader never holds up the others or the core. */
export interface ChangeFeed<T> {
  readonly publish: (change: T) => void
  /** All changes from now on; ends with `signal`. */
  readonly subscribe: (signal?: AbortSignal) => AsyncGenerator<T, void, void>
}

/** A reader this far behind is let go; it subscribes anew and asks for everything. */
const maxBehind = 10_000

export function createChangeFeed<T>(): ChangeFeed<T> {
  const readers = new Set<(change: T) => void>()
  async function* subscribe(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    const waiting: T[] = []
    let wake: () => void = () => undefined
    const take = (change: T): void => {
      waiting.push(change)
      wake()
    }
    const onAbort = (): void => wake()
    readers.add(take)
    signal?.addEventListener('abort', onAbort)
    try {
      while (!signal?.aborted && waiting.length <= maxBehind) {
        const next = waiting.shift()
        if (next !== undefined) yield next
        else
          await new Promise<void>((done) => {
            wake = done
          })
      }
    } finally {
      readers.delete(take)
      signal?.removeEventListener('abort', onAbort)
    }
  }
  return {
    publish: (change) => {
      for (const take of readers) take(change)
    },
    subscribe,
  }
}
