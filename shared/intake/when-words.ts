/** Traditional forms and spelling variants of the characters that time words are made of, to simplified. */
const variants: Readonly<Record<string, string>> = {
  點: '点',
  時: '时',
  號: '号',
  週: '周',
  禮: '礼',
  拝: '拜',
  剛: '刚',
  鐘: '钟',
  鍾: '钟',
  個: '个',
  箇: '个',
  両: '两',
  兩: '两',
  俩: '两',
  倆: '两',
  這: '这',
  後: '后',
  內: '内',
  間: '间',
  淩: '凌',
  裡: '里',
  裏: '里',
  幾: '几',
  過: '过',
  來: '来',
  現: '现',
  當: '当',
  兒: '儿',
  於: '于',
  約: '约',
  國: '国',
  頭: '头',
  從: '从',
  發: '发',
  開: '开',
  黃: '黄',
  樣: '样',
  應: '应',
  該: '该',
  歲: '岁',
  總: '总',
  陣: '阵',
  馬: '马',
  盡: '尽',
  儘: '尽',
  會: '会',
  復: '复',
  複: '复',
  覆: '复',
  給: '给',
  〇: '零',
  '○': '零',
  幺: '一',
  壹: '一',
  貳: '二',
  贰: '二',
  參: '三',
  叁: '三',
  肆: '四',
  伍: '五',
  陸: '六',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
  佰: '百',
  '∶': ':',
  '︰': ':',
}

const dashes = /[\u2010-\u2015\u2212\u30fc\ufe58~]/gu
const besideHan = /(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu

/**
 * A cleaned line in the one spelling that the time grammars know: full-width and compatibility characters folded,
 * lower case, simplified time words, plain dashes, no spaces beside Chinese characters.
 */
export function foldSpoken(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replace(dashes, '-')
    .replace(/[^\u0020-\u007e]/gu, (char) => variants[char] ?? char)
    .replace(/\s+/gu, ' ')
    .replace(besideHan, '')
    .trim()
}

const hedges =
  /(?<=[点时分半刻整])许|大概|大约|差不多|可能|好像|似乎|应该|估计|约莫|约|左右|前后|上下|的?样子|\b(?:about|around|approximately|approx\.?|roughly|maybe|probably|circa|or so)(?= |$)|(?<=\d)ish\b/gu

export interface Unhedged {
  readonly text: string
  /** The person said that the time is not exact (大概, 左右, about). */
  readonly approximate: boolean
}

/** Takes out the words that only say "not exactly", and remembers that they were there. */
export function takeHedges(folded: string): Unhedged {
  const text = folded.replace(hedges, ' ').replace(/\s+/gu, ' ').replace(besideHan, '').trim()
  return { text, approximate: text !== folded }
}

/** Words that name no day or minute at all: the agent has to ask the customer. */
const vagueWords =
  /最近|近日|近期|近来|前几天|前两天|前些天|前阵子|前一阵|这几天|这两天|那几天|那天|几天前|好几天|不久|早些时候|早先|以前|之前|往常|一直|经常|每天|十几|几十|十来|[一两二三四五六七八九]{2}(?:个?(?:小时|钟头|星期|礼拜)|分钟?|天|周|[日号])|几(?:个|分|小时|天|周)|多(?:个?小时|分钟|天)|半天|半个月|月初|月中|月底|月末|上旬|中旬|下旬|年初|年底|年末|上个?(?:周|星期|礼拜|月)$|这个?(?:周|星期|礼拜|月)$|本[周月]$|(?:今年|去年|前年|年|月)$|\d个?月前|[一两二三四五六七八九十]个?月前|尽快|尽早|稍后|马上|立刻|立即|一会儿?|待会儿?|等会儿?|等下|晚点|回头|过几天|改天|近几天|下班前|下个?(?:周|星期|礼拜|月)$|\b(?:recently|lately|the other day|some time ago|a while ago|a few|few|several|a couple|soon|asap|shortly|later|earlier|last week|last month|last year|this week|this month|next week|next month|months? ago|years? ago)\b/u

/** The first vague word of a folded text, or `null`. */
export function vagueWord(folded: string): string | null {
  return vagueWords.exec(folded)?.[0] ?? null
}
