import { useTranslation } from 'react-i18next'
import { useKeysOf } from '../../app/commands.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './CallTabs.module.css'
import { useIntake, useIntakeState } from './context.tsx'
import { isBlank } from './draft.ts'
import { shownNumber } from './number.ts'

export const intakePanelId = 'intake-panel'

/** The calls under way in this window, each with its own draft. */
export function CallTabs() {
  const { t } = useTranslation()
  const intake = useIntake()
  const drafts = useIntakeState((state) => state.drafts)
  const activeId = useIntakeState((state) => state.activeId)
  const previous = useKeysOf('intake.previous')
  const next = useKeysOf('intake.next')
  return (
    <>
      <h1 className="sr">{t('shell.intake')}</h1>
      <div className={classes['tabs']} role="tablist" aria-label={t('intake.tabs')}>
        {drafts.map((draft) => {
          const active = draft.id === activeId
          const number = shownNumber(draft.phone)
          return (
            <button
              key={draft.id}
              type="button"
              role="tab"
              className={classes['tab']}
              aria-selected={active}
              aria-controls={active ? intakePanelId : undefined}
              tabIndex={active ? 0 : -1}
              onClick={() => intake.show(draft.id)}
            >
              <span className={classes['dot']} data-kind={active ? 'now' : 'draft'} />
              <span>{number === '' ? t('intake.newCall') : number}</span>
              {!active && !isBlank(draft) && <span className={classes['state']}>{t('intake.draft')}</span>}
            </button>
          )
        })}
      </div>
      {drafts.length > 1 && (
        <span className={classes['hint']}>
          <Keycap keys={[...previous.caps, next.caps.at(-1) ?? '']} />
        </span>
      )}
    </>
  )
}
