import { formFields, type Template } from '../../../shared/intake/template.ts'

const unnamed = { 'zh-CN': '-', 'zh-TW': '-', en: '-' }

/** What a call is logged by until a template is picked: every field may be filled, number and symptom have to be. Never shown. */
export const plainTemplate: Template = {
  id: 'plain',
  version: 1,
  name: unnamed,
  kind: 'complaint',
  scenario: 'other',
  order: 99,
  fields: formFields.map((field) => ({ field, required: field === 'phone' || field === 'symptom' })),
  questions: [],
  demands: [],
  classification: {},
  firstPhrases: { 'zh-CN': [], 'zh-TW': [], en: [] },
  articles: [],
  source: 'CASE-1',
  author: 'senior',
  reviewer: 'quality',
  validFrom: '2024-01-01',
  reviewBy: '2099-12-31',
}

/** What a call is kept by in which nobody told of any matter: nothing has to be filled. Never shown. Source: CALL-12. */
export const callTemplate: Template = {
  ...plainTemplate,
  kind: 'inquiry',
  fields: formFields.map((field) => ({ field, required: field === 'symptom' })),
}
