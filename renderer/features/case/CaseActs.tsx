import { availableActs } from '../../actions/useFormActs.ts'
import { CommandButton } from '../../app/commands.tsx'
import type { CaseView } from '../../state/caseView.ts'
import { useText } from '../../text/context.tsx'
import classes from './CaseActs.module.css'

/** Everything this person can do to this case now, each with its key. */
export function CaseActs({ view }: { readonly view: CaseView }) {
  const { t } = useText()
  return (
    <section className={classes['acts']} aria-label={t('case.acts')}>
      <h3>{t('case.acts')}</h3>
      <div>
        {availableActs(view.available).map((act) => (
          <CommandButton key={act} id={`act.${act}`} />
        ))}
      </div>
    </section>
  )
}
