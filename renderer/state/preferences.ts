import { create } from 'zustand'

export const languages = ['zh-CN', 'zh-TW', 'en'] as const
export const themes = ['system', 'light', 'dark'] as const
export const densities = ['dense', 'roomy'] as const

export type Language = (typeof languages)[number]
export type ThemeChoice = (typeof themes)[number]
export type Density = (typeof densities)[number]

/** How this machine likes to show the console. Never personal data. */
export interface Preferences {
  readonly language: Language
  readonly theme: ThemeChoice
  readonly density: Density
}

const storageKey = 'redress.preferences'

const among = <T extends string>(choices: readonly T[], value: unknown): T | undefined =>
  choices.find((choice) => choice === value)

/** The nearest language we speak: any traditional variety to zh-TW, any other Chinese to zh-CN, the rest to English. */
export function nearestLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const lower = tag.toLowerCase()
    if (/^zh-(tw|hk|mo|hant)/.test(lower)) return 'zh-TW'
    if (lower.startsWith('zh')) return 'zh-CN'
    if (lower.startsWith('en')) return 'en'
  }
  return 'zh-CN'
}

/** Address first (pictures, checks), then what was stored, then the machine. Unknown values are passed over. */
export function readPreferences(search: string, stored: string | null, machine: readonly string[]): Preferences {
  const asked = new URLSearchParams(search)
  const kept = parseStored(stored)
  return {
    language: among(languages, asked.get('lang')) ?? among(languages, kept['language']) ?? nearestLanguage(machine),
    theme: among(themes, asked.get('theme')) ?? among(themes, kept['theme']) ?? 'system',
    density: among(densities, asked.get('density')) ?? among(densities, kept['density']) ?? 'dense',
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
  ...readPreferences(globalThis.location?.search ?? '', storage()?.getItem(storageKey) ?? null, navigator.languages),
  choose: (change) => {
    set(change)
    const { language, theme, density } = get()
    storage()?.setItem(storageKey, JSON.stringify({ language, theme, density }))
  },
}))
