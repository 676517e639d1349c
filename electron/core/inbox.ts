export interface Inbox<T> {
  readonly put: (item: T) => void
  /** Everything put in, in order; ends with `signal`, or when its reader is more than `mostBehind` items behind. */
  readonly items: () => AsyncGenerator<T, void, void>
}

/** What one reader has not taken yet; putting in never waits for the reader. */
export function createInbox<T>(signal?: AbortSignal, mostBehind = Number.POSITIVE_INFINITY): Inbox<T> {
  const waiting: T[] = []
  let wake: () => void = () => undefined
  return {
    put: (item) => {
      waiting.push(item)
      wake()
    },
    items: async function* () {
      const onAbort = (): void => wake()
      signal?.addEventListener('abort', onAbort)
      try {
        while (!signal?.aborted && waiting.length <= mostBehind) {
          const next = waiting.shift()
          if (next !== undefined) yield next
          else
            await new Promise<void>((done) => {
              wake = done
            })
        }
      } finally {
        signal?.removeEventListener('abort', onAbort)
      }
    },
  }
}
