import { create } from 'zustand'
import type { ListRequest } from '../../../shared/contract/console.ts'
import { mostBulkCases } from '../../../shared/contract/work.ts'

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
  /** The filter line that narrows the view. */
  readonly query: string
  /** The saved view that is shown, as long as neither view nor line is changed. */
  readonly own: string | null
  /** The case the cursor is on; it stays on its case when the list is sorted anew. */
  readonly cursor: { readonly id: string; readonly index: number } | null
  readonly selected: ReadonlySet<string>
  readonly show: (view: View, query?: string, own?: string | null) => void
  readonly narrow: (query: string) => void
  readonly moveTo: (id: string, index: number) => void
  readonly toggle: (id: string) => void
  /** Selects besides what is selected, as many as one bulk command takes. */
  readonly select: (ids: readonly string[]) => void
  readonly clear: () => boolean
}

const nothing: ReadonlySet<string> = new Set()

export const useQueue = create<QueueStore>()((set, get) => ({
  view: 'open',
  query: '',
  own: null,
  cursor: null,
  selected: nothing,
  show: (view, query = '', own = null) => set({ view, query, own, cursor: null, selected: nothing }),
  narrow: (query) => {
    if (query !== get().query) set({ query, own: null, cursor: null, selected: nothing })
  },
  moveTo: (id, index) => set({ cursor: { id, index } }),
  toggle: (id) => {
    const selected = new Set(get().selected)
    if (!selected.delete(id) && selected.size < mostBulkCases) selected.add(id)
    set({ selected })
  },
  select: (ids) => set({ selected: new Set([...get().selected, ...ids].slice(0, mostBulkCases)) }),
  clear: () => {
    if (get().selected.size === 0) return false
    set({ selected: nothing })
    return true
  },
}))
