import { useRef, useState } from 'react'
import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import type { Entry } from '../../state/record.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import classes from '../Act.module.css'

const replies: ReadonlySet<string> = new Set(['communicated', 'informed', 'transfer_answered', 'followed_up', 'closed'])

/**
 * Somebody else's answer that came after this form was opened. `holds` is asked before sending: the first time such an answer is
 * there it says yes and shows it; what has been shown holds nothing any more. `null` = the form answers nobody.
 * Source: lessons.md chatwoot#14934 (two agents answered the same customer).
 */
export function useUnreadReply(record: readonly Entry[] | null) {
  const own = useSession((state) => state.session?.actor?.id)
  const known = useRef<ReadonlySet<string> | null>(null)
  const [held, setHeld] = useState<Entry | null>(null)
  const entries = record ?? []
  if (known.current === null && entries.length > 0) known.current = new Set(entries.map(({ id }) => id))
  return {
    held,
    holds: (): boolean => {
      const seen = known.current
      const unread = entries.findLast(
        ({ id, type, actor }) => replies.has(type) && actor !== own && seen?.has(id) === false,
      )
      if (unread === undefined) return false
      known.current = new Set(entries.map(({ id }) => id))
      setHeld(unread)
      return true
    },
  }
}

/** Their answer beside one's own, before the second one goes out. */
export function HeldReply({ reply, mine }: { readonly reply: Entry; readonly mine: string }) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const theirs = Object.values(reply.texts).filter((text) => text !== null)
  return (
    <section className={classes['held']} role="alert" aria-label={t('held.title')}>
      <h3>{t('held.title')}</h3>
      <p>
        {t('held.theirs', {
          who: directory.person(reply.actor),
          when: naming.moment(reply.atMs, wholeNowMs()),
          what: naming.name('event', reply.type),
        })}
      </p>
      <p className={classes['theirs']}>{theirs.length === 0 ? t('held.noWords') : theirs.join('\n')}</p>
      <p>{t('held.mine')}</p>
      <p className={classes['theirs']}>{mine}</p>
    </section>
  )
}
