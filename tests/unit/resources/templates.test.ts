import { describe, expect, it } from 'vitest'
import { articleFile } from '../../../shared/assist/article.ts'
import { categoryFile, departmentFile } from '../../../shared/assist/catalog.ts'
import { lintPhrase, packsFor } from '../../../shared/assist/lint-phrase.ts'
import { phraseFile } from '../../../shared/assist/phrase.ts'
import { langs } from '../../../shared/assist/record.ts'
import { draftToCommand } from '../../../shared/intake/draft.ts'
import { type DraftContext, fieldText } from '../../../shared/intake/draft-model.ts'
import { templateFile } from '../../../shared/intake/template.ts'
import { lintPacks, resource, resourceNames } from '../assist/packs.ts'

const { templates } = templateFile.parse(resource('templates.json'))
const phrases = resourceNames('phrases').flatMap((path) => phraseFile.parse(resource(path)).phrases)
const { articles } = articleFile.parse(resource('knowledge/zh-CN.json'))
const { categories } = categoryFile.parse(resource('categories.json'))
const departments = departmentFile.parse(resource('departments.json')).departments.map((d) => d.id)
const context: DraftContext = {
  nowMs: Date.UTC(2026, 5, 1, 2, 20),
  zone: 'Asia/Shanghai',
  lang: 'zh-CN',
  currency: 'CNY',
}

describe('CALL-1 shipped templates', () => {
  it('CALL-1 are at least ten, each scenario of the card among them, ids and places unique', () => {
    const ids = templates.map((t) => t.id)
    expect(templates.length).toBeGreaterThanOrEqual(10)
    expect(ids).toEqual(
      expect.arrayContaining([
        'system_fault',
        'billing',
        'delivery',
        'attitude',
        'refund',
        'privacy',
        'safety',
        'quality',
        'other',
      ]),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(templates.map((t) => t.order)).toEqual(templates.map((_, i) => i + 1))
  })

  it('CALL-1a each has fields, questions in every language, a classification and first words', () => {
    for (const t of templates) {
      expect(t.questions.length, t.id).toBeGreaterThanOrEqual(2)
      const category = categories.find((c) => c.id === t.classification.category)
      expect(category, t.id).toBeDefined()
      expect(t.classification.department, t.id).toBe(category?.department)
      expect(t.classification.problemType, t.id).toBe(category?.problemType)
      expect(departments, t.id).toContain(t.classification.department)
    }
  })

  it('CALL-1 name phrases and articles that exist, in the right language and for this scenario', () => {
    for (const t of templates) {
      for (const lang of langs) {
        for (const id of t.firstPhrases[lang]) {
          const found = phrases.find((p) => p.id === id)
          expect(found?.lang, `${t.id} ${id}`).toBe(lang)
          expect(found?.scenarios.length === 0 || found?.scenarios.includes(t.scenario), `${t.id} ${id}`).toBe(true)
        }
      }
      for (const id of t.articles)
        expect(
          articles.some((a) => a.id === id),
          `${t.id} ${id}`,
        ).toBe(true)
    }
  })

  it('CALL-4 every scenario a phrase is made for is a scenario of a template', () => {
    const scenarios = new Set(templates.map((t) => t.scenario))
    expect(phrases.flatMap((p) => p.scenarios).filter((s) => !scenarios.has(s))).toEqual([])
  })

  it('CALL-6 questions pass the phrase check in every language', () => {
    const remarks = templates.flatMap((t) =>
      t.questions.flatMap((q) =>
        langs.flatMap((lang) => {
          const result = lintPhrase(q.ask[lang], packsFor(q.ask[lang], lang, lintPacks))
          return result.ok ? result.value.map((f) => `${f.rule} ${q.ask[lang]}`) : [result.error.tag]
        }),
      ),
    )
    expect(remarks).toEqual([])
  })

  it.each(templates)('CALL-1 a filled $id opens a case, an empty one names what is missing', (template) => {
    const empty = {
      template: { id: template.id, version: template.version },
      fields: {},
      demands: [],
      answers: {},
      classification: {},
      reception: { channel: 'hotline' as const, receivedAtMs: context.nowMs },
    }
    const missing = draftToCommand(empty, template, context)
    const wanted = [
      ...template.fields
        .filter((f) => f.required && (f.field === 'demands' || fieldText(empty, template, f.field) === ''))
        .map((f) => f.field),
      ...template.questions.filter((q) => q.required).map((q) => `answers.${q.id}`),
    ]
    expect(missing.ok ? [] : missing.error.map((e) => e.field)).toEqual(wanted)

    const answers = template.questions.map((q) => [q.id, q.options?.[0]?.id ?? (q.kind === 'yes_no' ? '是' : '3')])
    const full = draftToCommand(
      {
        ...empty,
        fields: {
          phone: '138 1234 5678',
          name: '测试客户',
          when: '今天上午十点一刻',
          symptom: '打不开',
          impact: '发货',
          product: '某型号',
          region: '城东',
        },
        demands: [{ kind: 'fix', text: '', within: '两小时内', amount: '' }],
        answers: Object.fromEntries(answers),
      },
      template,
      context,
    )
    expect(full).toMatchObject({
      ok: true,
      value: { type: 'open', kind: template.kind, issue: { scenario: template.scenario } },
    })
  })
})
