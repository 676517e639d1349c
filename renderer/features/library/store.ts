import { create } from 'zustand'
import type { WordsEntry } from '../../state/words.ts'

export const kinds = ['all', 'phrase', 'guide', 'article'] as const satisfies readonly ('all' | WordsEntry['kind'])[]
export type Kind = (typeof kinds)[number]

interface LibraryStore {
  readonly kind: Kind
  readonly typed: string
  /** Id of the entry under the cursor; `null` = the first there is. */
  readonly cursor: string | null
  readonly show: (kind: Kind) => void
  readonly type: (typed: string) => void
  readonly moveTo: (id: string) => void
  /** Puts the cursor on one entry among all of them. */
  readonly open: (id: string) => void
}

export const useLibrary = create<LibraryStore>()((set) => ({
  kind: 'all',
  typed: '',
  cursor: null,
  show: (kind) => set({ kind, cursor: null }),
  type: (typed) => set({ typed, cursor: null }),
  moveTo: (cursor) => set({ cursor }),
  open: (cursor) => set({ kind: 'all', typed: '', cursor }),
}))
