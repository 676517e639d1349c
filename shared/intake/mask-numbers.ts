import { caught } from './captures.ts'
import { maskBankCard, maskIdNumber, maskPhone } from './mask.ts'
import { isBankCard, isChineseId, isChineseLandline, isChineseMobile } from './mask-checks.ts'

/** A stretch of the text that says who somebody is, and what is shown in its place. */
export interface Hit {
  readonly from: number
  readonly to: number
  readonly shown: string
}

/** Digits that stand together, and where. Those that touch a star are what an earlier masking left: never hidden again. */
interface Group {
  readonly from: number
  readonly to: number
  readonly digits: string
  readonly masked: boolean
}

const gap = '[ .()/\\-\\u2010-\\u2015\\u2212\\u00a0\\u200b-\\u200d\\u2060\\ufeff]{0,3}'
/** Digits with small gaps among them. */
const run = new RegExp(`\\d(?:${gap}\\d)*`, 'gu')
const extension = /^ ?(?:转|轉|分机|分機|ext\.?|;ext=)[ :]?\d{1,6}/iu

const idLabel = /(?:身份证|身份證|证件|證件|护照|護照)(?:号码|號碼|号|號)?(?:是|为|為)?[\s:]*$/u
const cardLabel =
  /(?:银行卡|銀行卡|信用卡|储蓄卡|儲蓄卡|卡号|卡號|账户|賬戶|帐号|账号|賬號)(?:号码|號碼|号|號)?(?:是|为|為)?[\s:]*$/u
const phoneLabel =
  /(?:电话|電話|手机|手機|座机|座機|联系方式|聯繫方式|微信|[Qq]{2})(?:号码|號碼|号|號)?(?:是|为|為)?[\s:]*$/u
const orderLabel =
  /(?:订单|訂單|单号|單號|运单|運單|快递|快遞|流水|编号|編號|工单|工單|案号|案號)(?:编号|編號|号码|號碼|号|號)?(?:是|为|為)?[\s:]*$/u
const labelReach = 14
const shortestLabelled = 6
const mostGroups = 19

const publicService = /^(?:[48]00\d{7}|9[56]\d{3,6})$/u

/** The number the writer names (身份证号…), whether its check digit is right or not. */
function byLabel(digits: string, before: string): string | null {
  if (digits.length < shortestLabelled) return null
  if (idLabel.test(before)) return maskIdNumber(digits)
  if (cardLabel.test(before)) return maskBankCard(digits)
  return phoneLabel.test(before) ? maskPhone(digits) : null
}

const cardGroups = /^4(?:,4){2,3}(?:,[1-4])?$/u

/** What joined digits are, by check digit or shape; `null` for order numbers, amounts and dates. */
function byShape(groups: readonly Group[], before: string, plus: boolean): string | null {
  const digits = join(groups)
  const sizes = groups.map((group) => group.digits.length).join(',')
  if (digits.length < 10 || digits.length > 19) return null
  if (isChineseId(digits)) return maskIdNumber(digits)
  const oneCard = groups.length === 1 || cardGroups.test(sizes)
  if (oneCard && !orderLabel.test(before) && isBankCard(digits)) return maskBankCard(digits)
  const home = digits.replace(/^(?:00)?86(?=1[3-9]\d{9}$)/u, '').replace(/^0(?=1[3-9]\d{9}$)/u, '')
  const spoken = groups.length <= 5 || groups.length === digits.length
  if (spoken && (isChineseMobile(home) || isChineseLandline(home))) return maskPhone(home)
  const abroad = plus || /^00[1-9]/u.test(digits)
  return spoken && abroad && digits.length <= 15 ? maskPhone(`+${digits}`) : null
}

function groupsOf(run: string, from: number, text: string): readonly Group[] {
  return [...run.matchAll(/\d+/gu)].map((match) => {
    const start = from + match.index
    const to = start + match[0].length
    return { from: start, to, digits: match[0], masked: text[start - 1] === '*' || text[to] === '*' }
  })
}

interface Found {
  readonly hit: Hit | null
  readonly next: number
}

function join(groups: readonly Group[]): string {
  return groups.map((group) => group.digits).join('')
}

/** Where a number begins on the page: its plus, or the bracket around its area code, belongs to it. */
function startOf(text: string, from: number, to: number): { readonly from: number; readonly plus: boolean } {
  const opened = caught(/[+( ]{1,3}$/u.exec(text.slice(Math.max(0, from - 3), from)), 0)
  const plus = opened.includes('+')
  const bracket = opened.endsWith('(') && text.slice(from, to).includes(')')
  const length = plus ? opened.length - opened.search(/\(?\+/u) : bracket ? 1 : 0
  return { from: from - length, plus }
}

/** An identity number that ends in x is one character longer than its digits. */
function idWithX(groups: readonly Group[], to: number, text: string): Hit | null {
  const id = `${join(groups)}${text.charAt(to)}`
  return /[Xx]$/u.test(id) && isChineseId(id)
    ? { from: groups[0]?.from ?? to, to: to + 1, shown: maskIdNumber(id) }
    : null
}

interface Run {
  readonly text: string
  readonly groups: readonly Group[]
}

/** Groups from `start` on without a space between them: what a writer means by one number. */
function tightFrom({ text, groups }: Run, start: number): readonly Group[] {
  const from = groups[start]?.from ?? 0
  const gapAt = groups.findIndex((group, index) => index > start && /\s/u.test(text.slice(from, group.to)))
  return groups.slice(start, gapAt < 0 ? groups.length : gapAt)
}

/** What the groups from `start` up to `end` are, if they say who somebody is. */
function hitOf(run: Run, start: number, end: number, tight: readonly Group[]): Hit | null {
  const stretch = run.groups.slice(start, end)
  const from = stretch[0]?.from ?? 0
  const to = stretch.at(-1)?.to ?? from
  if (stretch.some((group) => group.masked)) return null
  const before = run.text.slice(Math.max(0, from - labelReach), from)
  const origin = startOf(run.text, from, to)
  const labelled = stretch.length === tight.length ? byLabel(join(tight), before) : null
  const shown = byShape(stretch, before, origin.plus) ?? labelled
  return (
    idWithX(stretch, to, run.text) ??
    (shown === null ? null : withExtension({ from: origin.from, to, shown }, run.text))
  )
}

/** The longest stretch of groups from `start` on that says who somebody is, or a public line to step over. */
function findFrom(run: Run, start: number): Found {
  const tight = tightFrom(run, start)
  if (publicService.test(join(tight))) return { hit: null, next: start + tight.length }
  for (let end = Math.min(run.groups.length, start + mostGroups); end > start; end--) {
    const hit = hitOf(run, start, end, tight)
    if (hit !== null) return { hit, next: end }
  }
  return { hit: null, next: start + 1 }
}

function withExtension(hit: Hit, text: string): Hit {
  const match = extension.exec(text.slice(hit.to, hit.to + 16))
  return match === null ? hit : { ...hit, to: hit.to + match[0].length, shown: `${hit.shown}转****` }
}

/**
 * Phones, identity numbers and bank cards in a half-width text, by their shape, their check digit or what the writer calls
 * them, with what may be shown of each. Public 400, 800 and 95xxx lines and what an earlier masking left are none.
 */
export function numberHits(text: string): readonly Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(run)) {
    const groups = groupsOf(match[0], match.index, text)
    for (let start = 0; start < groups.length; ) {
      const { hit, next } = findFrom({ text, groups }, start)
      if (hit !== null) hits.push(hit)
      start = next
    }
  }
  return hits
}
