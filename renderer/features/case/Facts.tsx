import type { ReactNode } from 'react'
import { useCallback } from 'react'
import type { Lang } from '../../../shared/assist/record.ts'
import type { Case } from '../../../shared/case/model.ts'
import { useEveryTemplate } from '../../state/assist.ts'
import { isLongForTitle } from '../../state/caseView.ts'
import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import { revealedKey, useRevealed } from '../../state/revealed.ts'
import { useText } from '../../text/context.tsx'
import { clockFace } from '../../text/when.ts'
import { Dot } from '../../ui/Dot.tsx'
import { TickingText } from '../../ui/TickingText.tsx'
import classes from './Facts.module.css'

/** What is known of the customer, the matter and who has it. Contact data is covered until somebody says why they look. */
export function Facts({ theCase }: { readonly theCase: Case }) {
  const { t, naming, language } = useText()
  const template = useEveryTemplate().find(({ id }) => id === theCase.template?.id)
  const directory = useDirectory()
  const { customer, issue, classification, demands, promises, compensations, reception } = theCase
  const nowMs = wholeNowMs()
  const personal = (field: string, value: ReactNode) => <Personal caseId={theCase.id} field={field} value={value} />
  return (
    <dl className={classes['facts']}>
      <Fact name={t('detail.customer')}>
        {personal('customer.name', customer === null ? t('intake.erased') : customer.name || t('queue.noName'))}
      </Fact>
      <Fact name={t('detail.phone')}>
        {personal('customer.phones', customer?.phones.length ? customer.phones.join(' ') : t('detail.noPhone'))}
      </Fact>
      {customer?.company && <Fact name={t('field.company')}>{customer.company}</Fact>}
      {customer?.email && (
        <Fact name={naming.name('recordField', 'customer.email')}>{personal('customer.email', customer.email)}</Fact>
      )}
      {customer?.account && (
        <Fact name={naming.name('recordField', 'customer.account')}>
          {personal('customer.account', customer.account)}
        </Fact>
      )}
      {isLongForTitle(issue.symptom) && (
        <Fact name={t('intake.symptom')}>{personal('issue.symptom', issue.symptom)}</Fact>
      )}
      {issue.impact && <Fact name={t('detail.impact')}>{personal('issue.impact', issue.impact)}</Fact>}
      {issue.product && <Fact name={t('field.product')}>{issue.product}</Fact>}
      {issue.region && <Fact name={t('field.region')}>{issue.region}</Fact>}
      {classification.responsibility && (
        <Fact name={t('field.responsibility')}>{naming.name('responsibility', classification.responsibility)}</Fact>
      )}
      {reception.outcome && (
        <Fact name={t('intake.outcome')}>
          {naming.name('callOutcome', reception.outcome)}
          <Dot />
          {t('intake.talked', { talk: clockFace(reception.talkMs ?? 0), wrapUp: clockFace(reception.wrapUpMs ?? 0) })}
        </Fact>
      )}
      {template && theCase.template && (
        <Fact name={t('intake.template')}>
          {template.name[language as Lang]} v{theCase.template.version}
        </Fact>
      )}
      <Fact name={t('detail.team')}>
        {[theCase.team, ...theCase.assists].map((team) => directory.team(team)).join(' · ')}
      </Fact>
      <Fact name={t('detail.owner')}>
        {theCase.owner === undefined ? t('detail.nobody') : directory.person(theCase.owner)}
      </Fact>
      {demands.length > 0 && (
        <Fact name={t('case.demands')}>
          {demands.map(({ id, kind, text, amountMinor, wantedByMs }) => (
            <p key={id}>
              {[
                naming.name('demand', kind),
                ...(text ? [text] : []),
                ...(amountMinor === undefined ? [] : [(amountMinor / 100).toFixed(2)]),
                ...(wantedByMs === undefined ? [] : [naming.due(wantedByMs, nowMs)]),
              ].join(' · ')}
            </p>
          ))}
        </Fact>
      )}
      {promises.length > 0 && (
        <Fact name={t('case.promises')}>
          {promises.map(({ id, text, dueAtMs, keptAtMs }) => (
            <p key={id}>
              {naming.due(dueAtMs, nowMs)} {text} {keptAtMs === undefined ? '' : `(${t('case.kept')})`}
            </p>
          ))}
        </Fact>
      )}
      {compensations.length > 0 && (
        <Fact name={t('field.compensation')}>
          {compensations.map(({ id, amountMinor, currency, state }) => (
            <p key={id}>
              {currency} {(amountMinor / 100).toFixed(2)} {naming.name('compensationState', state)}
            </p>
          ))}
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

interface PersonalProps {
  readonly caseId: string
  readonly field: string
  /** As it is shown covered. */
  readonly value: ReactNode
}

/** A covered field; after a reveal in full for half a minute, with the seconds it has left. Source: CASE-5. */
function Personal({ caseId, field, value }: PersonalProps) {
  const { t } = useText()
  const shown = useRevealed((state) => state.values[revealedKey(caseId, field)])
  const left = useCallback(
    () => t('case.revealed', { seconds: Math.max(0, Math.ceil(((shown?.untilMs ?? 0) - performance.now()) / 1000)) }),
    [shown, t],
  )
  if (shown === undefined) return value
  const full = Array.isArray(shown.value) ? shown.value.join(' ') : String(shown.value ?? '')
  return (
    <span className={classes['revealed']}>
      {full}
      <small>
        <TickingText text={left} />
      </small>
    </span>
  )
}
