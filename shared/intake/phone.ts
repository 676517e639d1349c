import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { ok, type Result, refuse } from '../kernel/result.ts'
import { caught } from './captures.ts'
import { bareNumbers, foldPhone, isMaskedNumber, isWithheld } from './phone-text.ts'
import { cleanLine, textLimits } from './text.ts'

/** `service`: 400, 800, 95xxx, 10086; `short`: an inside line; `foreign`: any other country's number. */
export type PhoneKind = 'mobile' | 'landline' | 'service' | 'foreign' | 'short' | 'withheld'

export interface PhoneReading {
  readonly kind: PhoneKind
  /** `+8613812345678`; absent for numbers that exist only inside a country or a company, and for withheld ones. */
  readonly e164?: string
  /** Digits as dialled inside the country, empty for withheld. */
  readonly dialled: string
  readonly extension?: string
  /** ISO 3166 country, where known. */
  readonly country?: string
}

export interface PhoneOptions {
  /** Country whose numbers need no prefix. Default CN. */
  readonly home?: CountryCode
  /** Area code (`010`) for local numbers given without one. */
  readonly areaCode?: string
}

const field = 'phone'
const mostDigits = 15
/** Numbers of China that are dialled as they are: police and help, operators, 95xxx and 96xxx, 12315 and its kin. */
const chineseService = /^(?:11[0-9]|12[0-9]|100\d{2}|101\d{2}|116114|118\d{2,3}|12[1-9]\d{2}|9[56]\d{3,6})$/u
const newMobile = /^1[3-9]\d{9}$/u

type Found = Result<PhoneReading>

