import { maskAccount, maskEmail, maskName } from './mask.ts'
import { halfWidth } from './mask-checks.ts'
import { type Hit, numberHits } from './mask-numbers.ts'

export interface MaskOptions {
  /** Names known to belong to the customer, masked wherever they stand; shorter than two characters are left out. */
  readonly names?: readonly string[]
  /** Account or member ids of the customer, masked wherever they stand. */
  readonly accounts?: readonly string[]
}

/** Western or Chinese on either side of each dot, so that the words around an address are not taken for a part of it. */
const email =
  /(?:[\w.%+-]{1,64}|\p{Script=Han}{1,20})@(?:(?:[A-Za-z\d-]{1,63}|\p{Script=Han}{1,20})\.){1,4}(?:[A-Za-z]{2,24}(?![A-Za-z@])|\p{Script=Han}{2,10}(?!@))/gu
const spelledRun = /[零〇一幺二三四五六七八九]{11,18}/gu

/** 幺三八…: a number spelled in Chinese digits, all of it hidden. */
function spelledHits(text: string): readonly Hit[] {
  return [...text.matchAll(spelledRun)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    shown: '****',
  }))
}

function literalHits(text: string, values: readonly string[], mask: (value: string) => string): readonly Hit[] {
  return values.flatMap((value) => {
    const bare = value.trim()
    if ([...bare].length < 2) return []
    const hits: Hit[] = []
    for (let at = text.indexOf(bare); at >= 0; at = text.indexOf(bare, at + bare.length)) {
      hits.push({ from: at, to: at + bare.length, shown: mask(bare) })
    }
    return hits
  })
}

/** Puts the masks in, leftmost first; where two overlap, both are shown and nothing of what they cover. */
function applied(text: string, hits: readonly Hit[]): string {
  const sorted = [...hits].sort((a, b) => a.from - b.from || b.to - a.to)
  let result = ''
  let done = 0
  for (const hit of sorted) {
    if (hit.to <= done) continue
    result += text.slice(done, Math.max(done, hit.from)) + hit.shown
    done = hit.to
  }
  return result + text.slice(done)
}

/** A number may stand in the domain too. */
function emailHits(text: string): readonly Hit[] {
  return [...text.matchAll(email)].map((match) => {
    const shown = maskEmail(match[0])
    return {
      from: match.index,
      to: match.index + match[0].length,
      shown: applied(shown, [...numberHits(shown), ...spelledHits(shown)]),
    }
  })
}

/**
 * Free text with everything masked that says who somebody is: phones (any spelling, extensions too), e-mail addresses,
 * Chinese identity numbers, bank cards, and the given names and accounts. Numbers that a check digit tells apart (order
 * and case numbers) stay, as do amounts, dates and public 400 and 95xxx lines; a number the writer calls 身份证, 银行卡 or
 * 电话 is masked whatever its check digit. Masking twice changes nothing more. Linear in the length of the text.
 * Source: CASE-5, D0 三(二)1.
 */
export function maskText(text: string, options: MaskOptions = {}): string {
  const even = halfWidth(text)
  return applied(text, [
    ...emailHits(even),
    ...literalHits(text, options.names ?? [], maskName),
    ...literalHits(text, options.accounts ?? [], maskAccount),
    ...numberHits(even),
    ...spelledHits(even),
  ])
}
