import { useId } from 'react'
import { CommandButton } from '../app/commands.tsx'
import { useText } from '../text/context.tsx'
import classes from './EscalateButton.module.css'
import { usualLevel } from './levels.ts'

/** The button that calls in somebody higher, and beside it which level and who will have it if nothing else is chosen. Source: CALL-8. */
export function EscalateButton() {
  const { t } = useText()
  const id = useId()
  return (
    <span className={classes['escalate']}>
      <CommandButton id="act.escalate" describedBy={id} />
      <span id={id} className={classes['receiver']}>
        {t('act.escalate.receiver', { level: t(`act.level.${usualLevel(null)}`) })}
      </span>
    </span>
  )
}
