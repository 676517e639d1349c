import type { ReactNode } from 'react'
import { useNotice } from '../state/notice.ts'
import { useSession } from '../state/session.ts'
import { useText } from '../text/context.tsx'
import { Dot } from '../ui/Dot.tsx'
import { CommandButton, useGive, useKeysOf } from './commands.tsx'
import { SyncLine } from './SyncLine.tsx'
import classes from './TitleBar.module.css'

/** The frame's upper edge: the screen's title or calls, the search, how sync stands, who is here. */
interface TitleBarProps {
  readonly search: ReactNode
  readonly children: ReactNode
}

export function TitleBar({ search, children }: TitleBarProps) {
  return (
    <header className={classes['bar']}>
      <div className={classes['title']}>{children}</div>
      {search}
      <Notice />
      <SyncLine />
      <Person />
    </header>
  )
}

/** What the last act came to, said once and gone by itself. */
function Notice() {
  const words = useNotice((state) => state.words)
  const undo = useNotice((state) => state.undo)
  return (
    <div className={classes['said']}>
      <span role="status" className={classes['notice']}>
        {words}
      </span>
      {undo !== null && <CommandButton id="act.undo" look="line" />}
    </div>
  )
}

/** Who is here; pressing it is the way out. */
function Person() {
  const { t, naming } = useText()
  const { caps, aria } = useKeysOf('session.leave')
  const give = useGive()
  const session = useSession((state) => state.session)
  if (!session?.actor) return null
  const { name, role } = session.actor
  return (
    <button
      type="button"
      className={classes['person']}
      aria-keyshortcuts={aria}
      title={`${t('command.session.leave')} ${caps.join(' ')}`}
      onClick={() => give('session.leave')}
    >
      {session.demo && <span className={classes['demo']}>{t('shell.demo')}</span>}
      <span className={classes['face']} aria-hidden="true">
        {[...name][0] ?? ''}
      </span>
      <span>
        {name}
        <Dot />
        {naming.name('role', role)}
      </span>
    </button>
  )
}
