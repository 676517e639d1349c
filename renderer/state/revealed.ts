import { create } from 'zustand'

/** Fields shown in full, by `case/field`. Memory of this window only. */
interface RevealedStore {
  readonly values: Readonly<Record<string, { readonly value: unknown; readonly untilMs: number }>>
  readonly show: (caseId: string, field: string, value: unknown) => void
}

/** Covered again after this. Source: issue F "re-masks after 30 s". */
const shownMs = 30_000

export const revealedKey = (caseId: string, field: string): string => `${caseId}/${field}`

export const useRevealed = create<RevealedStore>()((set) => ({
  values: {},
  show: (caseId, field, value) => {
    const key = revealedKey(caseId, field)
    const shown = { value, untilMs: performance.now() + shownMs }
    set(({ values }) => ({ values: { ...values, [key]: shown } }))
    setTimeout(
      () =>
        set(({ values: { [key]: newest, ...others } }) => ({
          values: newest === undefined || newest === shown ? others : { ...others, [key]: newest },
        })),
      shownMs,
    )
  },
}))
