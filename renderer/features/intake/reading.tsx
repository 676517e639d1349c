import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type ArticleHit, matchArticles } from '../../../shared/assist/article.ts'
import type { AssistPack } from '../../../shared/assist/assist-pack.ts'
import { classifyByRules, type Proposal } from '../../../shared/assist/classify-rules.ts'
import { detectSituations, type SituationHint } from '../../../shared/assist/detect-situation.ts'
import { type DialectHit, readDialect } from '../../../shared/assist/dialect.ts'
import { scoreEmotion } from '../../../shared/assist/emotion.ts'
import type { Lang } from '../../../shared/assist/record.ts'
import { useAssist } from '../../state/assist.ts'
import { wholeNowMs } from '../../state/now.ts'
import { usePreferences } from '../../state/preferences.ts'
import { useZone } from '../../state/session.ts'
import { dayOf } from '../../text/when.ts'
import { useDraft } from './context.tsx'
import type { IntakeDraft } from './draft.ts'
import { useSettledText } from './useSettled.ts'

/** What the rules make of the words typed so far. It proposes and warns; it never fills a field. */
export interface Reading {
  readonly pack: AssistPack | null
  readonly proposal: Proposal | null
  /** 0 calm … 100 furious, by the words. */
  readonly heat: number
  readonly situations: readonly SituationHint[]
  readonly dialect: readonly DialectHit[]
  readonly articles: readonly ArticleHit[]
}

const silent: Reading = { pack: null, proposal: null, heat: 0, situations: [], dialect: [], articles: [] }
const ReadingContext = createContext<Reading>(silent)
export const useReading = (): Reading => useContext(ReadingContext)

const mostArticles = 3
/** The pack holds each article once, in the reader's language where there is one, else in the first. */
const articleLangs = (reader: Lang): readonly Lang[] => [...new Set<Lang>([reader, 'zh-CN'])]

/** What the customer told, wherever it was typed. */
const toldIn = ({ symptom, impact, demands }: IntakeDraft): string =>
  [symptom, impact, ...demands.map((it) => it.text)].join('\n')

/** Reads the call once for everybody on the screen, each time typing rests. */
export function ReadingProvider({ children }: { readonly children: ReactNode }) {
  const pack = useAssist()
  const zone = useZone()
  const language = usePreferences((state) => state.language)
  const text = useSettledText(toldIn)
  const category = useDraft(({ classification }) => classification.category)
  const reading = useMemo(
    () =>
      pack === null ? silent : readCall({ pack, text: text.trim(), category, on: dayOf(wholeNowMs(), zone), language }),
    [pack, text, category, zone, language],
  )
  return <ReadingContext value={reading}>{children}</ReadingContext>
}

interface Ask {
  readonly pack: AssistPack
  readonly text: string
  readonly category: string | undefined
  /** Day of the reading, ISO. */
  readonly on: string
  readonly language: Lang
}

function readCall({ pack, text, category, on, language }: Ask): Reading {
  if (text === '') return { ...silent, pack }
  const proposal = classifyByRules(text, pack.classifier)
  const found = category ?? proposal.category?.value
  const ask = { text, on, ...(found === undefined ? {} : { category: found }) }
  return {
    pack,
    proposal,
    heat: scoreEmotion(text, pack.emotion).score,
    situations: detectSituations(text, pack.situations),
    dialect: readDialect(text, pack.dialect),
    articles: articleLangs(language)
      .flatMap((lang) => matchArticles({ ...ask, lang }, pack.articles, mostArticles))
      .sort((a, b) => b.score - a.score)
      .slice(0, mostArticles),
  }
}

/** The customer's mood: the agent's own rating stands above the words' score. Source: CLS-5. */
export function useMood(): number {
  const { heat } = useReading()
  return useDraft(({ emotion }) => emotion) ?? heat
}
