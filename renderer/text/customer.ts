/** Tags that have words of their own; others are shown as they were written. */
export const knownTags = ['vip', 'price_sensitive', 'service_sensitive', 'elderly'] as const

/** Languages offered for a customer; whatever else a case holds stays as it is. */
export const customerLanguages: readonly string[] = [
  ...['zh-CN', 'zh-TW', 'yue', 'en', 'ja', 'ko', 'ru', 'fr', 'de', 'es', 'ar', 'vi', 'th', 'mn', 'ug', 'bo'],
]

/** Scripts say what a person reads; the name of a region would say where they are. */
const scripts: Readonly<Record<string, string>> = { 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant' }

/** A language by its code, in the words of the language on screen; a code that is none as it stands. */
export function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(scripts[code] ?? code) ?? code
  } catch (error) {
    if (error instanceof RangeError) return code
    throw error
  }
}
