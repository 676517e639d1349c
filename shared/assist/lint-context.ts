import { inClause, type Place } from './lint-place.ts'
import type { LintExcuse } from './lint-rules.ts'
import { isTimed } from './lint-time.ts'
import type { Lang } from './record.ts'

/** The words that turn a match harmless, read in the clause before it. */
interface ContextWords {
  /** Look like a negation and are none: 不好意思, 能不能, 别着急, don't worry. */
  readonly noNegation: RegExp
  readonly negation: RegExp
  readonly report: RegExp
  /** Before an opening quote: somebody else's words follow. */
  readonly quoting: RegExp
  /** Behind a closing quote: the word itself is talked about. */
  readonly mention: RegExp
  readonly request: RegExp
  readonly self: RegExp
  readonly done: RegExp
}

const zh: ContextWords = {
  noNegation:
    /不好意思|[不没沒](?:问题|問題)|[没沒](?:事|关系|關係)|[不别別][用要]?(?:着急|著急|担心|擔心|急|客气|客氣|生气|生氣)|([能会會是要可行好对對])不\1|不[仅僅但光只管]/gu,
  negation:
    /(?:不|没|沒|没有|沒有|无法|無法|别|別|勿|未|难以|難以|避免|没办法|沒辦法)(?:能|会|會|敢|可以|可能|该|該|应该|應該|要|想|再|是|给您|給您|跟您|对您|對您|向您|说|說|讲|講|用|轻易|輕易|随便|隨便|一味|只|有|拿|任何|做|作|出|[“「『"'])*$/u,
  report:
    /(?:您|你|客户|客戶|顾客|顧客|对方|對方|先生|女士|小姐|他|她)(?:刚才|剛才|刚刚|剛剛|之前|上次|前面|当时|當時|信里|信裡|也|又|还|還)*(?:说|說|提到|讲|講|反映|问|問|写|寫|听到|聽到)(?!得|的对|的對|的是|的没|的沒)/u,
  quoting:
    /(?:(?<!我|我们|我們|跟您|向您|给您|給您|会|會)(?:说|說|讲|講|写|寫|问|問)|提到|提示|显示|顯示|听到|聽到|标着|標著|叫|弹出|彈出)(?:过|過|的|是|了|着|著)?[:,]?$/u,
  mention: /^(?:这|這|两个字|兩個字|几个字|幾個字|一词|一詞|的说法|的說法|之类|之類|这句|這句)/u,
  request:
    /(?:请|請|麻烦|麻煩|劳烦|勞煩|辛苦|烦请|煩請|建议|建議)(?:您|你)|(?:您|你)(?:可以|能|需要|最好|记得|記得|方便)|^(?:请|請|烦请|煩請)/u,
  self: /我|咱|这边|這邊|[帮幫给給为為替]您/u,
  done: /(?:已|已经|已經|刚|剛|刚刚|剛剛|都)(?:为|為|给|給|帮|幫|替)?您?$/u,
}

const en: ContextWords = {
  noNegation: /\b(?:do not|don't|no) (?:worry|problem|panic|hesitate)\b|\bnot only\b|\bwhy (?:don't|not)\b/gu,
  negation:
    /(?:\b(?:not|never|cannot|no|without|avoid|nobody|neither|nor|instead of|rather than)|n't)\b(?:\s+[\w'"“]+){0,4}\s*["“']?\s*$/u,
  report:
    /\b(?:you|customer|caller|he|she|they|somebody|someone|colleague)(?:'ve)?\s+(?:\w+\s+)?(?:said|say|told|mentioned|wrote|asked|heard|read|promised|were told)\b/u,
  quoting:
    /\b(?:said|say|says|told|mentioned|wrote|asked|heard|reads|showing|shows|called|message)\b(?:\s+\w+){0,2}[:,]?\s*$/u,
  mention: /^\s*(?:is not|isn't|means|sounds|are words|as a word)/u,
  request: /\b(?:could|can|would|will) you\b|\bplease\b/u,
  self: /\b(?:i|we|i'll|we'll|our|us)\b/u,
  done: /\b(?:have|has|had|'ve|been|already|was|were)\b(?:\s+\w+){0,2}\s*$/u,
}

const wordsOf: Readonly<Record<Lang, ContextWords>> = { 'zh-CN': zh, 'zh-TW': zh, en }
const quotes: readonly (readonly [string, string])[] = [
  ['“', '”'],
  ['「', '」'],
  ['『', '』'],
  ['"', '"'],
]

/** Text before the opening and behind the closing quote when the match stands inside one. */
function quoteAround(place: Place): { before: string; after: string } | null {
  for (const [open, close] of quotes) {
    const from = place.text.lastIndexOf(open, place.start - 1)
    const to = place.text.indexOf(close, place.end)
    if (from < 0 || to < 0 || place.start === 0) continue
    const inner = place.text.slice(from + 1, place.start)
    const opens =
      open === close ? place.text.slice(0, place.start).split(open).length % 2 === 0 : !inner.includes(close)
    if (opens)
      return { before: place.text.slice(Math.max(0, from - 30), from), after: place.text.slice(to + 1, to + 20) }
  }
  return null
}

function isReported(place: Place, words: ContextWords): boolean {
  const quote = quoteAround(place)
  if (quote !== null) return words.quoting.test(quote.before) || words.mention.test(quote.after)
  return words.report.test(inClause(place).before)
}

function isNegated(place: Place, words: ContextWords): boolean {
  return words.negation.test(inClause(place).before.replace(words.noNegation, ','))
}

function isAsked(place: Place, words: ContextWords): boolean {
  const { before } = inClause(place)
  const asked = before.match(words.request)
  return asked !== null && !words.self.test(before.slice(asked.index))
}

/** Does this excuse hold for the match? Source: CALL-6. */
export function excuses(excuse: LintExcuse, place: Place, lang: Lang): boolean {
  const words = wordsOf[lang]
  if (excuse === 'negated') return isNegated(place, words)
  if (excuse === 'reported') return isReported(place, words)
  if (excuse === 'asked') return isAsked(place, words)
  if (excuse === 'timed') return isTimed(place, lang)
  return words.done.test(inClause(place).before)
}
