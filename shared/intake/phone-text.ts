const spelledDigits: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  '○': '0',
  一: '1',
  幺: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
}
const dashes = /[\u2010-\u2015\u2212\u30fc\ufe58~·・_]/gu
const spelled = /[零〇○一幺二三四五六七八九]/gu
const labels =
  /联系|电话|手机|座机|固话|固定|移动|办公|公司|家里|家庭|传真|号码|号|是|[:：]|\b(?:tel|telephone|phone|mobile|cell|fax|no)\b\.?/gu
const traditional: Readonly<Record<string, string>> = {
  轉: '转',
  機: '机',
  號: '号',
  碼: '码',
  電: '电',
  話: '话',
  聯: '联',
  繫: '系',
  係: '系',
  隱: '隐',
  無: '无',
  顯: '显',
  來: '来',
  單: '单',
  動: '动',
  辦: '办',
  裡: '里',
  傳: '传',
  為: '为',
}

/** A cleaned phone line in one spelling: half-width, lower case, plain dashes and simplified words. */
export function foldPhone(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replace(dashes, '-')
    .replace(/[\u4e00-\u9fff]/gu, (char) => traditional[char] ?? char)
    .trim()
}

const withheldWords =
  /^(?:(?:无|没有|不)?(?:来电)?(?:显示)?(?:隐藏|未知|匿名|保密|私人|受限|屏蔽|不详|不明|无法显示|未显示|无显示|不显示|未提供|不愿提供|拒绝提供|无|没有)(?:来电)?(?:显示)?(?:号码?|电话|身份)?|(?:号码|电话|来电)(?:已?隐藏|保密|未知|不显示|不详)|anonymous|unknown|private|withheld|blocked|restricted|unavailable|hidden|no caller id|no number|private number|none|n\/a|null|-+|-1|-2)$/u

/** No number was given, or the network kept it back (隐藏号码, anonymous, nothing at all). */
export function isWithheld(folded: string): boolean {
  return folded === '' || withheldWords.test(folded)
}

/** Some digits are covered (138****1234): a mask, not a number. */
export function isMaskedNumber(folded: string): boolean {
  return /\d[- ]?[*•#x]{2,}[- ]?\d?|[*•x]{3,}[- ]?\d/u.test(folded)
}

/** Spelled digits to digits and the words around a number (电话：, tel.) to nothing. */
export function bareNumbers(folded: string): string {
  return folded
    .replace(spelled, (char) => spelledDigits[char] ?? char)
    .replace(labels, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
}
