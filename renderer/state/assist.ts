import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type AssistPack, type AssistSource, makeAssistPack } from '../../shared/assist/assist-pack.ts'
import { withEveryHelpline } from '../../shared/assist/guide.ts'
import { readIn, standing } from '../../shared/assist/record.ts'
import { type Template, templateFile } from '../../shared/intake/template.ts'
import { useBridge } from '../app/console.tsx'
import type { Bridge } from '../bridge.ts'
import { dayOf } from '../text/when.ts'
import { wholeNowMs } from './now.ts'
import { type Language, usePreferences } from './preferences.ts'
import { useZone } from './session.ts'

/** Keys under which the window keeps the words of the call, for those who ask outside a component. */
export const templatesKey = ['reference', 'templates'] as const

/** The words of the call, checked and ready, in all languages. */
export const assistQuery = ({ client }: Bridge) =>
  queryOptions({
    queryKey: ['reference', 'assist'],
    queryFn: async ({ signal }) =>
      makeAssistPack((await client.reference.get({ kind: 'assist' }, { signal })).body as unknown as AssistSource),
  })

/** What is read rather than said, in the reader's language. */
export const readPack = (pack: AssistPack, language: Language): AssistPack => ({
  ...pack,
  guides: withEveryHelpline(readIn(pack.guides, language), pack.guides),
  cultures: readIn(pack.cultures, language),
  articles: readIn(pack.articles, language),
})

/**
 * Phrases, checks, guides, cultures and articles, checked and ready; what is read rather than said is in the reader's language.
 * `null` until they are here: nothing waits for them.
 */
export function useAssist(): AssistPack | null {
  const bridge = useBridge()
  const language = usePreferences((state) => state.language)
  const { data } = useQuery(assistQuery(bridge))
  return useMemo(() => (data === undefined ? null : readPack(data, language)), [data, language])
}

/** Every intake template in the picker's order, those called back too: a call may have begun by one. None until they are here. */
export function useEveryTemplate(): readonly Template[] {
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

/** Those a call can begin by today. Source: TRU-5. */
export function useTemplates(): readonly Template[] {
  const every = useEveryTemplate()
  const today = dayOf(wholeNowMs(), useZone())
  return useMemo(() => every.filter((it) => ['in_force', 'review_due'].includes(standing(it, today))), [every, today])
}

const none: readonly Template[] = []
