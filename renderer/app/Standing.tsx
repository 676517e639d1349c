import { useCallback } from 'react'
import { useSession } from '../state/session.ts'
import { useText } from '../text/context.tsx'
import { Icon } from '../ui/icons.tsx'
import { TickingText } from '../ui/TickingText.tsx'
import { CommandButton, useCommand } from './commands.tsx'
import { useBridge } from './console.tsx'
import classes from './Standing.module.css'

type Doubt = 'stale' | 'offline' | 'local'

/** When the list may be behind: how old it is, what still works, and what can be done. Source: SUP-2, ux.md law 6. */
export function Standing() {
  const { t, naming } = useText()
  const bridge = useBridge()
  const doubt = useDoubt()
  const sinceMs = useSession((state) => (doubt === 'stale' ? state.heardAtMs : (state.sync?.lastContactMs ?? null)))
  useCommand('queue.retry', () => (doubt === 'offline' ? bridge.client.sync.now() : false))
  const text = useCallback(
    (nowMs: number) => {
      const time = sinceMs === null ? null : naming.span(nowMs - sinceMs)
      if (doubt === 'stale') return time === null ? t('sync.unreachable') : t('queue.stale', { time })
      if (doubt === 'offline') return time === null ? t('queue.offline') : t('queue.offlineSince', { time })
      return t('queue.local')
    },
    [doubt, sinceMs, naming, t],
  )
  if (doubt === null) return null
  return (
    <div className={classes['standing']} data-doubt={doubt}>
      <Icon name="alert" size={14} />
      <span className={classes['words']}>
        <TickingText text={text} />
      </span>
      {doubt === 'offline' && <CommandButton id="queue.retry" />}
    </div>
  )
}

function useDoubt(): Doubt | null {
  const reach = useSession((state) => state.reach.state)
  const sync = useSession((state) => state.sync?.state)
  if (reach === 'lost') return 'stale'
  if (sync === 'offline' || sync === 'refused' || sync === 'signed_out') return 'offline'
  return sync === 'off' ? 'local' : null
}
