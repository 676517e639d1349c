import type { TFunction } from 'i18next'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../state/session.ts'
import { type Naming, namingFor } from './names.ts'

/** The words of the language on screen. */
export interface Text {
  readonly t: TFunction<'words'>
  readonly naming: Naming
  readonly language: string
}

const TextContext = createContext<Text | null>(null)

/** Listens for a change of language once for the whole page, so that a list of rows does not have to. */
export function TextProvider({ children }: { readonly children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const zone = useZone()
  const { language } = i18n
  const value = useMemo(() => ({ t, language, naming: namingFor(i18n, zone) }), [t, i18n, language, zone])
  return <TextContext.Provider value={value}>{children}</TextContext.Provider>
}

export function useText(): Text {
  const text = useContext(TextContext)
  if (text === null) throw new Error('no words above this component')
  return text
}
