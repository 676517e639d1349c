import { expect, it } from 'vitest'
import { maskedCase } from '../../../electron/core/api/masked.ts'
import { talkForms } from '../../../renderer/actions/form/talk-forms.ts'
import { fieldNames, fieldValue } from '../../../shared/case/field.ts'
import { openDesk } from '../case/desk.ts'
import { samples } from '../case/samples.ts'

it('CASE-5a CASE-5c offers to show what the core covers, and nothing that stands there in clear', () => {
  const { customer, issue } = samples.open as Extract<typeof samples.open, { readonly type: 'open' }>
  const words = { symptom: '打不开，请回 13812341234', impact: '13812341234 打不通' }
  const desk = openDesk({ customer, issue: { ...issue, ...words } })
  const [whole, shown] = [desk.state(), maskedCase(desk.state())]
  const covered = fieldNames.filter(
    (name) => JSON.stringify(fieldValue(whole, name)) !== JSON.stringify(fieldValue(shown, name)),
  )
  const [field] = talkForms.reveal.fields
  const offered = field.source !== undefined && 'of' in field.source ? field.source.of : []
  expect([...(offered as readonly string[])].sort()).toEqual(covered.sort())
})
