import { create } from 'zustand'

/** The one line that says what the last act came to. It goes by itself; nothing has to be dismissed. */
interface NoticeStore {
  readonly words: string | null
  readonly say: (words: string) => void
}

const shownMs = 8000

export const useNotice = create<NoticeStore>()((set, get) => ({
  words: null,
  say: (words) => {
    set({ words })
    setTimeout(() => {
      if (get().words === words) set({ words: null })
    }, shownMs)
  },
}))
