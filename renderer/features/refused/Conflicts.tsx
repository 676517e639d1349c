import { subjectOf } from '../../actions/useActs.ts'
import { useConflicts } from '../../state/conflicts.ts'
import { useDirectory } from '../../state/directory.tsx'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import classes from './RefusedPanel.module.css'

/** Cases that two people changed at the same place, not knowing of each other: both values stay until one is picked. */
export function Conflicts() {
  const { t, naming } = useText()
  const directory = useDirectory()
  const conflicts = useConflicts()
  const { act, openCase } = useView()
  if (conflicts.length === 0) return null
  return (
    <section className={classes['conflicts']} aria-label={t('conflicts.title')}>
      <h3>{t('conflicts.title')}</h3>
      <p>{t('conflicts.why')}</p>
      <ol className={classes['list']}>
        {conflicts.map(({ case: id, number, symptom, fields }) => (
          <li key={id} className={classes['entry']} aria-label={number}>
            <h3>{number}</h3>
            <p>{symptom ?? t('intake.erased')}</p>
            {fields.map(({ field, by }) => (
              <p key={field} className={classes['reason']}>
                {naming.name('recordField', field)}: {by.map(directory.person).join(' / ')}
              </p>
            ))}
            <div className={classes['acts']}>
              <button type="button" className={classes['act']} onClick={() => act('settle', subjectOf(id))}>
                {t('conflicts.pick')}
              </button>
              <button type="button" className={classes['act']} onClick={() => openCase(id)}>
                {t('conflicts.open')}
              </button>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
