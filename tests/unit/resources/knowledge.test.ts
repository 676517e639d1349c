import { describe, expect, it } from 'vitest'
import { articleFile, articleSchema, beforeNumber, matchArticles } from '../../../shared/assist/article.ts'
import { categoryFile } from '../../../shared/assist/catalog.ts'
import { fillSlots } from '../../../shared/assist/fill-slots.ts'
import { lintPhrase, packsFor } from '../../../shared/assist/lint-phrase.ts'
import { slotFile } from '../../../shared/assist/phrase.ts'
import { lintPacks, resource, resourceNames } from '../assist/packs.ts'
import { tooAlike } from './bigrams.ts'

const { articles } = articleFile.parse(resource('knowledge/zh-CN.json'))
const { slots } = slotFile.parse(resource('slots.json'))
const categories = categoryFile.parse(resource('categories.json')).categories.map((c) => c.id)
const remarks = (text: string) => {
  const result = lintPhrase(text, packsFor(text, 'zh-CN', lintPacks))
  return result.ok ? result.value.map((f) => `${f.rule}: ${f.text} in ${text}`) : [result.error.tag]
}
const ask = (text: string, category?: string) => ({
  text,
  lang: 'zh-CN' as const,
  on: '2026-12-01',
  ...(category === undefined ? {} : { category }),
})
const first = (text: string, category?: string) => matchArticles(ask(text, category), articles, 3)[0]?.article.id

describe('CALL-11 knowledge', () => {
  it('CALL-11 has at least forty articles, ids unique, in known categories, every branch covered', () => {
    expect(articles.length).toBeGreaterThanOrEqual(40)
    expect(new Set(articles.map((a) => a.id)).size).toBe(articles.length)
    expect(articles.map((a) => a.category).filter((c) => !categories.includes(c))).toEqual([])
    const branches = new Set(articles.map((a) => a.category.split('.')[0]))
    expect(categories.filter((c) => !c.includes('.') && !branches.has(c))).toEqual([])
  })

  it('CALL-11 a text to the customer can be filled and passes the phrase check', () => {
    const values = Object.fromEntries(slots.map((slot) => [slot.name, slot.example['zh-CN']]))
    for (const article of articles) {
      const filled = fillSlots({ text: article.sendable, slots: article.slots }, values, slots)
      expect(filled.ok, article.id).toBe(true)
    }
    expect(articles.flatMap((a) => remarks(a.sendable))).toEqual([])
  })

  it('CALL-11 a text sent before there is a number leaves out what only names it, and stands as a whole', () => {
    const every = resourceNames('knowledge').flatMap((path) => articleFile.parse(resource(path)).articles)
    expect(every.length).toBeGreaterThan(60)
    for (const { id, lang, sendable } of every) {
      const text = beforeNumber(sendable)
      expect(text, `${lang} ${id}`).not.toContain('{{case}}')
      expect(text, `${lang} ${id}`).toMatch(/[。！？.!?]$/)
      expect(text, `${lang} ${id}`).not.toMatch(/[，。]{2}|[，,]$|\s{2}/)
      expect(text.length, `${lang} ${id}`).toBeGreaterThan(sendable.length / 2)
    }
    expect(beforeNumber('请回短信，工单号{{case}}。')).toBe('请回短信。')
    expect(beforeNumber('数据都在。工单号{{case}}。')).toBe('数据都在。')
  })

  it('CALL-6 body and steps teach no wording that the check forbids', () => {
    const severe = articles.flatMap((a) => [a.title, a.body, ...a.steps].flatMap(remarks))
    expect(severe).toEqual([])
  })

  it('no two articles say the same', () => {
    expect(
      tooAlike(
        articles.map((a) => ({ id: a.id, text: a.body })),
        0.4,
      ),
    ).toEqual([])
    expect(
      tooAlike(
        articles.map((a) => ({ id: a.id, text: a.sendable })),
        0.6,
      ),
    ).toEqual([])
  })

  it.each([
    ['近7天订单列表打不开，一直转圈', 'system.order_list_timeout'],
    ['同一笔扣了两次', 'billing.double_charge'],
    ['退款几天了没到账', 'refund.timing'],
    ['没收到却显示签收', 'delivery.signed_not_received'],
    ['家里收到骗子冒充客服要退款转账', 'privacy.scam_signs'],
    ['插座冒烟起火', 'safety.smoke_fire'],
    ['修两次还坏', 'after_sale.twice'],
    ['收不到短信验证码', 'account.no_code'],
    ['孩子充值打赏要退款', 'contract.minor_purchase'],
    ['说好回电没人联系', 'service.missed_callback'],
    ['我要打12315', 'service.outside_complaint'],
  ])('CALL-11 finds the article for: %s', (text, id) => {
    expect(first(text)).toBe(id)
  })

  it('CALL-11a the category helps, and alone it lists its articles', () => {
    expect(first('钱的问题怎么办')).toBeUndefined()
    expect(matchArticles(ask('', 'refund.slow'), articles, 9).map((h) => h.article.category)).toEqual([
      'refund.slow',
      'refund.slow',
    ])
    expect(first('退款', 'refund.return')).toBe('refund.seven_days')
    expect(first('拆封了还能退货吗，无理由退货', 'refund.return')).toBe('refund.seven_days')
    expect(matchArticles(ask('同一笔扣了两次，退款没到账'), articles, 2)).toHaveLength(2)
  })

  it('CALL-11 offers nothing withdrawn, nothing of another language, and survives a megabyte', () => {
    const gone = articles.map((a) => ({ ...a, withdrawn: { on: '2026-01-02', reason: '改版' } }))
    expect(matchArticles(ask('同一笔扣了两次'), gone, 3)).toEqual([])
    expect(matchArticles({ ...ask('同一笔扣了两次'), lang: 'en' }, articles, 3)).toEqual([])
    expect(matchArticles(ask('扣了两次'.repeat(250_000)), articles, 3).length).toBeGreaterThan(0)
  })

  it('refuses an article whose slots do not match its text', () => {
    const [one] = articles
    expect(articleSchema.safeParse({ ...one, slots: [] }).success).toBe(false)
    expect(articleSchema.safeParse({ ...one, reviewer: one?.author }).success).toBe(false)
  })
})
