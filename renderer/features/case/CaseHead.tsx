import { frontOf } from '../../../shared/case/front.ts'
import { actFor } from '../../actions/useFormActs.ts'
import { useGive, useKeysOf } from '../../app/commands.tsx'
import { type CaseView, numberOf, useCaseView } from '../../state/caseView.ts'
import { timeKeeper } from '../../state/now.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { ClockTable } from '../../ui/ClockTable.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import { Tag } from '../../ui/Tag.tsx'
import classes from './CaseHead.module.css'

/** What the case is about, every clock of it, and the one next step. */
export function CaseHead({ view }: { readonly view: CaseView }) {
  const { t, naming } = useText()
  const { theCase, clocks } = view
  const { classification, conflicts } = theCase
  return (
    <header className={classes['head']}>
      <div className={classes['what']}>
        <p className={classes['origin']}>
          {numberOf(theCase)}
          <Dot />
          {naming.name('channel', theCase.reception.channel)}
          <Dot />
          {t('detail.opened', { when: naming.moment(theCase.openedAtMs, timeKeeper.nowMs()) })}
        </p>
        <h2>{theCase.issue.symptom ?? t('intake.erased')}</h2>
        <div className={classes['tags']}>
          <Tag>{naming.name('status', theCase.status)}</Tag>
          <Tag>{naming.name('kind', theCase.kind)}</Tag>
          <Tag tone={classification.urgency === 'high' ? 'hot' : 'plain'}>
            {t('intake.urgency')} {naming.name('urgency', classification.urgency)}
          </Tag>
          {classification.severity !== 'general' && (
            <Tag tone="hot">{naming.name('severity', classification.severity)}</Tag>
          )}
          {classification.problemType !== undefined && (
            <Tag>{naming.name('problemType', classification.problemType)}</Tag>
          )}
          {frontOf(theCase).map((reason) => (
            <Tag key={reason} tone="warn">
              {t(`queue.front.${reason}`)}
            </Tag>
          ))}
          {theCase.repeatOf.length > 0 && <Tag tone="accent">{t('queue.repeat')}</Tag>}
          {theCase.mergedFrom.length > 0 && <Tag>{t('case.mergedFrom', { n: theCase.mergedFrom.length })}</Tag>}
          {conflicts.map(({ field }) => (
            <Tag key={field} tone="warn">
              {t('case.conflict', { field: naming.name('recordField', field) })}
            </Tag>
          ))}
        </div>
        {theCase.mergedInto !== undefined && <MergedInto id={theCase.mergedInto} />}
        <Next view={view} />
      </div>
      <ClockTable clocks={clocks} look="whole" />
    </header>
  )
}

/** The one thing to do next; nothing to press where there is only to wait. */
function Next({ view }: { readonly view: CaseView }) {
  const { t, naming } = useText()
  const give = useGive()
  const { caps, aria } = useKeysOf('case.step')
  const { nextStep } = view
  if (nextStep === null) return null
  const words = naming.name('nextStep', nextStep.key)
  const canGive = nextStep.command !== null && actFor(nextStep.command) !== null
  return (
    <section className={classes['next']} aria-label={t('case.next')}>
      {canGive ? (
        <button type="button" className={classes['step']} aria-keyshortcuts={aria} onClick={() => give('case.step')}>
          {words}
          <Keycap keys={caps} on="accent" />
        </button>
      ) : (
        <p>
          {t('case.next')}: {words}
        </p>
      )}
    </section>
  )
}

function MergedInto({ id }: { readonly id: string }) {
  const { t } = useText()
  const openCase = useView((state) => state.openCase)
  const other = useCaseView(id, 1)
  const number = other.view && other.id === id ? numberOf(other.view.theCase) : ''
  return (
    <p className={classes['merged']}>
      {t('case.merged', { number })}
      <button type="button" onClick={() => openCase(id)}>
        {t('case.openOther')}
      </button>
    </p>
  )
}
