import { create } from 'zustand'
import { type CommandId, commandIds } from '../../app/keys.ts'

const storageKey = 'redress.recentCommands'
const mostRecent = 6

const isCommand = (value: unknown): value is CommandId => commandIds.some((id) => id === value)

/** Commands kept by an earlier window; what is not a command of today's is passed over. */
export function readRecent(stored: string | null): readonly CommandId[] {
  try {
    const value: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(value) ? value.filter(isCommand).slice(0, mostRecent) : []
  } catch {
    // A half-written value: the list begins anew.
    return []
  }
}

interface RecentStore {
  readonly ids: readonly CommandId[]
  readonly note: (id: CommandId) => void
}

/** Commands given from the palette, newest first. Kept on this machine; never says anything of a customer. */
export const useRecent = create<RecentStore>()((set, get) => ({
  ids: readRecent(globalThis.localStorage?.getItem(storageKey) ?? null),
  note: (id) => {
    const ids = [id, ...get().ids.filter((other) => other !== id)].slice(0, mostRecent)
    set({ ids })
    globalThis.localStorage?.setItem(storageKey, JSON.stringify(ids))
  },
}))
