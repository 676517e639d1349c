import { create } from 'zustand'
import type { Signal } from '../../shared/sla/signal.ts'
import type { Screen } from '../app/keys.ts'

/** What is done to a case from any screen, each in a panel of its own. */
export const acts = ['promise', 'escalate', 'transfer', 'hold'] as const
/** The rest of what can be done to a case: forms made of data. */
export const formActs = [
  ...['classify', 'assign', 'log', 'note', 'edit', 'demand', 'emotion'],
  ...['answer', 'sendBack', 'askBack', 'callBack', 'takeUp', 'stepDown', 'keep'],
  ...['resolve', 'inform', 'survey', 'score', 'followUp', 'close', 'reopen', 'withdraw', 'promote', 'link', 'merge'],
  ...['propose', 'approve', 'reject', 'pay', 'reveal', 'settle', 'policy', 'backdating'],
] as const satisfies readonly string[]
export type FormAct = (typeof formActs)[number]
export type Act = (typeof acts)[number] | FormAct

/** What lies beside the screen; never over the form. */
export type Panel = 'keys' | 'refused' | 'leave' | Act

/** The case a panel acts on. A call not yet saved becomes one only when the act is given. */
export interface Subject {
  readonly caseId: string | null
  /** More cases the same is asked of: then it is previewed first. */
  readonly also: readonly string[]
  /** What its clocks are computed from while there is no case to ask for. */
  readonly signals: () => readonly Signal[]
  /** Saves the call and answers its case; `null` when something on the form has to be put right first. */
  readonly settle: () => Promise<string | null>
}

interface ViewStore {
  readonly screen: Screen
  /** Where the agent came from. */
  readonly before: Screen
  /** The screen of the work at hand, to which a case leads back: the call, the queue or the transfers. */
  readonly home: Screen
  /** The case on the case screen. */
  readonly caseId: string | null
  readonly openCase: (id: string) => void
  /** The case the library is browsed for; `null` = the call on screen. */
  readonly aboutId: string | null
  /** Opens the library for a case, or for the call on screen. */
  readonly browse: (aboutId: string | null) => void
  readonly panel: Panel | null
  readonly subject: Subject | null
  readonly go: (screen: Screen) => void
  /** Shows a panel, or hides it when it is the one shown. */
  readonly toggle: (panel: Exclude<Panel, Act>) => void
  /** Opens the panel of an act on a case. */
  readonly act: (act: Act, subject: Subject) => void
  readonly closePanel: () => boolean
}

const homes: ReadonlySet<Screen> = new Set<Screen>(['intake', 'queue', 'transfers'])

/** Where the agent is. */
export const useView = create<ViewStore>()((set, get) => ({
  screen: 'intake',
  before: 'intake',
  home: 'intake',
  caseId: null,
  openCase: (caseId) => set({ screen: 'case', before: get().screen, caseId, panel: null, subject: null }),
  aboutId: null,
  browse: (aboutId) => {
    const { screen } = get()
    set({ screen: 'library', aboutId, ...(screen === 'library' ? {} : { before: screen }) })
  },
  panel: null,
  subject: null,
  go: (screen) => set({ screen, before: get().screen, ...(homes.has(screen) ? { home: screen } : {}) }),
  toggle: (panel) => set({ panel: get().panel === panel ? null : panel, subject: null }),
  act: (panel, subject) => set({ panel, subject }),
  closePanel: () => {
    if (get().panel === null) return false
    set({ panel: null, subject: null })
    return true
  },
}))
