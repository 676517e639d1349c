import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type AssistPack, type AssistSource, makeAssistPack } from '../../shared/assist/assist-pack.ts'
import { readIn } from '../../shared/assist/record.ts'
import { type Template, templateFile } from '../../shared/intake/template.ts'
import { useBridge } from '../app/console.tsx'
import { usePreferences } from './preferences.ts'

/** Keys under which the window keeps the words of the call, for those who ask outside a component. */
export const templatesKey = ['reference', 'templates'] as const

/**
 * Phrases, checks, guides, cultures and articles, checked and ready; what is read rather than said is in the reader's language.
 * `null` until they are here: nothing waits for them.
 */
export function useAssist(): AssistPack | null {
  const bridge = useBridge()
  const language = usePreferences((state) => state.language)
  const { data } = useQuery({
    queryKey: ['reference', 'assist'],
    queryFn: async ({ signal }) =>
      makeAssistPack(
        (await bridge.client.reference.get({ kind: 'assist' }, { signal })).body as unknown as AssistSource,
      ),
  })
  return useMemo(
    () =>
      data === undefined
        ? null
        : {
            ...data,
            guides: readIn(data.guides, language),
            cultures: readIn(data.cultures, language),
            articles: readIn(data.articles, language),
          },
    [data, language],
  )
}

/** Intake templates in the picker's order; none until they are here. */
export function useTemplates(): readonly Template[] {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: templatesKey,
    queryFn: async ({ signal }) => {
      const { body } = await bridge.client.reference.get({ kind: 'templates' }, { signal })
      return templateFile.parse(body).templates.sort((a, b) => a.order - b.order)
    },
  })
  return data ?? none
}

const none: readonly Template[] = []
