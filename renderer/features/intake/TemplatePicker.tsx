import type { Lang } from '../../../shared/assist/record.ts'
import { draftNotices } from '../../../shared/intake/draft.ts'
import type { Template } from '../../../shared/intake/template.ts'
import { useTemplates } from '../../state/assist.ts'
import { wholeNowMs } from '../../state/now.ts'
import { useZone } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { dayOf } from '../../text/when.ts'
import { GroupRow } from '../../ui/FieldRow.tsx'
import { SegmentedChoice } from '../../ui/SegmentedChoice.tsx'
import { useDraft, useIntake } from './context.tsx'
import { pickedTemplate } from './draft.ts'
import classes from './IntakeForm.module.css'
import { useTemplate } from './useTemplate.ts'

/** As many templates as have a digit. */
const shownTemplates = 9

/** What sort of matter it is: which fields are needed, what to ask, the usual classification. Source: CALL-1. */
export function TemplatePicker() {
  const { t, language } = useText()
  const intake = useIntake()
  const templates = useTemplates()
  const picked = useDraft(({ template }) => template)
  const name = (template: Template) => template.name[language as Lang]
  const more = templates.slice(shownTemplates)
  const pick = (id: string) => intake.setFields(pickedTemplate(templates.find((one) => one.id === id) ?? null))
  return (
    <GroupRow label={t('intake.template')} caps={['Alt']}>
      <div className={classes['templates']}>
        <SegmentedChoice
          name={t('intake.template')}
          choices={templates
            .slice(0, shownTemplates)
            .map((template, index) => ({ value: template.id, label: name(template), digit: index + 1 }))}
          value={picked ?? ''}
          onChoose={pick}
        />
        {more.length > 0 && (
          <select
            aria-label={t('intake.moreTemplates')}
            value={more.some(({ id }) => id === picked) ? (picked ?? '') : ''}
            onChange={(event) => pick(event.currentTarget.value)}
          >
            <option value="">{t('intake.moreTemplates')}</option>
            {more.map((template) => (
              <option key={template.id} value={template.id}>
                {name(template)}
              </option>
            ))}
          </select>
        )}
      </div>
      <Notice />
    </GroupRow>
  )
}

/** The template of this call was called back or replaced while it ran: said, and nothing that was written goes. Source: TRU-5. */
function Notice() {
  const { naming, language } = useText()
  const zone = useZone()
  const template = useTemplate()
  const version = useDraft(({ templateV }) => templateV)
  if (template === null) return null
  const picked = { id: template.id, version: version ?? template.version }
  const notices = draftNotices({ template: picked }, template, dayOf(wholeNowMs(), zone))
  return notices
    .filter(({ tag }) => tag !== 'draft.template_review_due')
    .map((notice) => (
      <p key={notice.tag} role="status" className={classes['ask']}>
        {naming.refusal({ ...notice, detail: { ...notice.detail, name: template.name[language as Lang] } })}
      </p>
    ))
}
