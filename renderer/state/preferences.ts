import { create } from 'zustand'

export const languages = ['zh-CN', 'zh-TW', 'en'] as const
export const themes = ['system', 'light', 'dark'] as const
export const densities = ['dense', 'roomy'] as const

export const onOff = ['on', 'off'] as const

/** Minutes without a key or the mouse before the screen locks itself. */
export const lockAfters = ['5', '10', '30', '60'] as const

export type Language = (typeof languages)[number]
export type ThemeChoice = (typeof themes)[number]
export type Density = (typeof densities)[number]
export type LockAfter = (typeof lockAfters)[number]

/** How this machine likes to show the console. Never personal data. */
export interface Preferences {
  readonly language: Language
  readonly theme: ThemeChoice
  readonly density: Density
  readonly lockAfter: LockAfter
  /** A call handed over is heard. */
  readonly ring: (typeof onOff)[number]
}

const storageKey = 'redress.preferences'

const among = <T extends string>(choices: readonly T[], value: unknown): T | undefined =>
  choices.find((choice) => choice === value)

/**
 * Address first (pictures, checks), then what was chosen in the settings; Chinese where nothing was. The machine's own language
 * decides nothing: the hotlines we build for work in Chinese, whatever their PCs were installed in. Unknown values are passed over.
 */
export function readPreferences(search: string, stored: string | null): Preferences {
  const asked = new URLSearchParams(search)
  const kept = parseStored(stored)
  return {
    language: among(languages, asked.get('lang')) ?? among(languages, kept['language']) ?? 'zh-CN',
    theme: among(themes, asked.get('theme')) ?? among(themes, kept['theme']) ?? 'system',
    density: among(densities, asked.get('density')) ?? among(densities, kept['density']) ?? 'dense',
    lockAfter: among(lockAfters, kept['lockAfter']) ?? '10',
    ring: among(onOff, kept['ring']) ?? 'on',
  }
}

function parseStored(stored: string | null): Record<string, unknown> {
  if (stored === null) return {}
  try {
    const value: unknown = JSON.parse(stored)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // Somebody else's or a half-written value: the defaults are right, and the next choice overwrites it.
    return {}
  }
}

interface PreferenceStore extends Preferences {
  readonly choose: (change: Partial<Preferences>) => void
}

const storage = () => (typeof localStorage === 'undefined' ? null : localStorage)

export const usePreferences = create<PreferenceStore>()((set, get) => ({
  ...readPreferences(globalThis.location?.search ?? '', storage()?.getItem(storageKey) ?? null),
  choose: (change) => {
    set(change)
    const { language, theme, density, lockAfter, ring } = get()
    storage()?.setItem(storageKey, JSON.stringify({ language, theme, density, lockAfter, ring }))
  },
}))