function kindOf(number: PhoneNumber, home: CountryCode): PhoneKind {
  if (number.country !== home) return 'foreign'
  const type = number.getType()
  if (type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' || type === 'PAGER') return 'mobile'
  return type === 'FIXED_LINE' || type === 'VOIP' ? 'landline' : 'service'
}

function readingOfNumber(number: PhoneNumber, home: CountryCode): PhoneReading {
  const kind = kindOf(number, home)
  const dialled = kind === 'foreign' ? number.number : number.formatNational().replace(/\D/gu, '')
  const country = number.country === undefined ? {} : { country: number.country }
  return { kind, e164: number.number, dialled, ...country }
}

/** Numbers of the home country that the world's tables do not hold. */
function readHomeOnly(digits: string, home: CountryCode): PhoneReading | null {
  const isService = home === 'CN' && chineseService.test(digits)
  if (isService) return { kind: 'service', dialled: digits, country: home }
  if (home === 'CN' && newMobile.test(digits)) {
    return { kind: 'mobile', e164: `+86${digits}`, dialled: digits, country: home }
  }
  return /^[1-9]\d{2,5}$/u.test(digits) ? { kind: 'short', dialled: digits } : null
}

function complain(digits: string, abroad: boolean): Result<never> {
  if (digits.length < 3) return refuse('phone.too_short', field)
  if (digits.length > mostDigits) return refuse('phone.too_long', field, { most: mostDigits })
  const local = !abroad && (digits.length === 7 || digits.length === 8)
  return refuse(local ? 'phone.area_code_missing' : 'phone.invalid', field)
}

/** One number without an extension. `text` holds digits, spaces, dots, dashes, brackets and a leading plus. */
function readPlain(text: string, options: PhoneOptions): Found {
  const home = options.home ?? 'CN'
  const digits = text.replace(/\D/gu, '')
  const abroad = /^\(?(?:\+|00)/u.test(text)
  const local = digits.replace(abroad ? /^(?:00)?86/u : /^86(?=1[3-9]\d{9}$)/u, '')
  const homeOnly = home === 'CN' || !abroad ? readHomeOnly(local.replace(/^0(?=1[3-9])/u, ''), home) : null
  if (homeOnly !== null && (!abroad || (local !== digits && homeOnly.kind !== 'short'))) return ok(homeOnly)
  const spelled = abroad ? `+${digits.replace(/^00/u, '')}` : digits
  const number = parsePhoneNumberFromString(spelled, home)
  if (number?.isValid()) return ok(readingOfNumber(number, home))
  const isBare = !abroad && (digits.length === 7 || digits.length === 8) && !digits.startsWith('0')
  if (isBare && options.areaCode !== undefined) return readPlain(`${options.areaCode}${digits}`, { home })
  return complain(digits, abroad)
}

const extensionEnd = /^(.*?\d.*?)(?:[-, ;]*(?:转|分机号?|extension|ext\.?|;ext=|x|#)[-: .]*|,)(\d{1,6})$/u
const dashedEnd = /^(.*\d)[- ]*-[- ]*(\d{1,6})$/u

/** `010-12345678转8012`, `13812345678-1234`: a whole number and what to dial after it. */
function readExtended(text: string, options: PhoneOptions): Found {
  const whole = readPlain(text, options)
  if (/^[\d+ .()-]*$/u.test(text) && whole.ok) return whole
  for (const pattern of [extensionEnd, dashedEnd]) {
    const match = pattern.exec(text)
    const head = caught(match, 1)
    const main = !/^[\d+ .()-]+$/u.test(head) ? null : readPlain(head, options)
    if (main?.ok && main.value.kind !== 'short') return ok({ ...main.value, extension: caught(match, 2) })
  }
  return /^[\d+ .()-]*$/u.test(text) ? whole : refuse('phone.unreadable', field)
}

/** Two numbers with only a space between them: the one way to cut the groups into two whole numbers, if there is one. */
function readPair(text: string, options: PhoneOptions): readonly PhoneReading[] | null {
  const groups = text.split(' ')
  for (let cut = 1; cut < groups.length; cut++) {
    const head = readExtended(groups.slice(0, cut).join(' '), options)
    const tail = readExtended(groups.slice(cut).join(' '), options)
    if (head.ok && tail.ok && head.value.kind !== 'short' && tail.value.kind !== 'short')
      return [head.value, tail.value]
  }
  return null
}

function readPiece(text: string, options: PhoneOptions): Result<readonly PhoneReading[]> {
  const one = readExtended(text, options)
  if (one.ok) return ok([one.value])
  const pair = readPair(text, options)
  return pair === null ? one : ok(pair)
}

const mostPieces = 8
const between = /\s*(?:[、;；/|\n]|或者?|和|及|,(?! ?\d{1,4}(?:\D|$)))\s*/u

/**
 * Every phone number in a line, in order (`138 1234 5678 / 010-12345678`). A withheld number is one reading of kind
 * `withheld`. Refuses as `readPhone`, except `phone.two_numbers`.
 */
export function readPhones(text: string, options: PhoneOptions = {}): Result<readonly PhoneReading[]> {
  const clean = cleanLine(text, { field, max: textLimits.phone })
  if (!clean.ok) return clean
  const folded = foldPhone(clean.value)
  if (isWithheld(folded)) return ok([{ kind: 'withheld', dialled: '' }])
  if (isMaskedNumber(folded)) return refuse('phone.masked', field)
  const pieces = bareNumbers(folded)
    .replace(/;ext=/gu, '转')
    .split(between)
    .filter((piece) => piece !== '')
  if (pieces.length === 0 || pieces.length > mostPieces) return refuse('phone.unreadable', field)
  const found: PhoneReading[] = []
  for (const piece of pieces) {
    const read = readPiece(piece.trim(), options)
    if (!read.ok) return read
    found.push(...read.value)
  }
  return ok(found)
}

/**
 * One phone number in any spelling: full-width or Chinese digits, spaces, dashes, dots, brackets, +86, 0086, leading 0,
 * 400 and 95xxx numbers, area code and landline, 转8012 or ext., foreign, short; or an explicit `withheld`.
 * Numbers of the numbering plan newer than our tables are taken as mobile where they have their shape.
 *
 * Refuses: `text.too_long`; `phone.two_numbers` {count} (use `readPhones`); `phone.masked`; `phone.area_code_missing`;
 * `phone.too_short`; `phone.too_long` {most}; `phone.invalid` (no such number); `phone.unreadable`. Never throws.
 * Source: CALL-3, CASE-1, D1 二(一)2.
 */
export function readPhone(text: string, options: PhoneOptions = {}): Result<PhoneReading> {
  const all = readPhones(text, options)
  if (!all.ok) return all
  const [first, ...others] = all.value
  if (first === undefined) return refuse('phone.unreadable', field)
  return others.length > 0 ? refuse('phone.two_numbers', field, { count: all.value.length }) : ok(first)
}

/** The one text that a number is stored and compared by (`+861012345678;ext=8012`, `95588`); empty for withheld. */
export function storedPhone(reading: PhoneReading): string {
  const base = reading.e164 ?? reading.dialled
  return reading.extension === undefined ? base : `${base};ext=${reading.extension}`
}

/** The number for a person's eye: `138 1234 5678`, `010 1234 5678 转8012`, `+1 202 555 0123`; empty for withheld. */
export function formatPhone(reading: PhoneReading): string {
  const known = reading.e164 === undefined ? undefined : parsePhoneNumberFromString(reading.e164)
  const plain = reading.kind === 'foreign' ? known?.formatInternational() : known?.formatNational()
  const extension = reading.extension === undefined ? '' : ` 转${reading.extension}`
  return `${plain ?? reading.dialled}${extension}`
}
