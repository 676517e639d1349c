import { z } from 'zod'
import { escalationLevels } from '../case/words.ts'
import { inEveryLang, langs, provenance, wordId } from './record.ts'
import { situations } from './situation.ts'

const line = z.string().trim().min(2).max(200)

/**
 * What to do in a special situation: how to know it, the first words, steps, what never to do, whom to hand over to and
 * within how many minutes, what to write down. A guide guides; it never labels the customer. Source: CALL-7, D0 四(一)2.
 */
export const guideSchema = z.strictObject({
  id: wordId,
  lang: z.enum(langs),
  situations: z.array(z.enum(situations)).min(1),
  title: inEveryLang,
  signs: z.array(line).min(3),
  aim: line,
  steps: z.array(line).min(4).max(10),
  never: z.array(line).min(3),
  handOver: z.strictObject({
    level: z.enum(escalationLevels),
    withinMinutes: z.int().min(0).max(1440),
    how: line,
  }),
  record: z.array(line).min(2),
  afterwards: line,
  helplines: z.array(
    z.strictObject({ name: line, number: z.string().regex(/^[0-9 ]{3,16}$/), region: z.string().length(2) }),
  ),
  phrases: z.array(wordId).min(3),
  ...provenance,
})
export type Guide = z.infer<typeof guideSchema>
export type Helpline = Guide['helplines'][number]

/**
 * The lines somebody in `region` (ISO 3166) can call, in the order of the guide; every line where none is known for that
 * place or the place is not known: a number abroad is better than none. Source: CALL-7.
 */
export function helplinesFor({ helplines }: Pick<Guide, 'helplines'>, region: string | null): readonly Helpline[] {
  const near = helplines.filter((line) => line.region === region)
  return near.length > 0 ? near : helplines
}

/**
 * Guides with the lines of all languages of the same guide, their own first: what a reader can read does not decide whom the
 * caller can call. `all` = every guide in every language.
 */
export const withEveryHelpline = (guides: readonly Guide[], all: readonly Guide[]): readonly Guide[] =>
  guides.map((guide) => {
    const others = all.filter((other) => other.id === guide.id && other.lang !== guide.lang)
    const lines = [guide, ...others].flatMap(({ helplines }) => helplines)
    const once = new Map(lines.toReversed().map((line) => [`${line.region} ${line.number}`, line]))
    return { ...guide, helplines: [...once.values()].toReversed() }
  })

export const guideFile = z.strictObject({ guides: z.array(guideSchema).min(1) })
