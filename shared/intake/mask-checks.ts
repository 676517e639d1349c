/**
 * Full-width letters, digits, signs and spaces to ASCII, one character for one, so that positions stay what they were.
 */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/gu, ' ')
}

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idChecks = '10X98765432'
/** First two digits of a Chinese identity number: provinces of GB/T 2260, 81–83 residence permits, 91 foreigners. */
const provinces = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/u

function isDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/**
 * A Chinese identity number: 18 characters with province, birthday and check character (GB 11643), or 15 digits with
 * province and birthday (those have no check character). Upper or lower case x.
 */
export function isChineseId(text: string): boolean {
  if (!provinces.test(text)) return false
  if (/^\d{15}$/u.test(text)) return isDay(Number(text.slice(8, 10)), Number(text.slice(10, 12)))
  if (!/^\d{17}[\dXx]$/u.test(text)) return false
  if (!isDay(Number(text.slice(10, 12)), Number(text.slice(12, 14)))) return false
  const sum = idWeights.reduce((total, weight, index) => total + weight * Number(text.charAt(index)), 0)
  return idChecks.charAt(sum % 11) === text.charAt(17).toUpperCase()
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.charAt(digits.length - 1 - index))
    const weighed = index % 2 === 0 ? digit : digit * 2
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}

/** Lengths and first digits that card schemes use; a number that begins with a date (2024…) is none of them. */
const cardShape =
  /^(?:4\d{12}(?:\d{3}){0,2}|5\d{15}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6\d{15,18}|8[18]\d{14,17}|9[05]\d{14,17})$/u

/** A bank card number: the shape of a card scheme and the Luhn check digit (ISO/IEC 7812). */
export function isBankCard(digits: string): boolean {
  return cardShape.test(digits) && passesLuhn(digits)
}

/** A mobile number of China: 11 digits beginning 13 … 19. */
export function isChineseMobile(digits: string): boolean {
  return /^1[3-9]\d{9}$/u.test(digits)
}

/** A landline of China with its area code: 010 and 02x with eight digits, other codes with seven or eight. */
export function isChineseLandline(digits: string): boolean {
  return /^(?:0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8})$/u.test(digits)
}
