const digits: Readonly<Record<string, number>> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const tens: Readonly<Record<string, number>> = { 廿: 20, 卅: 30 }

/** A run of digits or Chinese numerals, for use inside a regular expression. Ten and hundred included. */
export const numeralSource = '(?:[0-9]+|[零一二两三四五六七八九十百廿卅]+)'

/** Digit by digit: 二零二四 → 2024. */
function spelled(text: string): number | null {
  let value = 0
  for (const char of text) {
    const digit = digits[char]
    if (digit === undefined) return null
    value = value * 10 + digit
  }
  return value
}

/** 二十三 → 23, 一百零五 → 105, 廿三 → 23. */
function counted(text: string): number | null {
  let total = 0
  let pending: number | null = null
  let unit = 1000
  for (const char of text) {
    const digit = digits[char]
    const scale = char === '百' ? 100 : char === '十' || char in tens ? 10 : 0
    if (digit !== undefined) {
      if (pending !== null && pending !== 0) return null
      pending = digit
    } else {
      if (scale >= unit || (char in tens && pending !== null)) return null
      total += tens[char] ?? (pending ?? 1) * scale
      unit = scale
      pending = null
    }
  }
  return total + (pending ?? 0)
}

/**
 * The whole number that a run of digits or (folded) Chinese numerals says, 0 … 99,999,999; `null` when it says none.
 * 十 → 10, 二十三 → 23, 廿三 → 23, 一百二十 → 120, `08` → 8, 零五 → 5. 两三 is two or three, not 23: `null`.
 */
export function numberOf(text: string): number | null {
  if (text === '' || text.length > 8) return null
  if (/^[0-9]+$/u.test(text)) return Number.parseInt(text, 10)
  if (/[十百廿卅]/u.test(text)) return counted(text)
  return /^零?.$/u.test(text) ? spelled(text) : null
}

/** As `numberOf`, but Chinese numerals may be said digit by digit as years are: 二零二四 → 2024, 二四 → 24. */
export function yearNumberOf(text: string): number | null {
  return /^[零一二三四五六七八九]{2,4}$/u.test(text) ? spelled(text) : numberOf(text)
}
