import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useText } from '../text/context.tsx'
import { Icon } from '../ui/icons.tsx'
import { useBridge } from './console.tsx'
import classes from './Notices.module.css'
import { usePrinting } from './print.tsx'

const everyMs = 5 * 60_000

/** What is amiss with this machine and keeps nobody from working: told above the work, never over it. */
export function Notices() {
  const { t, naming } = useText()
  const { client } = useBridge()
  const queries = useQueryClient()
  const unprinted = usePrinting((state) => state.refusal)
  const { data: ofMachine = [] } = useQuery({
    queryKey: ['notices'],
    queryFn: () => client.notices.list(),
    refetchInterval: everyMs,
  })
  const seen = () => client.notices.seen().then(() => queries.invalidateQueries({ queryKey: ['notices'] }), reportError)
  const notices = unprinted === null ? ofMachine : [...ofMachine, unprinted]
  if (notices.length === 0) return null
  return (
    <section className={classes['notices']} aria-label={t('host.notices')} role="status">
      {notices.map(({ tag, detail = {} }) => (
        <p key={tag} className={classes['notice']}>
          <Icon name="alert" size={14} />
          <span className={classes['words']}>{naming.refusal({ tag, detail })}</span>
          {tag === 'store.repaired' && (
            <button type="button" className={classes['seen']} onClick={() => void seen()}>
              {t('host.seen')}
            </button>
          )}
        </p>
      ))}
    </section>
  )
}
