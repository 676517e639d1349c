import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskText } from '../../../shared/intake/mask-text.ts'
import { cpuMs } from '../cpu-time.ts'
import { anyText } from './any-text.ts'

const wide = (text: string) => text.replace(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

describe('maskText', () => {
  it.each([
    ['我的手机是13812345678，请回电', '我的手机是138****5678，请回电'],
    ['138-1234-5678', '138****5678'],
    ['138 1234 5678', '138****5678'],
    ['１３８１２３４５６７８', '138****5678'],
    ['1 3 8 1 2 3 4 5 6 7 8', '138****5678'],
    ['138\u200b1234\u200b5678', '138****5678'],
    ['+86 138 1234 5678 找我', '138****5678 找我'],
    ['电话：(86)13812345678。', '电话：138****5678。'],
    ['tel:13812345678', 'tel:138****5678'],
    ['13812345678/13912345679', '138****5678/139****5679'],
    ['13812345678转8012', '138****5678转****'],
    ['幺三八一二三四五六七八', '****'],
    ['010-12345678转8012', '010-****5678转****'],
    ['(010) 1234 5678', '010-****5678'],
    ['0755-86013388', '0755-****3388'],
    ['+1 202 555 0123', '+*******0123'],
    ['0044 20 7946 0958', '+********0958'],
    ['邮箱zhang.san@example.com或 李四@公司.cn', '邮箱z***@example.com或 李***@公司.cn'],
    ['a@b.cn4111 1111 1111 1111', '***@b.cn************1111'],
    ['张三13812345678@139.com', '张三1***@139.com'],
    ['身份证11010519491231002X', '身份证110***********002X'],
    ['（11010519491231002x）', '（110***********002x）'],
    ['身份证１１０１０５１９４９１２３１００２Ｘ', '身份证110***********002X'],
    ['130503670401001', '130********1001'],
    ['身份证号：110105194912310021', '身份证号：110***********0021'],
    ['4111 1111 1111 1111', '************1111'],
    ['卡号 1234567890123', '卡号 *********0123'],
    ['账号是88881234567', '账号是*******4567'],
    ['电话12345678', '电话****5678'],
    ['QQ 123456789', 'QQ *****6789'],
    ['订单号 20240510 13812345678', '订单号 20240510 138****5678'],
    ['2024-05-10 13812345678', '2024-05-10 138****5678'],
  ])('CASE-5a masks %s', (text, masked) => {
    expect(maskText(text)).toBe(masked)
  })

  it.each([
    '订单号 202405101234567890',
    '订单2024051013812345678',
    '工单 20240510-000123',
    '20240510000123',
    '订单号4111111111111111',
    '110105194912310021',
    '4111111111111112',
    '400-812-3456',
    '电话 400-812-3456',
    '请拨打95588或10086',
    '客服电话95105105',
    '金额 1380.00 元，2024-05-10 10:15',
    '快递单号 SF1381234567890',
    '版本 1.2.3.4，共 123456 条',
    '电话打不通',
    '138****5678',
    '',
  ])('CASE-5a leaves alone: %s', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it('CASE-5a masks the names and accounts it is given', () => {
    const masked = maskText('张三（账户 VIP0012345）说：我是张三，欧阳娜娜是我妻子。李来过。', {
      names: ['张三', '欧阳娜娜', '李', ' '],
      accounts: ['VIP0012345'],
    })
    expect(masked).toBe('张*（账户 VI******45）说：我是张*，欧阳**是我妻子。李来过。')
  })

  /** A secret as it is written, the gap kept where its spelling may vary, and the digits of it that may stay. */
  const secret = fc.oneof(
    fc.stringMatching(/^1[3-9]\d{9}$/u).map((raw) => ({
      written: (gap: string) => [raw.slice(0, 3), raw.slice(3, 7), raw.slice(7)].join(gap),
      left: raw.slice(0, 3) + raw.slice(-4),
    })),
    fc.stringMatching(/^0(?:10|21|755)-[2-8]\d{7}$/u).map((raw) => ({
      written: (gap: string) => raw.replace('-', gap === '.' ? '-' : gap),
      left: raw.replace(/-\d{4}/u, ''),
    })),
    fc.constantFrom('11010519491231002X', '440524188001010014').map((raw) => ({
      written: () => raw,
      left: raw.slice(0, 3) + raw.slice(-4).replace('X', ''),
    })),
    fc.constantFrom('4111111111111111', '5555555555554444').map((raw) => ({
      written: (gap: string) => raw.replace(/(?<=^(?:\d{4}){1,3})/gu, gap),
      left: raw.slice(-4),
    })),
  )
  const around = fc.constantFrom('', '。', '，请回电', ' 找我', '(家里)', '\n', '电话：', 'tel ', '客户说')

  it('CASE-5a nothing of a number survives but its allowed ends, in any spelling and any surroundings', () => {
    const gaps = fc.constantFrom('', ' ', '-', '.', '\u2014')
    const property = fc.property(secret, gaps, fc.boolean(), around, around, (one, gap, isWide, before, after) => {
      const written = isWide ? wide(one.written(gap)) : one.written(gap)
      const masked = maskText(`${before}${written}${after}`)
      expect(masked.normalize('NFKC').replace(/\D/gu, '')).toBe(one.left)
      expect(masked.startsWith(before) && masked.endsWith(after)).toBe(true)
    })
    expect(() => fc.assert(property, { numRuns: 600 })).not.toThrow()
  }, 60_000)

  it('CASE-5a masking twice changes nothing more, and nothing throws, for any text', () => {
    const pieces = fc.constantFrom(
      ...'0123456789 -.()+*xX转，、@',
      '138',
      '12345678',
      '电话',
      '身份证',
      'a@b.cn',
      '4111 1111 1111 1111',
      '０１',
    )
    const texts = fc.oneof(
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
      anyText,
    )
    const property = fc.property(texts, (text) => {
      const once = maskText(text)
      expect(maskText(once)).toBe(once)
    })
    expect(() => fc.assert(property, { numRuns: 800 })).not.toThrow()
  }, 60_000)

  it('stays linear: a text of the longest allowed length takes milliseconds', () => {
    const started = cpuMs()
    for (const unit of ['1 ', '1', 'a.', '13812345678 ', '电话', '一', '@', '+86'])
      maskText(unit.repeat(20_000 / unit.length))
    expect(cpuMs() - started).toBeLessThan(4000)
  })
})
