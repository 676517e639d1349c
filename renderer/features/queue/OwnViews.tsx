import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SavedView } from '../../../shared/contract/work.ts'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useBridge } from '../../app/console.tsx'
import { takesText } from '../../app/focus.ts'
import { useNotice } from '../../state/notice.ts'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { ViewTab } from '../../ui/ViewTab.tsx'
import { useQueue } from './store.ts'
import classes from './ViewBar.module.css'

function useOwnViews(): readonly SavedView[] {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['views'],
    queryFn: ({ signal }) => bridge.client.views.list(undefined, { signal }),
  })
  return data ?? []
}

/** The first of the person's own views stand on the digits after the ten queues'. */
const firstDigit = 8
const digits = 2

/** Lists a person keeps under a name. */
export function OwnViews() {
  const views = useOwnViews()
  const show = useQueue((state) => state.show)
  const own = useQueue((state) => state.own)
  const open = ({ id, view, query }: SavedView) => show(view, query, id)
  useCommand('queue.view.own', (stroke) => {
    const view = views[Number(stroke.at(-1)) - firstDigit]
    return view === undefined ? false : open(view)
  })
  return views.map((view, index) => (
    <span key={view.id} className={classes['own']}>
      <ViewTab
        name={view.name}
        digit={index < digits ? firstDigit + index : undefined}
        keys={index < digits ? `Alt+${firstDigit + index}` : undefined}
        current={view.id === own}
        onPress={() => open(view)}
      />
      {view.id === own && <Remove view={view} />}
    </span>
  ))
}

function Remove({ view }: { readonly view: SavedView }) {
  const { t } = useText()
  const bridge = useBridge()
  const queries = useQueryClient()
  const say = useNotice((state) => state.say)
  const remove = async () => {
    await bridge.client.views.remove({ id: view.id })
    useQueue.setState({ own: null })
    await queries.invalidateQueries({ queryKey: ['views'] })
    say(t('saved.removed', { name: view.name }))
  }
  return (
    <button
      type="button"
      className={classes['remove']}
      aria-label={t('saved.remove', { name: view.name })}
      onClick={() => void remove()}
    >
      <Icon name="close" size={12} />
    </button>
  )
}

/** Keeps what is on screen, queue and filter line, under a name of the person's own. */
export function SaveView() {
  const { t } = useText()
  const [naming, setNaming] = useState(false)
  const query = useQueue((state) => state.query)
  const save = useSave(() => setNaming(false))
  useCommand('queue.saveView', () => setNaming(true))
  if (!naming) return query === '' ? null : <CommandButton id="queue.saveView" />
  return (
    <form
      className={classes['name']}
      onSubmit={(event) => {
        event.preventDefault()
        void save(String(new FormData(event.currentTarget).get('name') ?? '').trim())
      }}
    >
      <input
        name="name"
        type="text"
        aria-label={t('saved.name')}
        placeholder={t('saved.name')}
        autoComplete="off"
        maxLength={40}
        required
        ref={(input) => input?.focus()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing || !takesText(event.target)) return
          event.preventDefault()
          setNaming(false)
        }}
      />
      <button type="submit">{t('saved.save')}</button>
    </form>
  )
}

function useSave(done: () => void) {
  const { t } = useText()
  const bridge = useBridge()
  const queries = useQueryClient()
  const views = useOwnViews()
  const say = useNotice((state) => state.say)
  return async (name: string) => {
    if (name === '') return
    const { view, query } = useQueue.getState()
    const id = crypto.randomUUID()
    await bridge.client.views.put({ id, name, view, query, place: views.length })
    useQueue.setState({ own: id })
    await queries.invalidateQueries({ queryKey: ['views'] })
    say(t('saved.done', { name }))
    done()
  }
}
