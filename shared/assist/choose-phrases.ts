import { angryFrom } from '../case/front.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import type { Phrase, PhraseAsk, Stage } from './phrase.ts'
import { standing } from './record.ts'

/** A phrase with its place in the list; `said` ones come last; `reviewDue` wants a review task, not silence. */
export interface RankedPhrase {
  readonly phrase: Phrase
  readonly score: number
  readonly said: boolean
  readonly reviewDue: boolean
}

const overlaps = (a: readonly string[], b: readonly string[]): boolean => a.some((x) => b.includes(x))
const allows = (list: readonly string[], one: string | undefined): boolean =>
  list.length === 0 || (one !== undefined && list.includes(one))

/** While somebody may harm themselves nothing but words made for that is offered. Source: CALL-7. */
function allowsSituation(phrase: Phrase, ask: PhraseAsk): boolean {
  if (ask.situations.includes('self_harm')) return phrase.situations.includes('self_harm')
  return phrase.situations.length === 0 || overlaps(phrase.situations, ask.situations)
}

function fits(phrase: Phrase, ask: PhraseAsk): boolean {
  const state = standing(phrase, ask.on)
  return (
    (state === 'in_force' || state === 'review_due') &&
    phrase.lang === ask.lang &&
    phrase.stage === ask.stage &&
    phrase.emotion.from <= ask.emotion &&
    ask.emotion <= phrase.emotion.to &&
    allows(phrase.scenarios, ask.scenario) &&
    allows(phrase.cultures, ask.culture) &&
    allowsSituation(phrase, ask)
  )
}

/** The more closely a phrase was made for this moment, the higher: situation, scenario, culture, heat, band width. */
function scoreOf(phrase: Phrase, ask: PhraseAsk): number {
  const situation = phrase.situations.length > 0 ? 400 : 0
  const scenario = phrase.scenarios.length > 0 ? 200 : 0
  const culture = phrase.cultures.length > 0 ? 100 : 0
  const heat = phrase.buffer && ask.emotion >= defaultBufferRule.fromEmotion ? 300 : 0
  return situation + scenario + culture + heat + (100 - (phrase.emotion.to - phrase.emotion.from))
}

const byRank = (a: RankedPhrase, b: RankedPhrase): number =>
  Number(a.said) - Number(b.said) || b.score - a.score || (a.phrase.id < b.phrase.id ? -1 : 1)

/**
 * The phrases for this moment, best first, the same list for the same question everywhere. Only `lang` is offered:
 * a sentence nobody in the call speaks helps nobody. Source: CALL-4, CALL-13.
 */
export function choosePhrases(ask: PhraseAsk, phrases: readonly Phrase[]): RankedPhrase[] {
  return phrases
    .filter((phrase) => fits(phrase, ask))
    .map((phrase) => ({
      phrase,
      score: scoreOf(phrase, ask),
      said: ask.said.includes(phrase.id),
      reviewDue: standing(phrase, ask.on) === 'review_due',
    }))
    .sort(byRank)
}

/** When a buffer phrase is due: from `fromEmotion` (0–100) on, before any of `before` is entered. */
export interface BufferRule {
  readonly enabled: boolean
  readonly fromEmotion: number
  readonly before: readonly Stage[]
}

export const defaultBufferRule: BufferRule = { enabled: true, fromEmotion: angryFrom, before: ['resolve', 'close'] }

/**
 * May the script go on to `stage`? An angry customer hears a buffer phrase first.
 * Refusal `phrase.buffer_due` with `emotion` and `fromEmotion`. Source: CALL-5, D0 四(一)1.
 */
export function mayAdvance(
  stage: Stage,
  emotion: number,
  said: readonly Pick<Phrase, 'buffer'>[],
  rule: BufferRule = defaultBufferRule,
): Result<Stage> {
  const due = rule.enabled && emotion >= rule.fromEmotion && rule.before.includes(stage)
  if (!due || said.some((phrase) => phrase.buffer)) return ok(stage)
  return refuse('phrase.buffer_due', 'stage', { emotion, fromEmotion: rule.fromEmotion })
}
