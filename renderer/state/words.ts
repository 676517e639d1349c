import { useQuery } from '@tanstack/react-query'
import type { Article } from '../../shared/assist/article.ts'
import type { AssistPack } from '../../shared/assist/assist-pack.ts'
import type { FindableWords } from '../../shared/assist/find-words.ts'
import type { Guide } from '../../shared/assist/guide.ts'
import { type Phrase, slotPattern, stages } from '../../shared/assist/phrase.ts'
import { type Dated, type Lang, standing } from '../../shared/assist/record.ts'
import { useBridge } from '../app/console.tsx'
import { dayOf } from '../text/when.ts'
import { assistQuery, readPack } from './assist.ts'
import { wholeNowMs } from './now.ts'
import { usePreferences } from './preferences.ts'
import { useZone } from './session.ts'

/** One entry of the library. */
export type WordsEntry = FindableWords & { readonly id: string } & (
    | { readonly kind: 'phrase'; readonly item: Phrase }
    | { readonly kind: 'guide'; readonly item: Guide }
    | { readonly kind: 'article'; readonly item: Article }
  )

/** Slots by their names, so that a sentence reads whole: `[时间]`. */
function readable(text: string, pack: AssistPack, lang: Lang): string {
  const label = (name: string) => pack.slots.find((slot) => slot.name === name)?.label[lang] ?? name
  return text.replaceAll(slotPattern, (_, name: string) => `[${label(name)}]`)
}

function entriesOf(pack: AssistPack, lang: Lang, day: string): readonly WordsEntry[] {
  const isUsable = (words: Dated) => ['in_force', 'review_due'].includes(standing(words, day))
  const said = pack.phrases
    .filter((phrase) => phrase.lang === lang && isUsable(phrase))
    .sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage))
  return [
    ...pack.guides.filter(isUsable).map((item): WordsEntry => {
      const text = [item.aim, ...item.signs, ...item.steps, ...item.never].join('\n')
      return { kind: 'guide', id: item.id, title: item.title[lang], keywords: [], text, item }
    }),
    ...pack.articles.filter(isUsable).map((item): WordsEntry => {
      const text = [item.body, ...item.steps, item.sendable].join('\n')
      return { kind: 'article', id: item.id, title: item.title, keywords: item.keywords, text, item }
    }),
    ...said.map((item): WordsEntry => {
      const title = readable(item.text, pack, lang)
      return { kind: 'phrase', id: item.id, title, keywords: [], text: '', item }
    }),
  ]
}

/** The library as it is looked through. */
export interface Words {
  readonly entries: readonly WordsEntry[]
  readonly find: (typed: string) => readonly WordsEntry[]
}

/** So many are indexed at once: a few milliseconds, so that no key waits. */
const portion = 16
const rest = () => new Promise((resolve) => setTimeout(resolve))

/**
 * Guides, knowledge and phrases that may be used today, in the reader's language, indexed; `null` until they are. The table of readings,
 * which is large, is fetched when somebody first looks for something.
 */
export function useWords(isWanted = true): Words | null {
  const bridge = useBridge()
  const language = usePreferences((state) => state.language)
  const day = dayOf(wholeNowMs(), useZone())
  const { data } = useQuery({
    queryKey: ['reference', 'words', language, day],
    enabled: isWanted,
    queryFn: async ({ client }): Promise<Words> => {
      const [pack, { createWordsIndex }] = await Promise.all([
        client.fetchQuery(assistQuery(bridge)),
        import('../../shared/assist/find-words.ts'),
      ])
      const entries = entriesOf(readPack(pack, language), language, day)
      const index = createWordsIndex<WordsEntry>()
      for (let at = 0; at < entries.length; at += portion) {
        index.add(entries.slice(at, at + portion))
        await rest()
      }
      return { entries, find: index.find }
    },
  })
  return data ?? null
}
