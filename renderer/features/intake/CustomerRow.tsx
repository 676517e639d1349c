import { contactWays } from '../../../shared/case/words.ts'
import { useText } from '../../text/context.tsx'
import { customerLanguages, languageName } from '../../text/customer.ts'
import { FieldRow } from '../../ui/FieldRow.tsx'
import { useDraft, useIntake } from './context.tsx'
import { useFault } from './faults.ts'
import classes from './IntakeForm.module.css'
import { useLookUp } from './lookUp.ts'
import { TextLine } from './TextLine.tsx'
import { TypedAhead } from './TypedAhead.tsx'

const ofCaller = ['name', 'company', 'account', 'email', 'language'] as const

/** Who is calling, for somebody not known yet; a known customer's facts stand beside the form and are taken over. */
export function CustomerRow() {
  const { isNew, isWaiting } = useCaller()
  return (
    <>
      <TypedAhead waiting={isWaiting} />
      {isNew && <Newcomer />}
    </>
  )
}

/** What is seldom told of somebody new: after everything else, so that the way to saving is no longer for it. */
export function CallerMore() {
  const { t } = useText()
  const { isNew } = useCaller()
  if (!isNew) return null
  return (
    <div className={classes['pair']}>
      <TextLine name="email" label={t('intake.email')} inputMode="email" />
      <SpokenLanguage />
    </div>
  )
}

/** Fields somebody wrote in stay, whoever the number turns out to be. */
function useCaller() {
  const lookUp = useLookUp()
  const isTyped = useDraft((draft) => ofCaller.some((name) => draft[name] !== ''))
  return { isNew: isTyped || lookUp === 'unknown', isWaiting: lookUp === 'waiting' && !isTyped }
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
  const options = contactWays.map((value) => ({ value, label: naming.name('way', value) }))
  return <Choice name="preferredContact" label={t('intake.contactWay')} options={options} />
}

function SpokenLanguage() {
  const { t, language } = useText()
  const options = customerLanguages.map((value) => ({ value, label: languageName(value, language) }))
  return <Choice name="language" label={t('intake.language')} options={options} />
}

interface ChoiceProps {
  readonly name: 'preferredContact' | 'language'
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

function Choice({ name, label, options }: ChoiceProps) {
  const { t } = useText()
  const intake = useIntake()
  const value = useDraft((draft) => draft[name])
  return (
    <FieldRow id={name} label={label} error={useFault(name)}>
      {(field) => (
        <select {...field} value={value} onChange={(event) => intake.setFields({ [name]: event.currentTarget.value })}>
          <option value="">{t('intake.notSaid')}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldRow>
  )
}
