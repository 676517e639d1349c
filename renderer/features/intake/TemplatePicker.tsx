import type { Lang } from '../../../shared/assist/record.ts'
import type { Template } from '../../../shared/intake/template.ts'
import { useTemplates } from '../../state/assist.ts'
import { useText } from '../../text/context.tsx'
import { GroupRow } from '../../ui/FieldRow.tsx'
import { SegmentedChoice } from '../../ui/SegmentedChoice.tsx'
import { useDraft, useIntake } from './context.tsx'
import classes from './IntakeForm.module.css'

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
  const pick = (id: string) => intake.setFields({ template: id === '' ? null : id })
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
    </GroupRow>
  )
}
