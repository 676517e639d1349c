import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPhone, readPhone, readPhones, storedPhone } from '../../../shared/intake/phone.ts'
import { phoneKeys, phoneQueryKeys } from '../../../shared/intake/phone-keys.ts'
import { anyText } from './any-text.ts'

function shown(text: string): string {
  const read = readPhone(text)
  return read.ok ? `${read.value.kind} ${storedPhone(read.value)}`.trim() : `!${read.error.tag}`
}

const mobile = 'mobile +8613812345678'
const landline = 'landline +861012345678'
const extended = 'landline +861012345678;ext=8012'

describe('readPhone', () => {
  it.each([
    ['13812345678', mobile],
    ['１３８１２３４５６７８', mobile],
    ['138１２３４5678', mobile],
    ['138 1234 5678', mobile],
    ['138\u30001234\u30005678', mobile],
    ['138-1234-5678', mobile],
    ['138－1234－5678', mobile],
    ['138—1234—5678', mobile],
    ['138.1234.5678', mobile],
    ['1 3 8 1 2 3 4 5 6 7 8', mobile],
    ['+8613812345678', mobile],
    ['+86 138 1234 5678', mobile],
    ['（+86）138 1234 5678', mobile],
    ['＋８６－１３８１２３４５６７８', mobile],
    ['008613812345678', mobile],
    ['0086-138-1234-5678', mobile],
    ['86-13812345678', mobile],
    ['8613812345678', mobile],
    ['013812345678', mobile],
    ['电话：13812345678', mobile],
    ['聯繫電話 13812345678', mobile],
    ['手机号是13812345678', mobile],
    ['Tel. 138 1234 5678', mobile],
    ['一三八一二三四五六七八', mobile],
    ['幺三八一二三四五六七八', mobile],
    ['\u202e138\u200b12345678\u0000', mobile],
    ['19212345678', 'mobile +8619212345678'],
    ['15412345678', 'mobile +8615412345678'],
    ['+86 15412345678', 'mobile +8615412345678'],
    ['13812345678-1234', 'mobile +8613812345678;ext=1234'],
    ['01012345678', landline],
    ['010-12345678', landline],
    ['(010)12345678', landline],
    ['+86 10 1234 5678', landline],
    ['+86(0)10-12345678', landline],
    ['0755-86013388', 'landline +8675586013388'],
    ['0891-6321234', 'landline +868916321234'],
    ['010-12345678转8012', extended],
    ['010-12345678 轉 8012', extended],
    ['010-12345678 分机号8012', extended],
    ['010-12345678 分機8012', extended],
    ['010-12345678 ext. 8012', extended],
    ['010-12345678x8012', extended],
    ['010-12345678#8012', extended],
    ['010-12345678,8012', extended],
    ['010-12345678-8012', extended],
    ['+861012345678;ext=8012', extended],
    ['零一零一二三四五六七八转八零一二', extended],
    ['400-812-3456', 'service +864008123456'],
    ['4008123456', 'service +864008123456'],
    ['400 812 3456 转 1', 'service +864008123456;ext=1'],
    ['800-810-8888', 'service +868008108888'],
    ['95588', 'service 95588'],
    ['95105105', 'service 95105105'],
    ['10086', 'service 10086'],
    ['+86 10086', 'service 10086'],
    ['12315', 'service 12315'],
    ['110', 'service 110'],
    ['8012', 'short 8012'],
    ['801', 'short 801'],
    [')003', '!phone.invalid'],
    ['+1 202 555 0123', 'foreign +12025550123'],
    ['001 202 555 0123', 'foreign +12025550123'],
    ['+44 (0)20 7946 0958', 'foreign +442079460958'],
    ['+852 9123 4567', 'foreign +85291234567'],
    ['+886 912 345 678', 'foreign +886912345678'],
    ['', 'withheld'],
    [' \u200b ', 'withheld'],
    ['隐藏号码', 'withheld'],
    ['隱藏號碼', 'withheld'],
    ['未知号码', 'withheld'],
    ['匿名', 'withheld'],
    ['无来电显示', 'withheld'],
    ['号码保密', 'withheld'],
    ['无', 'withheld'],
    ['Anonymous', 'withheld'],
    ['Private Number', 'withheld'],
    ['-', 'withheld'],
    ['138****1234', '!phone.masked'],
    ['138 **** 1234', '!phone.masked'],
    ['1381234xxxx', '!phone.masked'],
    ['12345678', '!phone.area_code_missing'],
    ['1234567', '!phone.area_code_missing'],
    ['12', '!phone.too_short'],
    ['+', '!phone.too_short'],
    ['+86', '!phone.too_short'],
    ['+999 123', '!phone.invalid'],
    ['1381234567', '!phone.invalid'],
    ['138123456789', '!phone.invalid'],
    ['02-12345678', '!phone.invalid'],
    ['12012345678', '!phone.invalid'],
    ['99999999999999999999', '!phone.too_long'],
    ['abc', '!phone.unreadable'],
    ['张三 13812345678', '!phone.unreadable'],
    ['13812345678(张三)', '!phone.unreadable'],
    ['电话', '!phone.unreadable'],
    ['13812345678 13912345678', '!phone.two_numbers'],
    ['138 1234 5678 139 1234 5678', '!phone.two_numbers'],
    ['13812345678、010-12345678', '!phone.two_numbers'],
    ['13812345678/13912345678', '!phone.two_numbers'],
    ['13812345678或13912345678', '!phone.two_numbers'],
    ['1'.repeat(1_000_000), '!text.too_long'],
  ])('CALL-3d CALL-3e CASE-1a %#: %.24s', (text, expected) => {
    expect(shown(text)).toBe(expected)
  })

  it('CASE-1a knows the area code of its own town when told', () => {
    expect(readPhone('12345678', { areaCode: '010' })).toMatchObject({ value: { e164: '+861012345678' } })
    expect(readPhone('1234567', { areaCode: '010' })).toMatchObject({ error: { tag: 'phone.invalid' } })
  })

  it('CASE-1a another home country: its numbers are plain, Chinese ones foreign', () => {
    const us = { home: 'US' } as const
    expect(readPhone('202-555-0123', us)).toMatchObject({ value: { kind: 'mobile', e164: '+12025550123' } })
    expect(readPhone('+86 138 1234 5678', us)).toMatchObject({ value: { kind: 'foreign', country: 'CN' } })
    expect(readPhone('95588', us)).toMatchObject({ value: { kind: 'short' } })
    expect(readPhone('+1 12', us)).toMatchObject({ error: { tag: 'phone.invalid' } })
  })

  it('CASE-1a gives all numbers of a line in order', () => {
    const all = readPhones('138 1234 5678 / 010-12345678转8012；95588')
    expect(all.ok && all.value.map(storedPhone)).toEqual(['+8613812345678', '+861012345678;ext=8012', '95588'])
    expect(readPhones('13812345678、99').ok).toBe(false)
    expect(readPhones('、').ok).toBe(false)
    expect(readPhones(Array(9).fill('10086').join('、'))).toMatchObject({ error: { tag: 'phone.unreadable' } })
  })

  it('CASE-1a never tells the numbers themselves in a refusal', () => {
    const read = readPhone('13812345678 13912345678')
    expect(read).toEqual({ ok: false, error: { tag: 'phone.two_numbers', field: 'phone', detail: { count: 2 } } })
  })

  it.each([
    ['13812345678', '138 1234 5678'],
    ['010-12345678转8012', '010 1234 5678 转8012'],
    ['4008123456', '400 812 3456'],
    ['95588', '95588'],
    ['+1 (202) 555-0123', '+1 202 555 0123'],
    ['隐藏', ''],
  ])('CASE-1a shows %s as %s', (text, expected) => {
    const read = readPhone(text)
    expect(read.ok && formatPhone(read.value)).toBe(expected)
  })

  it('CASE-1a any mobile number, in any spelling, is the same number; stored text reads back', () => {
    const digits = fc
      .tuple(fc.constantFrom('3', '5', '7', '8', '9'), fc.stringMatching(/^\d{9}$/u))
      .map(([a, b]) => `1${a}${b}`)
    const spelling = fc.record({
      prefix: fc.constantFrom('', '+86', '+86 ', '0086', '0086-', '86 ', '(+86)', '手机：'),
      separator: fc.constantFrom('', ' ', '-', '.', '—', '\u3000'),
      wide: fc.boolean(),
      extension: fc.constantFrom('', '转8012', ' ext 12', '#1'),
    })
    const property = fc.property(digits, spelling, (plain, { prefix, separator, wide, extension }) => {
      const grouped = [plain.slice(0, 3), plain.slice(3, 7), plain.slice(7)].join(separator)
      const text = `${prefix}${grouped}${extension}`
      const typed = wide ? text.replace(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)) : text
      const read = readPhone(typed)
      expect(read).toMatchObject({ ok: true, value: { kind: 'mobile', e164: `+86${plain}` } })
      const stored = read.ok ? storedPhone(read.value) : ''
      expect(readPhone(stored)).toEqual(read)
    })
    expect(() => fc.assert(property, { numRuns: 400 })).not.toThrow()
  }, 60_000)

  it('CASE-1a never throws, for any text', () => {
    const signs = fc
      .array(fc.constantFrom(...'0123456789+-() .,转x#*、/零幺电话ext'), { maxLength: 30 })
      .map((all) => all.join(''))
    const property = fc.property(fc.oneof(signs, anyText), (text) => {
      const read = readPhones(text)
      if (!read.ok) expect(read.error.tag).toMatch(/^(?:phone|text)\.[a-z_]+$/u)
      for (const one of read.ok ? read.value : []) expect(one.e164 ?? '+1').toMatch(/^\+\d{1,15}$/u)
      expect(Array.isArray(phoneQueryKeys(text))).toBe(true)
    })
    expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow()
  }, 60_000)
})

