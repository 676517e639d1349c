import { create } from 'zustand'
import type { ListRequest } from '../../../shared/contract/console.ts'

export type View = ListRequest['view']
/** In the order of their keys, Alt+1 … Alt+7. */
export const views = [
  'open',
  'mine',
  'near',
  'breached',
  'unassigned',
  'on_hold',
  'all',
] as const satisfies readonly View[]

interface QueueStore {
  readonly view: View
  /** The case the cursor is on; it stays on its case when the list is sorted anew. */
  readonly cursor: { readonly id: string; readonly index: number } | null
  readonly show: (view: View) => void
  readonly moveTo: (id: string, index: number) => void
}

export const useQueue = create<QueueStore>()((set) => ({
  view: 'open',
  cursor: null,
  show: (view) => set({ view, cursor: null }),
  moveTo: (id, index) => set({ cursor: { id, index } }),
}))
