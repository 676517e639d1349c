import { create } from 'zustand'
import type { ConsoleClient } from '../../bridge.ts'

export type TransferView = Parameters<ConsoleClient['transfers']['list']>[0]['view']
/** In the order of their keys, Alt+1 … Alt+4. */
export const views = ['mine', 'team', 'asked', 'raised'] as const satisfies readonly TransferView[]

interface TransfersStore {
  readonly view: TransferView
  /** The transfer the cursor is on; it stays on it when others come and go. */
  readonly cursor: { readonly id: string; readonly caseId: string; readonly index: number } | null
  readonly show: (view: TransferView) => void
  readonly moveTo: (row: { readonly id: string; readonly case: { readonly id: string } }, index: number) => void
}

export const useTransfers = create<TransfersStore>()((set) => ({
  view: 'mine',
  cursor: null,
  show: (view) => set({ view, cursor: null }),
  moveTo: (row, index) => set({ cursor: { id: row.id, caseId: row.case.id, index } }),
}))
