import { useEffect, useRef } from 'react'
import type { CaseView } from '../../state/caseView.ts'
import { useDirectory } from '../../state/directory.tsx'
import { useNotice } from '../../state/notice.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'

/** Says when somebody else, or another window, changed the case that is open here. */
export function useNews(id: string | null, view: CaseView | null): void {
  const { t, naming } = useText()
  const directory = useDirectory()
  const own = useSession((state) => state.session?.actor?.id)
  const say = useNotice((state) => state.say)
  const seen = useRef<{ readonly id: string | null; readonly version: number }>({ id: null, version: 0 })
  useEffect(() => {
    if (view === null) return
    const { version } = view.theCase
    const isNews = seen.current.id === id && version > seen.current.version
    seen.current = { id, version }
    const newest = view.record.at(-1)
    if (!isNews || newest === undefined || newest.actor === own || newest.actor === 'server') return
    const words = t('case.changed', { who: directory.person(newest.actor), what: naming.name('event', newest.type) })
    // What others did takes nothing from what one may still take back.
    say(words, useNotice.getState().undo)
  }, [id, view, own, t, naming, directory, say])
}
