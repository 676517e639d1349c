import { z } from 'zod'
import { foldText } from './folded-text.ts'
import { slotNames } from './phrase.ts'
import { type Lang, langs, provenance, standing, wordId } from './record.ts'

const words = (max: number) => z.string().trim().min(2).max(max)

/**
 * A knowledge article: what it is about (`body`), what to do (`steps`), and a text that may be sent to the customer as
 * it is once its slots are filled. Works offline. Source: CALL-11, D1 三(二), LOOP-9.
 */
export const articleSchema = z
  .strictObject({
    id: wordId,
    lang: z.enum(langs),
    category: wordId,
    title: words(80),
    keywords: z.array(words(40)).min(2),
    body: words(900),
    steps: z.array(words(140)).min(3).max(9),
    sendable: words(500),
    slots: z.array(z.string()),
    ...provenance,
  })
  .refine((a) => JSON.stringify([...a.slots].sort()) === JSON.stringify(slotNames(a.sendable).sort()), {
    error: 'slots and text disagree',
    path: ['slots'],
  })
  .refine((a) => a.author !== a.reviewer, { error: 'author and reviewer must differ', path: ['reviewer'] })

export type Article = z.infer<typeof articleSchema>

const namesNumber = /[，,]?\s*(?:工单号|编号|案號)\{\{case\}\}|\s*Case \{\{case\}\}\.|(?<=工单)\{\{case\}\}/gu

/**
 * The text for the customer while the case has no number yet: what does nothing but name the number is left out, the rest stands
 * as it was. Source: CALL-11.
 */
export const beforeNumber = (sendable: string): string =>
  sendable
    .replaceAll(namesNumber, '')
    .replaceAll(/(?<=[。！？])。/gu, '')
    .trim()
export const articleFile = z.strictObject({ articles: z.array(articleSchema).min(1) })

/** An article that fits what is being typed; `score` > 0, comparable within one answer only. */
export interface ArticleHit {
  readonly article: Article
  readonly score: number
}

/** What is going on: the words typed, the category proposed or chosen, today (`YYYY-MM-DD`). */
export interface ArticleAsk {
  readonly text: string
  readonly category?: string
  readonly lang: Lang
  readonly on: string
}

const longest = 2_000

function pairsOf(text: string): string[] {
  return [...new Set([...text].slice(1).map((char, i) => text.charAt(i) + char))].filter(
    (pair) => !/[\s,。!?;:]/.test(pair),
  )
}

const isUsable = (article: Article, ask: ArticleAsk): boolean => {
  const state = standing(article, ask.on)
  return article.lang === ask.lang && (state === 'in_force' || state === 'review_due')
}

function scoreOf(article: Article, text: string, pairs: readonly string[], category: string | undefined): number {
  const keywords = article.keywords.filter((keyword) => text.includes(foldText(keyword).text)).length
  const title = foldText(article.title).text
  const shared = pairs.filter((pair) => title.includes(pair)).length
  if (keywords === 0 && shared < 3) return category === article.category ? 1 : 0
  const branch = category?.split('.')[0] === article.category.split('.')[0] ? 1.5 : 0
  return keywords * 4 + shared * 0.5 + (category === article.category ? 4 : branch)
}

/**
 * Articles for the words typed so far, best first, at most `limit`; where the words say nothing, those of the category. The same
 * answer on every device. Source: CALL-11, LOOP-9.
 */
export function matchArticles(ask: ArticleAsk, articles: readonly Article[], limit: number): ArticleHit[] {
  const text = foldText(ask.text.slice(0, longest)).text.trim()
  const pairs = pairsOf(text)
  return articles
    .filter((article) => isUsable(article, ask))
    .map((article) => ({ article, score: scoreOf(article, text, pairs, ask.category) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || (a.article.id < b.article.id ? -1 : 1))
    .slice(0, limit)
}
