import { contactWays } from '../../../shared/case/words.ts'
import { useText } from '../../text/context.tsx'
import { FieldRow } from '../../ui/FieldRow.tsx'
import { useDraft, useIntake } from './context.tsx'
import { useFault } from './faults.ts'
import classes from './IntakeForm.module.css'
import { useLookUp } from './lookUp.ts'
import { TextLine } from './TextLine.tsx'
import { TypedAhead } from './TypedAhead.tsx'

/** Who is calling, for somebody not known yet; a known customer's facts stand beside the form and are taken over. */
export function CustomerRow() {
  const lookUp = useLookUp()
  const typed = useDraft(({ name, company, account }) => `${name}${company}${account}` !== '')
  return (
    <>
      <TypedAhead waiting={lookUp === 'waiting' && !typed} />
      {(typed || lookUp === 'unknown') && <Newcomer />}
    </>
  )
}

function Newcomer() {
  const { t } = useText()
  return (
    <>
      <div className={classes['pair']}>
        <TextLine name="name" label={t('intake.name')} />
        <TextLine name="company" label={t('intake.company')} />
      </div>
      <div className={classes['pair']}>
        <TextLine name="account" label={t('intake.account')} />
        <PreferredContact />
      </div>
    </>
  )
}

function PreferredContact() {
  const { t, naming } = useText()
  const intake = useIntake()
  const way = useDraft(({ preferredContact }) => preferredContact)
  return (
    <FieldRow id="preferredContact" label={t('intake.contactWay')} error={useFault('preferredContact')}>
      {(field) => (
        <select
          {...field}
          value={way}
          onChange={(event) => intake.setFields({ preferredContact: event.currentTarget.value })}
        >
          <option value="">{t('intake.notSaid')}</option>
          {contactWays.map((value) => (
            <option key={value} value={value}>
              {naming.name('way', value)}
            </option>
          ))}
        </select>
      )}
    </FieldRow>
  )
}
