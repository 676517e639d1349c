import { Converter } from 'opencc-js/t2cn'

const toSimplified = Converter({ from: 't', to: 'cn' })
/** Folded form of each UTF-16 unit, worked out when first met; 0 = not yet. */
const folded = new Uint16Array(65_536)

/**
 * Lower case, half width, traditional as simplified, unit by unit: the folded text has the length of the original, so that a
 * place found in one is the place in the other.
 */
export function foldUnits(text: string): string {
  const units = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) units[i] = foldUnit(text.charCodeAt(i))
  return Buffer.from(units.buffer).toString('utf16le')
}

function foldUnit(unit: number): number {
  const known = folded[unit] ?? 0
  if (known !== 0) return known
  const fresh = workOut(unit)
  folded[unit] = fresh
  return fresh
}

function workOut(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return unit
  const one = (text: string, before: string): string => (text.length === 1 ? text : before)
  const char = String.fromCharCode(unit)
  const even = one(char.normalize('NFKC'), char)
  const lower = one(even.toLowerCase(), even)
  return one(lower < '\u2e80' ? lower : toSimplified(lower), lower).charCodeAt(0)
}
