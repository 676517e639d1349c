import { useState } from 'react'
import { type EscalationLevel, escalationLevels } from '../../shared/case/words.ts'
import { useDirectory } from '../state/directory.tsx'
import { useText } from '../text/context.tsx'
import { SegmentedChoice } from '../ui/SegmentedChoice.tsx'
import { ActForm, Section, WordsField } from './ActForm.tsx'
import { usualLevel } from './levels.ts'
import { PersonField } from './PersonField.tsx'
import { PickList } from './PickList.tsx'
import { type ActFormProps, useActOn } from './useActOn.ts'

/** Calls in somebody higher, or legal or brand: why decides whom, and can be overruled. Source: CALL-8. */
export function EscalateForm(props: ActFormProps) {
  const { t, language } = useText()
  const directory = useDirectory()
  const on = useActOn(props)
  const [reason, setReason] = useState<string | null>(null)
  const [chosen, setChosen] = useState<EscalationLevel | null>(null)
  const [to, setTo] = useState('')
  const [text, setText] = useState('')
  const level = chosen ?? usualLevel(reason)
  const who = to === '' ? t(`act.level.${level}`) : directory.person(to)
  const submit = () => {
    const why = { code: reason, ...(text.trim() === '' ? {} : { text }) }
    const command = { type: 'escalate', level, reason: why, ...(to === '' ? {} : { to }) }
    void on.give(command, (number) => t('act.escalate.done', { number, who }))
  }
  return (
    <ActForm
      on={on}
      submit={t('act.escalate.submit', { who })}
      ready={reason !== null}
      onSubmit={submit}
      ahead={[
        { atMs: null, words: t('act.escalate.told', { who }) },
        { atMs: null, words: t(`act.escalate.joins.${level}`) },
      ]}
    >
      <Section label={t('act.reason')}>
        <PickList
          name={t('act.reason')}
          options={directory.reasons('escalate', language)}
          value={reason}
          onPick={setReason}
        />
      </Section>
      <Section label={t('act.level.label')}>
        <SegmentedChoice
          name={t('act.level.label')}
          choices={escalationLevels.map((value) => ({ value, label: t(`act.level.${value}`) }))}
          value={level}
          onChoose={setChosen}
        />
      </Section>
      <PersonField label={t('act.receiver')} nobody={t('act.onDuty')} value={to} onChoose={setTo} />
      <WordsField label={t('act.words')} value={text} onWrite={setText} />
    </ActForm>
  )
}
