import { inSentence, type Place } from './lint-place.ts'
import type { Lang } from './record.ts'

const zhNumber = '(?:[0-9]+(?:\\.[0-9]+)?|[一二三四五六七八九两兩]?十[一二三四五六七八九]?|[一二两兩三四五六七八九半])'
const zhUnit =
  '(?:个|個)?半?(?:分钟|分鐘|分|小时|小時|钟头|鐘頭|工作日|工作天|自然日|天|日|周|週|星期|礼拜|禮拜|月|刻钟|刻鐘|秒)'
/** `两三天内`, `过两天` and `这两天` hold a figure and name no time. */
const zhExact = '(?<![一二两兩三四五六七八九十几幾过過这這0-9.])'
const zhClock = `(?:[0-9]{1,2}:[0-9]{2}|(?<![快早晚慢多少好有差])${zhExact}${zhNumber}[点點](?:半|整|一刻|三刻|${zhNumber}分?)?|[中正]午)`
const zhDay =
  '(?:[0-9]{1,2}月[0-9]{1,2}[日号號]|[0-9]{1,2}[日号號]|(?:下?(?:周|週)|星期|礼拜|禮拜)[一二三四五六日天]|[今明后後][天日晚早]|当天|當天|月底)'
const zhBy = '(?:之前|以前|(?<![提目当當眼])前|之内|之內|以内|以內|内|內)'
const zhSlot = '\\{\\{(?:time|call_time|day|minutes|hours|days)\\}\\}'

const enNumber =
  '(?:\\{\\{\\w+\\}\\}|\\d+|half an|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty)'
const enDay =
  '(?:noon|midnight|today|tonight|tomorrow|(?:this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:the )?(?:end|close) of (?:the |to)?(?:day|business))'

interface TimeWords {
  /** A limit (within two hours, before 15:00): counts anywhere in the sentence. */
  readonly limit: RegExp
  /** A moment (at three, in ten minutes): counts behind the match only; before it, it is usually the past. */
  readonly moment: RegExp
  /** Stands directly before a time that is over. */
  readonly past: RegExp
}

const zh: TimeWords = {
  limit: new RegExp(
    `${zhExact}${zhNumber}${zhUnit}(?:之内|之內|以内|以內|内|內)|${zhClock}${zhBy}|${zhDay}[^,。!?;{]{0,5}?${zhBy}|${zhSlot}`,
    'gu',
  ),
  moment: new RegExp(`${zhClock}|${zhExact}${zhNumber}${zhUnit}(?:之后|之後|以后|以後|后|後)`, 'gu'),
  past: /(?:昨[天日晚]?|前[天日]|上[周週个個]|刚才|剛才|之前|早上|今早)[^,。!?;]{0,6}$/u,
}

const en: TimeWords = {
  limit: new RegExp(
    `\\b(?:by|before|no later than|until)\\s+(?:\\{\\{|\\d|${enDay})|\\bwithin\\s+(?:the\\s+)?(?:next\\s+)?${enNumber}|\\bin\\s+(?:the next\\s+)?${enNumber}\\s*(?:more\\s+)?(?:minute|hour|business|working|day)`,
    'gu',
  ),
  moment: /\bat\s+(?:\d|noon|\{\{)/gu,
  past: /\b(?:yesterday|last|earlier|reported|since)\b[^,.!?;]{0,12}$/u,
}

const wordsOf: Readonly<Record<Lang, TimeWords>> = { 'zh-CN': zh, 'zh-TW': zh, en }

const names = (text: string, words: RegExp, past: RegExp): boolean =>
  [...text.matchAll(words)].some((hit) => !past.test(text.slice(Math.max(0, hit.index - 24), hit.index)))

/** Does the sentence around the match name the time the customer can hold us to? Source: CALL-6, D1 二(三)2. */
export function isTimed(place: Place, lang: Lang): boolean {
  const { limit, moment, past } = wordsOf[lang]
  const { before, after } = inSentence(place)
  return names(before, limit, past) || names(after, limit, past) || names(after, moment, past)
}
