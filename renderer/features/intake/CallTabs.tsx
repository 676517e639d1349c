import { type KeyboardEvent, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useKeysOf } from '../../app/commands.tsx'
import { useText } from '../../text/context.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import classes from './CallTabs.module.css'
import { useIntake, useIntakeState } from './context.tsx'
import { isBlank } from './draft.ts'
import { shownNumber } from './number.ts'

export const intakePanelId = 'intake-panel'

/** The calls under way in this window, each with its own draft. */
export function CallTabs() {
  const { t } = useText()
  const intake = useIntake()
  const ids = useIntakeState(useShallow((state) => state.drafts.map(({ id }) => id)))
  const list = useRef<HTMLDivElement>(null)
  const previous = useKeysOf('intake.previous')
  const next = useKeysOf('intake.next')
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0 || event.altKey || !intake.step(by)) return
    event.preventDefault()
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus())
  }
  return (
    <>
      <h1 className="sr">{t('shell.intake')}</h1>
      <div ref={list} className={classes['tabs']} role="tablist" aria-label={t('intake.tabs')} onKeyDown={step}>
        {ids.map((id) => (
          <CallTab key={id} id={id} />
        ))}
      </div>
      {ids.length > 1 && (
        <span className={classes['hint']}>
          <Keycap keys={[...previous.caps, next.caps.at(-1) ?? '']} />
        </span>
      )}
    </>
  )
}

/** One call. Follows only what it shows: typing the symptom leaves the tabs alone. */
function CallTab({ id }: { readonly id: string }) {
  const { t } = useText()
  const intake = useIntake()
  const active = useIntakeState((state) => state.activeId === id)
  const number = useIntakeState((state) => shownNumber(state.drafts.find((draft) => draft.id === id)?.phone ?? ''))
  const blank = useIntakeState((state) => state.drafts.some((draft) => draft.id === id && isBlank(draft)))
  return (
    <button
      type="button"
      role="tab"
      className={classes['tab']}
      aria-selected={active}
      aria-controls={active ? intakePanelId : undefined}
      tabIndex={active ? 0 : -1}
      onClick={() => intake.show(id)}
    >
      <span className={classes['dot']} data-kind={active ? 'now' : 'draft'} />
      <span>{number === '' ? t('intake.newCall') : number}</span>
      {!active && !blank && <span className={classes['state']}>{t('intake.draft')}</span>}
    </button>
  )
}
