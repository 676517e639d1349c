import { useState } from 'react'
import type { Case } from '../../shared/case/model.ts'
import type { ContactWay } from '../../shared/case/words.ts'
import { useDirectory } from '../state/directory.tsx'
import { wholeNowMs } from '../state/now.ts'
import { useSession } from '../state/session.ts'
import { useSla } from '../state/sla.ts'
import { useText } from '../text/context.tsx'
import { SegmentedChoice } from '../ui/SegmentedChoice.tsx'
import { ActForm, Section, WordsField } from './ActForm.tsx'
import { type Ahead, clocksAfter, foretold } from './ahead.ts'
import { PersonField } from './PersonField.tsx'
import { PickList } from './PickList.tsx'
import { type ActFormProps, type ActOn, useActOn } from './useActOn.ts'

/** Ways a colleague is told of a task. */
const ways = ['system_notice', 'wecom', 'phone', 'email'] as const satisfies readonly ContactWay[]

/** Asks another department, which has to answer in time; who holds the case does not change. Source: CALL-9, SLA-3. */
export function TransferForm(props: ActFormProps) {
  const { t, naming, language } = useText()
  const directory = useDirectory()
  const on = useActOn(props)
  const teams = useOtherTeams(on.theCase)
  const [picked, setPicked] = useState<string | null>(null)
  const team = picked ?? teams[0]?.value ?? null
  const [why, setWhy] = useState('their_cause')
  const [notifyBy, setNotifyBy] = useState<(typeof ways)[number]>('system_notice')
  const [to, setTo] = useState('')
  const [text, setText] = useState('')
  const where = team === null ? '' : directory.team(team)
  const ahead = useAhead(on, where)
  const submit = () => {
    const reason = { code: why, ...(text.trim() === '' ? {} : { text }) }
    const command = { type: 'transfer', toTeam: team, notifyBy, reason, ...(to === '' ? {} : { toActor: to }) }
    void on.give(command, (number) => t('act.transfer.done', { number, where }))
  }
  return (
    <ActForm on={on} submit={t('act.transfer.submit', { where })} ready={team !== null} onSubmit={submit} ahead={ahead}>
      <Section label={t('act.transfer.team')}>
        <PickList name={t('act.transfer.team')} options={teams} value={team} onPick={setPicked} />
      </Section>
      <Section label={t('act.reason')}>
        <SegmentedChoice
          name={t('act.reason')}
          choices={directory.reasons('transfer', language)}
          value={why}
          onChoose={setWhy}
        />
      </Section>
      <Section label={t('act.transfer.way')}>
        <SegmentedChoice
          name={t('act.transfer.way')}
          choices={ways.map((value) => ({ value, label: naming.name('way', value) }))}
          value={notifyBy}
          onChoose={setNotifyBy}
        />
      </Section>
      <PersonField label={t('act.receiver')} nobody={t('act.transfer.pool')} value={to} onChoose={setTo} />
      <WordsField label={t('act.transfer.question')} value={text} onWrite={setText} />
    </ActForm>
  )
}

/** Every team but the one that has the case, the department the case was judged to belong to first. */
function useOtherTeams(theCase: Case | null) {
  const { teams } = useDirectory()
  const own = useSession((state) => state.session?.actor?.team)
  const department = theCase?.classification.department
  return teams
    .filter(({ id }) => id !== (theCase?.team ?? own))
    .map(({ id, name }) => ({ value: id, label: name }))
    .sort((a, b) => Number(b.value === department) - Number(a.value === department))
}

/** The department's clock with the people it calls when nobody answers. */
function useAhead({ signals }: ActOn, where: string): readonly Ahead[] {
  const { t } = useText()
  const sla = useSla()
  if (sla === null || signals.length === 0) return []
  const atMs = wholeNowMs()
  const after = clocksAfter(sla, signals, { type: 'transferred', atMs, subject: foretold })
  const clock = after.find((one) => one.clock === 'transfer' && one.subject === foretold)
  const steps = clock?.ladder.map(({ tell, atMs: at }) => ({ atMs: at, words: t(`act.transfer.tell.${tell}`) })) ?? []
  return [{ atMs: null, words: t('act.transfer.told', { where }) }, ...steps]
}
