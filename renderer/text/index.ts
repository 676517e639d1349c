import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Language, languages } from '../state/preferences.ts'
import type { Words } from './words.ts'

/** Each language is a file of its own, so that a window loads only the one it shows. */
const load: Record<Language, () => Promise<Words>> = {
  'zh-CN': async () => (await import('./zh-CN.ts')).zhCN,
  'zh-TW': async () => (await import('./zh-TW.ts')).zhTW,
  en: async () => (await import('./en.ts')).en,
}

/** The words of every language, the one on screen first: what people type may be in any of them. */
export async function allWords(first: Language): Promise<readonly Words[]> {
  const others = languages.filter((language) => language !== first)
  return Promise.all([first, ...others].map((language) => load[language]()))
}

/** Makes the page speak `language`; also what screen readers, fonts and line breaking go by. */
async function speak(text: i18n, language: Language): Promise<void> {
  if (!text.hasResourceBundle(language, 'words')) text.addResourceBundle(language, 'words', await load[language]())
  await text.changeLanguage(language)
  document.documentElement.lang = language
}

/** Starts the words in one language; the answer switches to another. */
export async function startText(language: Language): Promise<(next: Language) => Promise<void>> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ['words'],
    defaultNS: 'words',
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  await speak(i18next, language)
  return (next) => speak(i18next, next)
}
