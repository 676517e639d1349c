import { describe, expect, it } from 'vitest'
import { categoryFile, channelFile, departmentFile, reasonFile, reasonGroups } from '../../../shared/assist/catalog.ts'
import { channels, problemTypes, responsibilities, urgencies } from '../../../shared/case/words.ts'
import { resource } from '../assist/packs.ts'

const { departments } = departmentFile.parse(resource('departments.json'))
const { categories } = categoryFile.parse(resource('categories.json'))
const shipped = channelFile.parse(resource('channels.json')).channels
const { groups } = reasonFile.parse(resource('reasons.json'))
const known = new Set(departments.map((d) => d.id))
const reasonsOf = (id: string) => groups.find((g) => g.id === id)?.reasons.map((r) => r.id) ?? []

describe('shipped catalogues', () => {
  it('CASE-3b every channel has an owner, social ones bring the brand in, outside ones are marked for the entry clock', () => {
    expect(shipped.map((c) => c.id).sort()).toEqual([...channels].sort())
    expect(shipped.flatMap((c) => [c.owner, ...c.joins]).filter((id) => !known.has(id))).toEqual([])
    const social = shipped.filter((c) => ['weibo', 'douyin', 'xiaohongshu', 'social_other'].includes(c.id))
    expect(social.every((c) => c.outside && c.joins.includes('brand'))).toBe(true)
    expect(shipped.find((c) => c.id === 'hotline')).toMatchObject({ outside: false, owner: 'service' })
  })

  it('CLS-1b the category tree covers every problem type and urgency and hangs together', () => {
    for (const type of problemTypes)
      expect(
        categories.some((c) => c.problemType === type),
        type,
      ).toBe(true)
    for (const urgency of urgencies)
      expect(
        categories.some((c) => c.urgency === urgency),
        urgency,
      ).toBe(true)
    expect(categories.filter((c) => c.parent === undefined).length).toBeGreaterThanOrEqual(10)
    for (const c of categories) expect(c.parent === undefined || c.id.startsWith(`${c.parent}.`), c.id).toBe(true)
  })

  it('CLS-3 every category goes to a known department; privacy brings legal in, safety is major', () => {
    expect(categories.flatMap((c) => [c.department, ...c.joins]).filter((id) => !known.has(id))).toEqual([])
    const under = (root: string) => categories.filter((c) => c.id === root || c.parent === root)
    expect(under('privacy').every((c) => c.joins.includes('legal'))).toBe(true)
    expect(under('safety').every((c) => c.severity === 'major' && c.urgency === 'high')).toBe(true)
    expect(under('attitude').every((c) => c.problemType === 'service_attitude')).toBe(true)
  })

  it('CLS-3 every responsibility has a department that answers for it', () => {
    const covered = new Set(departments.flatMap((d) => d.responsibilities))
    expect(responsibilities.filter((r) => r !== 'customer' && !covered.has(r))).toEqual([])
    expect(known.has('legal') && known.has('brand')).toBe(true)
  })

  it('every act that asks why has its reasons, the ones the clock policy pauses by included', () => {
    expect(groups.map((g) => g.id)).toEqual([...reasonGroups])
    expect(reasonsOf('hold')).toEqual(expect.arrayContaining(['waiting_customer', 'customer_unreachable']))
    expect(reasonsOf('cause').length).toBeGreaterThanOrEqual(15)
  })

  it('refuses a tree with a missing parent, ids given twice, an empty name', () => {
    const node = { ...categories[0], id: 'x.y', parent: 'x' }
    expect(categoryFile.safeParse({ version: 1, categories: [node] }).success).toBe(false)
    expect(categoryFile.safeParse({ version: 1, categories: [categories[0], categories[0]] }).success).toBe(false)
    const blank = { ...categories[0], name: { 'zh-CN': ' ', 'zh-TW': 'x', en: 'x' } }
    expect(categoryFile.safeParse({ version: 1, categories: [blank] }).success).toBe(false)
  })
})
