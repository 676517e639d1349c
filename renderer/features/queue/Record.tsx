import { useDirectory } from '../../state/directory.tsx'
import { timeKeeper } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { Dot } from '../../ui/Dot.tsx'
import classes from './Record.module.css'

interface Entry {
  readonly id: string
  readonly type: string
  readonly atMs: number
  readonly actor: string
  readonly device: string
}

/** A record line as it comes over the wire; whatever does not have these five facts is not shown as if it had. */
function entryOf(value: unknown): Entry | null {
  if (typeof value !== 'object' || value === null) return null
  const { id, type, atMs, actor, device } = value as Readonly<Partial<Record<keyof Entry, unknown>>>
  const named =
    typeof id === 'string' && typeof type === 'string' && typeof actor === 'string' && typeof device === 'string'
  return named && typeof atMs === 'number' ? { id, type, atMs, actor, device } : null
}

/** What happened to the case, newest first: what, when, who, on which device. */
export function Record({ entries }: { readonly entries: readonly unknown[] }) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const own = useSession((state) => state.session?.device)
  const placeOf = (device: string): string => {
    if (device === own) return t('detail.thisDevice')
    return device.startsWith('server:') ? t('detail.server') : t('detail.device', { end: device.slice(-4) })
  }
  const shown = entries.map(entryOf).filter((entry) => entry !== null)
  return (
    <section aria-label={t('detail.record')}>
      <h3 className={classes['title']}>{t('detail.record')}</h3>
      <ol className={classes['record']}>
        {shown.toReversed().map((entry) => (
          <li key={entry.id}>
            <time>{naming.moment(entry.atMs, timeKeeper.nowMs())}</time>
            <div>
              {naming.name('event', entry.type)}
              <small>
                {entry.actor !== 'server' && (
                  <>
                    {directory.person(entry.actor)}
                    <Dot />
                  </>
                )}
                {placeOf(entry.device)}
              </small>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
