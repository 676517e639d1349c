import { asRefusal } from '../../state/execute.ts'
import { useText } from '../../text/context.tsx'
import classes from './Devices.module.css'

interface UnreadProps {
  /** Why the server could not be asked; left out while it is being asked. */
  readonly refusal: Parameters<typeof asRefusal>[0] | undefined
  readonly onAgain: () => void
}

/** Stands where a list of the server will be. */
export function Unread({ refusal, onAgain }: UnreadProps) {
  const { t, naming } = useText()
  if (refusal === undefined) return <p role="status">{t('settings.reading')}</p>
  return (
    <p role="status" className={classes['offline']}>
      {naming.refusal(asRefusal(refusal))}
      <button type="button" className={classes['act']} onClick={onAgain}>
        {t('settings.readAgain')}
      </button>
    </p>
  )
}
