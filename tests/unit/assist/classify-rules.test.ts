import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { categoryFile } from '../../../shared/assist/catalog.ts'
import {
  classifyByRules,
  classifyFile,
  compileClassifier,
  confidenceOf,
  tally,
} from '../../../shared/assist/classify-rules.ts'
import { variantFile } from '../../../shared/assist/cues.ts'
import { cpuMs } from '../cpu-time.ts'
import { anyText } from './any-text.ts'
import { resource } from './packs.ts'

const { variants } = variantFile.parse(resource('classify/variants.json'))
const { categories } = categoryFile.parse(resource('categories.json'))
const file = classifyFile.parse(resource('classify/rules.json'))
const classifier = compileClassifier(file, categories, variants)
const classify = (text: string) => classifyByRules(text, classifier)
const plain = (text: string) => {
  const p = classify(text)
  return [p.category?.value, p.problemType?.value, p.urgency?.value, p.department?.value]
}

/** Symptoms as agents type them; written for the test. */
const symptoms: readonly (readonly [string, string, string, string, string])[] = [
  ['近 7 天的订单列表打不开，一直加载失败', 'system.order_list', 'product_fault', 'mid', 'rnd'],
  ['整个系统瘫痪，所有门店收不了款', 'system.outage', 'product_fault', 'high', 'rnd'],
  ['导出的报表缺列', 'system.export', 'product_fault', 'mid', 'product'],
  ['同一笔扣了两次，账单多收', 'billing.double', 'process', 'mid', 'finance'],
  ['会员自动续费，没人问过我', 'billing.renewal', 'process', 'mid', 'product'],
  ['想问一下发票抬头怎么改', 'billing.invoice', 'process', 'low', 'finance'],
  ['快递显示签收，可是没收到却写本人签收', 'delivery.false_sign', 'process', 'mid', 'logistics'],
  ['包裹箱子破损，里面碎了', 'delivery.damaged', 'process', 'mid', 'logistics'],
  ['客服态度恶劣，还挂我电话', 'attitude.agent', 'service_attitude', 'mid', 'service'],
  ['店员翻白眼，爱答不理', 'attitude.shop', 'service_attitude', 'mid', 'operations'],
  ['退款十天了还没退，钱没到', 'refund.slow', 'process', 'mid', 'finance'],
  ['你们把我的信息泄露了，骗子冒充客服打电话', 'privacy.leak', 'process', 'high', 'legal'],
  ['充电时冒烟起火，手被烫伤', 'safety.fire', 'product_fault', 'high', 'quality'],
  ['饭里有头发，吃完拉肚子', 'safety.food', 'product_fault', 'high', 'quality'],
  ['怀疑是假货，不是正品', 'quality.fake', 'product_fault', 'mid', 'quality'],
  ['修了三次，修好又坏了', 'after_sale.again', 'product_fault', 'mid', 'after_sale'],
  ['账号被盗，有人异地登录', 'account.stolen', 'product_fault', 'high', 'technical_support'],
  ['刚买完就降价，要求退差价', 'promotion.price', 'process', 'mid', 'operations'],
  ['健身卡提前终止要收违约金，合同没写清', 'contract.terminate', 'process', 'mid', 'legal'],
  ['说好回电，三天没人联系', 'service.no_reply', 'process', 'mid', 'service'],
  ['建议增加批量打印功能，最好能选纸张', 'other.suggestion', 'other', 'low', 'product'],
  ['I was charged twice for one order', 'billing.double', 'process', 'mid', 'finance'],
  ['The parcel says delivered but nothing came', 'delivery.false_sign', 'process', 'mid', 'logistics'],
  ['訂單列表打不開，一直轉圈', 'system.order_list', 'product_fault', 'mid', 'rnd'],
]

describe('CLS-2 proposals by rules', () => {
  it.each(symptoms)('CLS-1 %s → %s', (text, ...expected) => {
    expect(plain(text)).toEqual(expected)
  })

  it('CLS-2a shows a confidence and the very words it rests on', () => {
    const text = '今天发货卡住了，订单列表打不开'
    const { category, urgency } = classify(text)
    expect(category?.evidence.map((e) => e.text)).toEqual(['订单列表', '打不开'])
    for (const e of [...(category?.evidence ?? []), ...(urgency?.evidence ?? [])]) {
      expect(text.slice(e.start, e.end)).toBe(e.text)
    }
    expect(category?.confidence).toBeGreaterThan(0.5)
    expect(category?.confidence).toBeLessThan(1)
  })

  it('CLS-2 proposes nothing when nothing speaks for anything', () => {
    for (const text of ['', '嗯嗯', '12345', '\u202e\u0000']) {
      expect(classify(text)).toEqual({
        category: null,
        problemType: null,
        department: null,
        responsibility: null,
        urgency: null,
        severity: null,
      })
    }
  })

  it('CLS-2 is less sure where the words pull two ways', () => {
    const one = classify('退款没到，迟迟不退').category?.confidence ?? 0
    const two = classify('退款没到，客服态度差，快递也慢').category?.confidence ?? 1
    expect(two).toBeLessThan(one)
    expect(confidenceOf(3, 0)).toBeGreaterThan(confidenceOf(3, 3))
    expect(confidenceOf(1000, 0)).toBe(0.99)
  })

  it('CLS-1 does not take a denied injury for one', () => {
    expect(classify('快递压坏了，没有人受伤').severity?.value).toBe('general')
    expect(classify('箱子掉下来，有人受伤').severity?.value).toBe('major')
    expect(classify('the lamp broke, nobody was injured').category?.value).not.toBe('safety.injury')
  })

  it('CLS-1 reads responsibility from the words, else from the category', () => {
    expect(classify('是我填错地址了，快递送到别处').responsibility?.value).toBe('customer')
    expect(classify('更新后一直闪退').responsibility?.value).toBe('rnd')
    expect(classify('发错货').responsibility).toBeNull()
    expect(classify('丢件').responsibility?.value).toBe('third_party')
  })

  it('CLS-2 counts each word once and breaks ties the same way everywhere', () => {
    expect(classify('退款退款退款').category).toMatchObject({ confidence: classify('退款').category?.confidence })
    const hit = (value: string) => ({ for: value, weight: 1, word: 'x', start: 0, end: 1, text: 'x' })
    expect(tally([hit('b'), hit('a')], (h) => h.for).map((v) => v.value)).toEqual(['a', 'b'])
    expect(tally([{ ...hit('a'), weight: -1 }], (h) => h.for)).toEqual([])
  })

  it('CLS-2 answers any text, a megabyte included, without going through all of it', () => {
    fc.assert(
      fc.property(anyText(200), (text) => {
        const p = classify(text)
        return p.category === null || p.category.confidence <= 0.99
      }),
      { numRuns: 100 },
    )
    const at = cpuMs()
    classify('退款不到账，客服态度差！'.repeat(100_000))
    expect(cpuMs() - at).toBeLessThan(2_000)
  })

  it('refuses a word list that names a category the tree does not have', () => {
    const lost = { ...file, category: [{ for: 'moon.base', weight: 1, words: ['月球'] }] }
    expect(() => compileClassifier(lost, categories, variants)).toThrow('moon.base')
  })
})
