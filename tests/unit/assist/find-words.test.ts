import { describe, expect, it } from 'vitest'
import { assistWords } from '../../../electron/core/assist-words.ts'
import { makeAssistPack } from '../../../shared/assist/assist-pack.ts'
import { createWordsIndex, type FindableWords } from '../../../shared/assist/find-words.ts'

const list = [
  {
    id: 'list',
    title: '订单列表打不开：先用“按日导出”发货',
    keywords: ['转圈'],
    text: '页面等不到结果就会提示加载失败。数据没有丢。',
  },
  { id: 'refund', title: '退款多久到账', keywords: ['原路退回'], text: '银行卡三个工作日，余额当天。' },
  { id: 'tw', title: '發票補開', keywords: ['電子發票'], text: '訂單完成後七天內開立，退款後作廢。' },
  {
    id: 'en',
    title: 'Refund not arrived',
    keywords: ['bank card'],
    text: 'Orders paid by card take three working days.',
  },
]
const indexWords = <Words extends FindableWords>(words: readonly Words[]) => {
  const index = createWordsIndex<Words>()
  index.add(words.slice(0, 1))
  index.add(words.slice(1))
  return index.find
}
const find = indexWords(list)
const ids = (typed: string) => find(typed).map(({ id }) => id)

describe('CALL-11a prepared words are found', () => {
  it.each([
    ['订单列表', ['list'], 'by their beginning'],
    ['按日导出', ['list'], 'by anything in the title'],
    ['转圈', ['list'], 'by what they are filed under'],
    ['数据没有丢', ['list'], 'by their text'],
    ['退款', ['refund', 'tw'], 'the title before the text, traditional as simplified'],
    ['退款 當天', ['refund'], 'by all words, simplified as traditional'],
    ['fapiao', ['tw'], 'by pinyin'],
    ['tuik', ['refund', 'tw'], 'by pinyin begun'],
    ['fpbk', ['tw'], 'by initials'],
    ['ddlb', ['list'], 'by initials of the title'],
    ['card', ['en'], 'by an English word'],
    ['REFUND bank', ['en'], 'whatever the case'],
    ['ｒｅｆｕｎｄ', ['en'], 'in full width'],
    ['绝没有', [], 'or not'],
  ] as const)('%s → %j: %s', (typed, expected, _why) => {
    expect(ids(typed)).toEqual(expected)
  })

  it('nothing typed finds all, in their own order', () => {
    expect(ids('  ')).toEqual(list.map(({ id }) => id))
  })

  it('a key is answered within 30 ms of work, whatever is typed', () => {
    const { articles, guides, phrases } = makeAssistPack(assistWords)
    const search = indexWords([
      ...articles.map(({ title, keywords, body, steps }) => ({ title, keywords, text: [body, ...steps].join('\n') })),
      ...guides.map(({ title, aim, steps }) => ({
        title: title['zh-CN'],
        keywords: [],
        text: [aim, ...steps].join('\n'),
      })),
      ...phrases.map(({ text }) => ({ title: text, keywords: [], text: '' })),
    ])
    const workMs = (typed: string): number => {
      const before = process.cpuUsage().user
      for (let i = 0; i < 10; i++) search(typed)
      return (process.cpuUsage().user - before) / 10_000
    }
    const typed = ['t', 'tu', 'tui', 'tuik', 'tuikuan', 'zzzz', 'ddlbdbk', '退', '退款 到账', 'refund card']
    for (const one of typed) search(one)
    expect(Math.max(...typed.map(workMs))).toBeLessThan(30)
  })

  it('every shipped article is found by its title as by its pinyin', () => {
    const { articles } = makeAssistPack(assistWords)
    const own = articles.filter(({ lang }) => lang === 'zh-CN')
    const search = indexWords(own.map(({ title, keywords, body }) => ({ title, keywords, text: body })))
    for (const { title } of own) expect(search(title.slice(0, 6))[0]?.title.slice(0, 6)).toBe(title.slice(0, 6))
  })
})
