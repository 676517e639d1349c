import type { z } from 'zod'
import { type Article, articleFile } from './article.ts'
import { type Category, categoryFile, channelFile, departmentFile, reasonFile } from './catalog.ts'
import { type Classifier, classifyFile, compileClassifier } from './classify-rules.ts'
import { type CueList, variantFile } from './cues.ts'
import { type Culture, cultureFile } from './culture.ts'
import { compileSituations, situationFile } from './detect-situation.ts'
import { type DialectIndex, dialectFile, indexDialect } from './dialect.ts'
import { compileEmotion, emotionFile } from './emotion.ts'
import { type Guide, guideFile } from './guide.ts'
import { compileLint, type LintRules } from './lint-phrase.ts'
import { lintFile } from './lint-rules.ts'
import { type Phrase, phraseFile, type Slot, slotFile } from './phrase.ts'

/** The files of `resources/` as parsed JSON, unchecked; lists hold one entry per file. */
export interface AssistSource {
  readonly phrases: readonly unknown[]
  readonly lint: readonly unknown[]
  readonly knowledge: readonly unknown[]
  readonly slots: unknown
  readonly guides: unknown
  readonly cultures: unknown
  readonly dialect: unknown
  readonly categories: unknown
  readonly channels: unknown
  readonly departments: unknown
  readonly reasons: unknown
  readonly classify: {
    readonly rules: unknown
    readonly emotion: unknown
    readonly situations: unknown
    readonly variants: unknown
  }
}

/** Everything the assist functions work on, checked and ready. */
export interface AssistPack {
  readonly phrases: readonly Phrase[]
  readonly slots: readonly Slot[]
  readonly lint: readonly LintRules[]
  readonly guides: readonly Guide[]
  readonly cultures: readonly Culture[]
  readonly articles: readonly Article[]
  readonly dialect: DialectIndex
  readonly categories: readonly Category[]
  readonly channels: z.infer<typeof channelFile>['channels']
  readonly departments: z.infer<typeof departmentFile>['departments']
  readonly reasons: z.infer<typeof reasonFile>['groups']
  readonly classifier: Classifier
  readonly emotion: CueList
  readonly situations: CueList
}

/**
 * Checks and readies the shipped or synced words once, at start. Throws ZodError on a file that is not what it should
 * be: such a file is never used in part.
 */
export function makeAssistPack(source: AssistSource): AssistPack {
  const { variants } = variantFile.parse(source.classify.variants)
  const { categories } = categoryFile.parse(source.categories)
  return {
    phrases: source.phrases.flatMap((file) => phraseFile.parse(file).phrases),
    slots: slotFile.parse(source.slots).slots,
    lint: source.lint.map((file) => compileLint(lintFile.parse(file))),
    guides: guideFile.parse(source.guides).guides,
    cultures: cultureFile.parse(source.cultures).cultures,
    articles: source.knowledge.flatMap((file) => articleFile.parse(file).articles),
    dialect: indexDialect(dialectFile.parse(source.dialect).words),
    categories,
    channels: channelFile.parse(source.channels).channels,
    departments: departmentFile.parse(source.departments).departments,
    reasons: reasonFile.parse(source.reasons).groups,
    classifier: compileClassifier(classifyFile.parse(source.classify.rules), categories, variants),
    emotion: compileEmotion(emotionFile.parse(source.classify.emotion), variants),
    situations: compileSituations(situationFile.parse(source.classify.situations), variants),
  }
}
