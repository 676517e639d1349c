import { create } from 'zustand'
import type { Screen } from '../app/keys.ts'

/** What lies beside the screen; never over the form. */
export type Panel = 'keys' | 'settings' | 'refused'

interface ViewStore {
  readonly screen: Screen
  readonly panel: Panel | null
  readonly go: (screen: Screen) => void
  /** Shows a panel, or hides it when it is the one shown. */
  readonly toggle: (panel: Panel) => void
  readonly closePanel: () => boolean
}

/** Where the agent is. */
export const useView = create<ViewStore>()((set, get) => ({
  screen: 'intake',
  panel: null,
  go: (screen) => set({ screen }),
  toggle: (panel) => set({ panel: get().panel === panel ? null : panel }),
  closePanel: () => {
    if (get().panel === null) return false
    set({ panel: null })
    return true
  },
}))
