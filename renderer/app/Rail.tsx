import { useSession } from '../state/session.ts'
import { useView } from '../state/view.ts'
import { useText } from '../text/context.tsx'
import { Icon, type IconName, Mark } from '../ui/icons.tsx'
import { useGive, useKeysOf } from './commands.tsx'
import type { CommandId, Screen } from './keys.ts'
import classes from './Rail.module.css'

/** A case is opened from the queue, and belongs to it. */
const ownerOf: Partial<Record<Screen, Place>> = { case: 'queue' }
type Place = 'intake' | 'queue' | 'transfers' | 'library'

const entries: Record<Place, { readonly icon: IconName; readonly command: CommandId }> = {
  intake: { icon: 'call', command: 'go.intake' },
  queue: { icon: 'queue', command: 'go.queue' },
  transfers: { icon: 'transfer', command: 'go.transfers' },
  library: { icon: 'library', command: 'go.library' },
}

interface RailProps {
  /** Cases past their due time. */
  readonly overdue: number
  /** Transfers that wait for this person. */
  readonly waiting: number
}

/** Where the agent can go. Only screens that exist have a place here. */
export function Rail({ overdue, waiting }: RailProps) {
  const { t } = useText()
  const screen = useView((state) => state.screen)
  const panel = useView((state) => state.panel)
  const badges: Partial<Record<Place, Badge>> = {
    ...(overdue > 0 ? { queue: { count: overdue, words: t('shell.overdue', { n: overdue }) } } : {}),
    ...(waiting > 0 ? { transfers: { count: waiting, words: t('transfers.waiting', { n: waiting }) } } : {}),
  }
  const refused = useSession((state) => state.sync?.refused ?? 0)
  return (
    <nav className={classes['rail']} aria-label={t('shell.rail')}>
      <div className={classes['mark']} title={t('product')}>
        <Mark />
      </div>
      {(Object.keys(entries) as Place[]).map((name) => (
        <Entry
          key={name}
          {...entries[name]}
          label={t(`shell.${name}`)}
          current={(ownerOf[screen] ?? screen) === name}
          badge={badges[name] ?? null}
        />
      ))}
      <span className={classes['gap']} />
      {(refused > 0 || panel === 'refused') && (
        <Entry
          icon="alert"
          command="go.refused"
          label={t('shell.refused')}
          current={false}
          open={panel === 'refused'}
          badge={refused > 0 ? { count: refused, words: t('shell.returned', { n: refused }) } : null}
        />
      )}
      <Entry icon="lock" command="session.lock" label={t('shell.lock')} current={false} badge={null} />
      <Entry
        icon="settings"
        command="go.settings"
        label={t('shell.settings')}
        current={screen === 'settings'}
        badge={null}
      />
    </nav>
  )
}

interface Badge {
  readonly count: number
  readonly words: string
}

interface EntryProps {
  readonly icon: IconName
  readonly command: CommandId
  readonly label: string
  readonly current: boolean
  readonly open?: boolean
  readonly badge: Badge | null
}

function Entry({ icon, command, label, current, open, badge }: EntryProps) {
  const { caps, aria } = useKeysOf(command)
  const give = useGive()
  return (
    <button
      type="button"
      className={classes['entry']}
      aria-current={current ? 'page' : undefined}
      aria-expanded={open}
      aria-keyshortcuts={aria}
      onClick={() => give(command)}
    >
      <Icon name={icon} size={18} />
      <span>{label}</span>
      <span className={classes['key']} aria-hidden="true">
        {caps.join(' ')}
      </span>
      {badge && (
        <span className={classes['badge']}>
          <span aria-hidden="true">{badge.count > 99 ? '99+' : badge.count}</span>
          <span className="sr">{badge.words}</span>
        </span>
      )}
    </button>
  )
}
