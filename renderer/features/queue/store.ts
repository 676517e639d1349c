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
  /** The end of the list that is read from: Home or End. */
  readonly from: 'start' | 'end'
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
  /** Reads from that end anew; the cursor goes to the case there. */
  readonly jump: (from: 'start' | 'end') => void
}

const nothing: ReadonlySet<string> = new Set()
const fresh = { from: 'start', cursor: null, selected: nothing } as const

export const useQueue = create<QueueStore>()((set, get) => ({
  view: 'open',
  query: '',
  from: 'start',
  own: null,
  cursor: null,
  selected: nothing,
  show: (view, query = '', own = null) => set({ view, query, own, ...fresh }),
  narrow: (query) => {
    if (query !== get().query) set({ query, own: null, ...fresh })
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
  jump: (from) => set({ from, cursor: null }),
}))
