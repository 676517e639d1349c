import type { Change } from '../../../shared/contract/console.ts'

export type Feed = ReturnType<typeof createFeed<Change>>

/** What happens, told to everybody who follows from the moment they do. */
export function createFeed<Item>() {
  const followers = new Set<{ readonly items: Item[]; wake: () => void }>()
  return {
    push: (item: Item) => {
      for (const follower of followers) {
        follower.items.push(item)
        follower.wake()
      }
    },
    async *follow(signal: AbortSignal | undefined) {
      const own: { readonly items: Item[]; wake: () => void } = { items: [], wake: () => undefined }
      followers.add(own)
      while (signal?.aborted !== true) {
        for (const item of own.items.splice(0)) yield item
        await new Promise<void>((resolve) => {
          own.wake = resolve
          if (own.items.length > 0) resolve()
        })
      }
      followers.delete(own)
    },
  }
}
