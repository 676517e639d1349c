import { foldText } from '../assist/folded-text.ts'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { numberOf } from './numerals.ts'

/** A sum of money in minor units (fen, cents) of an ISO 4217 currency. */
export interface Amount {
  readonly amountMinor: number
  readonly currency: string
}

/** Largest sum a case takes, major units. */
const largestAmount = 100_000_000

const marks: readonly (readonly [RegExp, string])[] = [
  [/nt\$|twd|新?[台臺]币|新?[台臺]幣/u, 'TWD'],
  [/hk\$|hkd|港币|港幣|港元/u, 'HKD'],
  [/us\$|usd|美元|美金|\$/u, 'USD'],
  [/£|gbp|英镑|英鎊/u, 'GBP'],
  [/€|eur|欧元|歐元/u, 'EUR'],
  [/jpy|日元|日圆|日圓/u, 'JPY'],
  [/aed|迪拉姆/u, 'AED'],
  [/cny|rmb|人民币|人民幣/u, 'CNY'],
]
const noMinor: ReadonlySet<string> = new Set(['JPY', 'KRW', 'VND'])
const units = /(?:元|块钱?|塊錢?|圆|圓|¥|yuan)+整?$/u
const factors: Readonly<Record<string, number>> = { 千: 1_000, k: 1_000, 万: 10_000, 萬: 10_000, w: 10_000 }

/** Digits with separators, perhaps with 千 or 万 behind, else Chinese numerals; `null` when it is neither. */
function figureOf(text: string): number | null {
  const factor = factors[text.slice(-1)]
  const head = factor === undefined ? text : text.slice(0, -1)
  const digits = /^[0-9][0-9,]*(?:\.[0-9]+)?$/u.test(head) ? Number(head.replaceAll(',', '')) : numberOf(head)
  return digits === null ? null : digits * (factor ?? 1)
}

/**
 * Reads a sum as people type it (`1,280.50元`, `￥128`, `1.2万`, `三百块`, `NT$ 500`). `home` is the currency when none is
 * named. Refusals: `amount.unreadable`, `amount.negative`, `amount.too_fine` (below the smallest coin), `amount.too_large`.
 */
export function readAmount(text: string, home: string): Result<Amount> {
  if (text.length > 60) return refuse('amount.unreadable', 'amount')
  const folded = foldText(text).text.replace(/\s/g, '')
  const mark = marks.find(([pattern]) => pattern.test(folded))
  const bare = folded
    .replace(mark?.[0] ?? '', '')
    .replace(/^[¥￥]/u, '')
    .replace(units, '')
  if (/^[-−]/u.test(bare)) return refuse('amount.negative', 'amount')
  const value = figureOf(bare)
  if (value === null || !Number.isFinite(value)) return refuse('amount.unreadable', 'amount')
  if (value > largestAmount) return refuse('amount.too_large', 'amount', { max: largestAmount })
  const currency = mark?.[1] ?? home
  const minor = value * (noMinor.has(currency) ? 1 : 100)
  const rounded = Math.round(minor)
  if (Math.abs(minor - rounded) > 1e-6 * Math.max(1, minor)) return refuse('amount.too_fine', 'amount')
  return ok({ amountMinor: rounded, currency })
}
