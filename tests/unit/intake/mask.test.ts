import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskAccount, maskBankCard, maskEmail, maskIdNumber, maskName, maskPhone } from '../../../shared/intake/mask.ts'
import { isBankCard, isChineseId } from '../../../shared/intake/mask-checks.ts'

describe('one value', () => {
  it.each([
    ['13812345678', '138****5678'],
    ['+86 138-1234-5678', '138****5678'],
    ['008613812345678', '138****5678'],
    ['013812345678', '138****5678'],
    ['１３８１２３４５６７８', '138****5678'],
    ['13812345678转8012', '138****5678转****'],
    ['+8613812345678;ext=8012', '138****5678转****'],
    ['010-12345678', '010-****5678'],
    ['(010) 1234 5678 ext. 8012', '010-****5678转****'],
    ['0891-6321234', '0891-***1234'],
    ['+861012345678', '010-****5678'],
    ['+862155550003', '021-****0003'],
    ['+14155550123', '+*******0123'],
    ['+1 202 555 0123', '+*******0123'],
    ['0044 20 7946 0958', '+********0958'],
    ['12345678', '****5678'],
    ['95588', '*****'],
    ['801', '****'],
    ['', '****'],
    ['138****5678', '138****5678'],
    ['13812345678*', '138****5678'],
  ])('CASE-5a phone %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked)
  })

  it.each([
    ['zhang.san@example.com', 'z***@example.com'],
    ['李四@公司.cn', '李***@公司.cn'],
    ['z@example.com', '***@example.com'],
    ['𠮷田@example.com', '𠮷***@example.com'],
    ['*a@example.com', '***@example.com'],
    ['@example.com', '***@example.com'],
    ['no address', '****'],
  ])('CASE-5a e-mail %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked)
  })

  it.each([
    ['11010519491231002X', '110***********002X'],
    ['１１０１０５１９４９１２３１００２Ｘ', '110***********002X'],
    ['130503670401001', '130********1001'],
    ['E12345678', '****'],
  ])('CASE-5a identity number %s', (id, masked) => {
    expect(maskIdNumber(id)).toBe(masked)
  })

  it.each([
    ['6222021234567890123', '***************0123'],
    ['4111 1111 1111 1111', '************1111'],
    ['1234567', '****'],
  ])('CASE-5a bank card %s', (card, masked) => {
    expect(maskBankCard(card)).toBe(masked)
  })

  it.each([
    ['member12345', 'me*******45'],
    ['12345678', '12****78'],
    ['1234567', '****'],
    ['', '****'],
  ])('CASE-5a account %s', (account, masked) => {
    expect(maskAccount(account)).toBe(masked)
  })

  it.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳娜娜', '欧阳**'],
    ['歐陽娜娜', '歐陽**'],
    ['欧阳', '欧*'],
    ['张', '*'],
    ['𠮷田', '𠮷*'],
    ['阿·凡提', '阿***'],
    ['John Smith', 'J*** S****'],
    ['J Smith', '* S****'],
    ['', '*'],
  ])('CASE-5b name %s', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })

  const masks = { maskPhone, maskEmail, maskIdNumber, maskBankCard, maskAccount, maskName }
  it.each(Object.entries(masks))(
    'CASE-5a %s twice is %s once, for any text',
    (_, mask) => {
      const property = fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d*+ -]{0,20}$/u)), (text) => {
        expect(mask(mask(text))).toBe(mask(text))
      })
      expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow()
    },
    60_000,
  )

  it('CASE-5a no mask of a number shows more than eight of its digits, nor a run of more than four', () => {
    const property = fc.property(fc.stringMatching(/^\+?\d{3,22}$/u), (number) => {
      for (const mask of [maskPhone, maskIdNumber, maskBankCard, maskAccount]) {
        const masked = mask(number)
        expect(masked.replace(/\D/gu, '').length).toBeLessThanOrEqual(8)
        expect(masked).not.toMatch(/\d{5}/u)
      }
    })
    expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow()
  }, 60_000)
})

describe('check digits', () => {
  it.each([
    ['11010519491231002X', true],
    ['11010519491231002x', true],
    ['110105194912310021', false],
    ['440524188001010014', true],
    ['202405101234567890', false],
    ['110105194913310021', false],
    ['130503670401001', true],
    ['130503671301001', false],
    ['1101051949123100', false],
  ])('CASE-5a %s is an identity number: %s', (text, expected) => {
    expect(isChineseId(text)).toBe(expected)
  })

  it.each([
    ['4111111111111111', true],
    ['4111111111111112', false],
    ['378282246310005', true],
    ['6011111111111117', true],
    ['20240510000123', false],
    ['2024051000012345', false],
    ['411111111111', false],
  ])('CASE-5a %s is a bank card: %s', (text, expected) => {
    expect(isBankCard(text)).toBe(expected)
  })
})
