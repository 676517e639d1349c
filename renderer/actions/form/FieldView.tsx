import { type KeyboardEvent, useEffect, useId } from 'react'
import type { Case } from '../../../shared/case/model.ts'
import { formatPhone, readPhones } from '../../../shared/intake/phone.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { Icon } from '../../ui/icons.tsx'
import { SegmentedChoice } from '../../ui/SegmentedChoice.tsx'
import classes from '../Act.module.css'
import { Section } from '../ActForm.tsx'
import { type Option, PickList } from '../PickList.tsx'
import { CaseField } from './CaseField.tsx'
import { pastTime } from './fields.ts'
import { useOptions } from './options.ts'
import type { Field, FormWords } from './types.ts'

interface FieldViewProps {
  readonly field: Field
  readonly optional: boolean
  readonly value: string
  readonly fault: Refusal | null
  readonly theCase: Case | null
  readonly words: FormWords
  readonly onChange: (value: string) => void
}

/** One field of a form, as its data says it looks; what is wrong with it stands under it. */
export function FieldView(props: FieldViewProps) {
  const { field, fault, words, value } = props
  const label = useLabel(props)
  const id = useId()
  // What cannot be read is put right where it stands, without a way back through the form.
  useEffect(() => {
    if (fault !== null) document.getElementById(id)?.focus()
  }, [fault, id])
  return (
    <>
      <Control {...props} label={label} id={id} />
      {field.look === 'when' && <WhenRead value={value} words={words} />}
      {field.look === 'phones' && <PhonesRead value={value} words={words} />}
      {fault !== null && (
        <p id={`${id}-fault`} className={classes['fault']} role="alert">
          <Icon name="alert" size={14} />
          {words.naming.refusal(fault)}
        </p>
      )}
    </>
  )
}

function useLabel({ field, optional, words: { t } }: FieldViewProps): string {
  const name = t(`field.${field.name}`)
  return optional && field.look !== 'bar' ? `${name} (${t('field.optional')})` : name
}

interface ControlProps extends FieldViewProps {
  readonly label: string
  readonly id: string
}

function Control(props: ControlProps) {
  const { field, value, label, onChange, theCase } = props
  const options = useOptions(field.source, theCase, props.words)
  switch (field.look) {
    case 'bar':
      return (
        <Section label={label}>
          <SegmentedChoice name={label} choices={options} value={value} onChoose={onChange} />
        </Section>
      )
    case 'list':
      return (
        <Section label={label}>
          <PickList name={label} options={options} value={value} onPick={onChange} />
        </Section>
      )
    case 'case':
      return <CaseField label={label} own={theCase?.id ?? ''} value={value} onPick={onChange} />
    case 'select':
      return <SelectField {...props} options={options} />
    case 'lines':
    case 'letter':
      return <AreaField {...props} />
    default:
      return <LineField {...props} />
  }
}

const faultOf = ({ fault, id }: ControlProps) =>
  fault === null ? {} : ({ 'aria-invalid': true, 'aria-describedby': `${id}-fault` } as const)

function SelectField(props: ControlProps & { readonly options: readonly Option[] }) {
  const { id, label, value, options, optional, words, onChange, field } = props
  const blank = field.empties ? 'intake.notSaid' : optional ? 'field.keep' : 'field.choose'
  return (
    <div className={classes['section']}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={classes['field']}
        value={value}
        {...faultOf(props)}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={giveOnEnter}
      >
        <option value="">{words.t(blank)}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

function LineField(props: ControlProps) {
  const { id, label, value, onChange } = props
  return (
    <div className={classes['section']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className={classes['field']}
        autoComplete="off"
        maxLength={1000}
        value={value}
        {...faultOf(props)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}

function AreaField(props: ControlProps) {
  const { id, label, value, field, onChange } = props
  return (
    <div className={classes['section']}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className={classes['area']}
        data-tall={field.look === 'letter' || undefined}
        autoComplete="off"
        spellCheck={false}
        value={value}
        {...faultOf(props)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}

/** Enter gives the form from every field; a list is opened by Space or the arrows. */
function giveOnEnter(event: KeyboardEvent<HTMLSelectElement>): void {
  if (event.key !== 'Enter') return
  event.preventDefault()
  event.currentTarget.form?.requestSubmit()
}

/** The time as it was understood. */
function WhenRead({ value, words }: { readonly value: string; readonly words: FormWords }) {
  const read = pastTime({ when: value }, words)
  if (!read.ok || read.value.atMs === undefined) return null
  return <p className={classes['reading']}>{words.naming.moment(read.value.atMs, words.nowMs)}</p>
}

/** The numbers as they were understood; one that stands there covered is told by itself. */
function PhonesRead({ value, words: { t } }: { readonly value: string; readonly words: FormWords }) {
  const read = value.trim() === '' ? null : readPhones(value)
  if (!read?.ok) return null
  const shown = read.value.map((phone) => `${t(`intake.phoneKind.${phone.kind}`)} ${formatPhone(phone)}`.trim())
  return <p className={classes['reading']}>{shown.join(' / ')}</p>
}