describe('search keys', () => {
  const keys = (text: string) => {
    const read = readPhone(text)
    return read.ok ? phoneKeys(read.value) : []
  }

  it('CASE-4c a number is found in full, by its last four, by first three and last four', () => {
    expect(keys('138 1234 5678')).toEqual(['full:+8613812345678', 'last4:5678', 'first3last4:1385678'])
    expect(keys('010-12345678转8012')).toEqual(['full:+861012345678', 'last4:5678', 'first3last4:0105678'])
    expect(keys('95588')).toEqual(['full:95588'])
    expect(keys('')).toEqual([])
  })

  it.each([
    ['5678', ['last4:5678', 'full:5678']],
    ['１３８ ５６７８', ['first3last4:1385678']],
    ['138****5678', ['first3last4:1385678']],
    ['138-5678', ['first3last4:1385678']],
    ['+86 138-1234-5678', ['full:+8613812345678']],
    ['95588', ['full:95588']],
    ['张三', []],
    ['', []],
    ['1'.repeat(1_000_000), []],
  ])('CASE-4c typing %.20s looks for %j', (typed, expected) => {
    expect(phoneQueryKeys(typed)).toEqual(expected)
  })

  it('CASE-4c each way of typing a stored number finds it', () => {
    const stored = new Set(keys('13812345678'))
    const found = ['5678', '138 5678', '138****5678', '13812345678', '+8613812345678'].filter((typed) =>
      phoneQueryKeys(typed).some((key) => stored.has(key)),
    )
    expect(found).toHaveLength(5)
  })
})
