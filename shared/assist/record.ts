import { z } from 'zod'
import { roles } from '../case/words.ts'

/** Languages the product speaks. Source: CALL-13. */
export const langs = ['zh-CN', 'zh-TW', 'en'] as const
export type Lang = (typeof langs)[number]

/** A calendar day `YYYY-MM-DD`; compared as text. */
export const daySchema = z.iso.date()

/** One text in every language of the product, none empty. */
export const inEveryLang = z.strictObject({
  'zh-CN': z.string().trim().min(1).max(400),
  'zh-TW': z.string().trim().min(1).max(400),
  en: z.string().trim().min(1).max(800),
})

/** Lower-case dotted or underscored id of a piece of reference data. */
export const wordId = z.string().regex(/^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/)

/**
 * The paper trail of prepared words: who wrote them and who checked them (roles, not persons), since when they hold,
 * by when they must be looked at again, the law they rest on, and whether they were called back.
 * Source: TRU-5, D0 三(二)1.
 */
export const provenance = {
  source: z.string().trim().min(1).max(80),
  author: z.enum(roles),
  reviewer: z.enum(roles),
  validFrom: daySchema,
  reviewBy: daySchema,
  lawRef: z.string().trim().min(1).max(120).optional(),
  withdrawn: z.strictObject({ on: daySchema, reason: z.string().trim().min(1).max(200) }).optional(),
}

/** What `standing` reads of a piece of prepared words. */
export interface Dated {
  readonly validFrom: string
  readonly reviewBy: string
  readonly withdrawn?: { readonly on: string; readonly reason: string } | undefined
}

export type Standing = 'in_force' | 'review_due' | 'not_yet' | 'withdrawn'

/** How prepared words stand on `day` (`YYYY-MM-DD`); `review_due` may still be said but wants a review task. */
export function standing(words: Dated, day: string): Standing {
  if (words.withdrawn !== undefined && words.withdrawn.on <= day) return 'withdrawn'
  if (words.validFrom > day) return 'not_yet'
  return words.reviewBy < day ? 'review_due' : 'in_force'
}

/**
 * Words of a kind as somebody reads them: one of each id, in the reader's language where it exists, else in zh-CN, which
 * has every one. Order of the first of each id. Source: CALL-7, CALL-13.
 */
export function readIn<T extends { readonly id: string; readonly lang: Lang }>(words: readonly T[], lang: Lang): T[] {
  const byId = new Map<string, T>()
  for (const it of words) {
    const known = byId.get(it.id)
    if (known === undefined || it.lang === lang || (it.lang === 'zh-CN' && known.lang !== lang)) byId.set(it.id, it)
  }
  return [...byId.values()]
}
