import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Leaving } from '../../../shared/contract/session.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { PersonField } from '../../actions/PersonField.tsx'
import { useBridge } from '../../app/console.tsx'
import { asRefusal } from '../../state/execute.ts'
import { wholeNowMs } from '../../state/now.ts'
import { takeSession } from '../../state/session.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import classes from './LeavePanel.module.css'

/** The end of a shift: what is left, who takes it over, and out. */
export function LeavePanel() {
  const { t } = useText()
  const { client } = useBridge()
  const closePanel = useView((state) => state.closePanel)
  const ask = { queryKey: ['cases', 'leaving'], queryFn: () => client.session.leaving() }
  const { data: left } = useQuery({ ...ask, staleTime: 0, gcTime: 0 })
  // Shown with what it says, so that the focus finds the first thing to choose.
  if (left === undefined) return null
  return (
    <SidePanel title={t('session.leave.title')} closeLabel={t('session.leave.close')} onClose={closePanel} focus>
      <LeaveForm left={left} />
    </SidePanel>
  )
}

function LeaveForm({ left }: { readonly left: Leaving }) {
  const { t, naming } = useText()
  const [to, setTo] = useState('')
  const { leave, busy, kept } = useLeave(left)
  return (
    <form
      className={classes['form']}
      aria-label={t('session.leave.title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) leave(to)
      }}
    >
      <Unsaved left={left} />
      <RunningCases cases={left.cases} />
      {left.cases.length > 0 && (
        <PersonField label={t('session.leave.to')} nobody={t('session.leave.keep')} value={to} onChoose={setTo} />
      )}
      <p className={classes['fault']} role="alert">
        {kept && t('session.leave.notTaken', { n: kept.count, why: naming.refusal(kept.why) })}
      </p>
      <button type="submit" className={classes['submit']} disabled={busy} aria-keyshortcuts="Enter">
        {t(to === '' || kept ? 'session.leave.submit' : 'session.leave.handOver')}
        <Keycap keys={['Enter']} on="accent" />
      </button>
    </form>
  )
}

/** What is not with the server, and what was never saved, in words. */
function Unsaved({ left: { pending, refused, drafts } }: { readonly left: Leaving }) {
  const { t } = useText()
  return (
    <ul className={classes['facts']}>
      <li>{pending === 0 ? t('session.leave.sent') : t('session.leave.pending', { n: pending })}</li>
      {refused > 0 && <li>{t('session.leave.refused', { n: refused })}</li>}
      {drafts > 0 && <li>{t('session.leave.drafts', { n: drafts })}</li>}
    </ul>
  )
}

function RunningCases({ cases }: Pick<Leaving, 'cases'>) {
  const { t, naming } = useText()
  if (cases.length === 0) return <p>{t('session.leave.none')}</p>
  const nowMs = wholeNowMs()
  return (
    <section aria-label={t('session.leave.running')}>
      <h3>{t('session.leave.running')}</h3>
      <ul className={classes['cases']}>
        {cases.map(({ case: id, number, what, dueAtMs }) => (
          <li key={`${id} ${what} ${dueAtMs}`}>
            <span>{number}</span>
            <span>{t(`session.leave.what.${what}`)}</span>
            <span className={classes['due']}>
              {dueAtMs === null ? t('session.leave.noDue') : naming.due(dueAtMs, nowMs)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Hands over what the kernel lets be handed over; what it keeps is said once, and the next press leaves all the same. */
function useLeave({ cases }: Leaving) {
  const { client } = useBridge()
  const [busy, setBusy] = useState(false)
  const [kept, setKept] = useState<{ readonly count: number; readonly why: Refusal } | null>(null)
  const handOver = async (to: string): Promise<readonly Refusal[]> => {
    const command = { type: 'assign', owner: to, reason: { code: 'off_shift' } }
    const ids = [...new Set(cases.map((it) => it.case))]
    const items = ids.map((id) => ({ commandId: crypto.randomUUID(), case: id, command }))
    const { answers } = await client.cases.executeAll({ items })
    return answers.flatMap((answer) => (answer.saved ? [] : answer.refusals.slice(0, 1).map(asRefusal)))
  }
  const go = async (to: string): Promise<void> => {
    const refusals = to === '' || kept ? [] : await handOver(to)
    const [why] = refusals
    if (why) setKept({ count: refusals.length, why })
    else takeSession(await client.session.signOut())
  }
  const leave = (to: string): void => {
    setBusy(true)
    go(to)
      .catch((fault: unknown) => {
        setKept({ count: cases.length, why: { tag: 'core.away' } })
        reportError(fault)
      })
      .finally(() => setBusy(false))
  }
  return { leave, busy, kept }
}
