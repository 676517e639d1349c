import { halfWidth, isChineseMobile } from './mask-checks.ts'
import { surnameLength } from './surnames.ts'

const star = '*'
/** Fewest stars, so that the length of a short value does not show. */
const leastStars = 4

function stars(count: number): string {
  return star.repeat(Math.max(leastStars, count))
}

/** `first` characters from the start and `last` from the end stay, but never more than half of the whole. */
function keepEdges(text: string, first: number, last: number): string {
  const chars = [...text]
  const hidden = chars.length - first - last
  if (hidden < first + last) return stars(0)
  return chars.slice(0, first).join('') + stars(hidden) + chars.slice(chars.length - last).join('')
}

const maskedPhone = /^(?:\d{3}\*{4}\d{4}|0\d{2,3}-\*{3,4}\d{4}|\+?\*{4,}\d{0,4})(?:转\*{4})?$/u
const extensionMark = /转|轉|分机|分機|;ext=|ext\.?|#/iu

function maskDigits(digits: string, abroad: boolean): string {
  if (!abroad && isChineseMobile(digits)) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  const area = /^(0(?:10|2\d|[3-9]\d{2}))(\d{3,4})(\d{4})$/u.exec(digits)
  if (area !== null) return `${area[1]}-${star.repeat(area[2]?.length ?? leastStars)}${area[3]}`
  const last = digits.length >= 8 ? digits.slice(-4) : ''
  return `${abroad ? '+' : ''}${stars(digits.length - last.length)}${last}`
}

/** Digits as dialled in China: without the country code, a landline with its zero before the area code. */
function dialledAtHome(digits: string, abroad: boolean): string {
  const mobile = (abroad ? /^86(1[3-9]\d{9})$/u : /^(?:86|0)?(1[3-9]\d{9})$/u).exec(digits)
  if (mobile?.[1] !== undefined) return mobile[1]
  const landline = abroad ? /^86((?![48]00)[2-9]\d{8,10}|10\d{8})$/u.exec(digits) : null
  return landline?.[1] === undefined ? digits : `0${landline[1]}`
}

/**
 * A phone number with its middle hidden: `138****1234`, `010-****5678`, `+*******0123`; an extension is hidden whole.
 * A value that is masked already comes back unchanged. Source: CASE-5.
 */
export function maskPhone(phone: string): string {
  if (maskedPhone.test(phone)) return phone
  const [number = '', extension] = halfWidth(phone).split(extensionMark)
  const abroad = /^\s*\(?(?:\+|00)/u.test(number)
  const digits = number.replace(/\D/gu, '').replace(/^00(?=[1-9])/u, '')
  const home = dialledAtHome(digits, abroad)
  const masked = maskDigits(home, abroad && home === digits)
  return extension === undefined ? masked : `${masked}转****`
}

/** `z***@example.com`: the first letter of the name and the domain stay. A masked value comes back unchanged. */
export function maskEmail(email: string): string {
  if (/^[^@*]?\*{3}@[^@*]+$/u.test(email)) return email
  const at = email.lastIndexOf('@')
  if (at < 0) return stars(0)
  const [first = '', second] = [...email.slice(0, at)]
  return `${second === undefined || first === star ? '' : first}***${email.slice(at).replaceAll(star, '')}`
}

/** `110***********123X`: three characters in front and four behind. A masked value comes back unchanged. */
export function maskIdNumber(id: string): string {
  if (/^(?:[\dA-Za-z]{3})?\*{4,}(?:[\dA-Za-z]{4})?$/u.test(id)) return id
  return keepEdges(halfWidth(id).replace(/[^\dA-Za-z]/gu, ''), 3, 4)
}

/** `***************6789`: only the last four digits stay. A masked value comes back unchanged. */
export function maskBankCard(card: string): string {
  if (/^\*{4,}(?:\d{4})?$/u.test(card)) return card
  return keepEdges(halfWidth(card).replace(/\D/gu, ''), 0, 4)
}

/** Account and member ids: two characters at either end of eight or more, nothing of a shorter one. */
export function maskAccount(account: string): string {
  if (/^(?:[^*]{2}\*{4,}[^*]{2}|\*{4})$/u.test(account)) return account
  return keepEdges(account.replaceAll(star, '').trim(), 2, 2)
}

function maskWord(word: string): string {
  const [first = '', ...others] = [...word.replaceAll(star, '')]
  return others.length === 0 ? star : first + star.repeat(others.length)
}

/** A person's name: the surname stays in Chinese (张*, 欧阳**), the first letter of each word elsewhere (J*** S****). */
export function maskName(name: string): string {
  const bare = name.trim()
  if (/^(?:[^\s*]?\*+(?: |$))+$|^\p{Script=Han}{1,2}\*+$/u.test(bare)) return bare
  if (!/^[\p{Script=Han}·]+$/u.test(bare)) return bare.split(/\s+/u).map(maskWord).join(' ')
  const chars = [...bare]
  const kept = surnameLength(chars)
  return chars.length < 2 ? star : chars.slice(0, kept).join('') + star.repeat(chars.length - kept)
}
