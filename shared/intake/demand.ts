import { foldText } from '../assist/folded-text.ts'
import type { DemandKind } from '../case/words.ts'
import { readAmount } from './amount.ts'
import { findPromise, piecesOf } from './time-in-words.ts'
import type { WhenOptions } from './when.ts'

/**
 * What a customer's words ask for: `kind` `null` = no word says it; `within` and `amount` as written, empty when not said;
 * `dueAtMs` = what `within` is read as, epoch milliseconds.
 */
export interface DemandRead {
  readonly kind: DemandKind | null
  readonly within: string
  readonly dueAtMs: number | null
  readonly amount: string
}

/** Words for each kind, the more telling first: 退款 is money back whatever else is said. */
const kindWords: readonly (readonly [DemandKind, RegExp])[] = [
  ['refund', /退款|退钱|退錢|退费|退費|退货|退貨|退一赔|退還|退还|refund|money back/u],
  ['compensate', /赔|賠|补偿|補償|补我|補我|误工|誤工|compensat|make up for|damages/u],
  ['apologise', /道歉|赔礼|賠禮|认错|認錯|apolog|say sorry/u],
  ['explain', /解释|解釋|说法|說法|说明|說明|原因|为什么|為什麼|explain|why/u],
  ['improve', /改进|改進|改善|整改|优化|優化|以后别|以後別|improve|change the/u],
  ['fix', /修|恢复|恢復|解决|解決|处理好|處理好|能用|换货|換貨|补发|補發|打开|打開|fix|repair|restore|replace/u],
]

const money = /[元块塊圆圓¥￥$]|人民币|人民幣|\b(?:cny|rmb|usd|twd|hkd|yuan)\b/iu
/**
 * Reads one demand as it is said (`修好 两小时内`, `补偿误工 500元`): its kind by its words, its wanted time and its sum by the pieces
 * that are nothing else. Nothing is guessed: what cannot be read stays in the text alone. Never throws. Source: CASE-1.
 */
export function readDemand(text: string, options: WhenOptions & { readonly currency: string }): DemandRead {
  const folded = foldText(text.slice(0, 400)).text
  const time = findPromise(text, options)
  return {
    kind: kindWords.find(([, words]) => words.test(folded))?.[0] ?? null,
    within: time.ok ? time.value.source : '',
    dueAtMs: time.ok ? time.value.atMs : null,
    amount: piecesOf(text).find((piece) => money.test(piece) && readAmount(piece, options.currency).ok) ?? '',
  }
}
