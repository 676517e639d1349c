import { create } from 'zustand'

/** What can still be taken back, and until when. One command, or one for each case of a bulk. */
export interface Undo {
  readonly items: readonly { readonly case: string; readonly of: string }[]
  readonly untilMs: number
}

/** The one line that says what the last act came to. It goes by itself; nothing has to be dismissed. */
interface NoticeStore {
  readonly words: string | null
  readonly undo: Undo | null
  readonly say: (words: string, undo?: Undo | null) => void
}

/** A little longer than a command can be taken back. */
const shownMs = 11_000

export const useNotice = create<NoticeStore>()((set, get) => ({
  words: null,
  undo: null,
  say: (words, undo = null) => {
    const said = { words, undo }
    set(said)
    setTimeout(() => {
      if (get().words === words && get().undo === undo) set({ words: null, undo: null })
    }, shownMs)
  },
}))
