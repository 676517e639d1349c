import { useDirectory } from '../../state/directory.tsx'
import { wholeNowMs } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import type { Waiting } from './list.ts'

/** Who asks, or who was asked, and when. */
export function Asked({ row }: { readonly row: Waiting }) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const me = useSession((state) => state.session?.actor?.id)
  const when = naming.moment(row.askedAtMs, wholeNowMs())
  if (row.kind === 'escalation') return t('transfers.raisedBy', { who: directory.person(row.sender), when })
  const receiver = row.receiver === undefined ? directory.team(row.team) : directory.person(row.receiver)
  return row.sender === me
    ? t('transfers.askedOut', { who: receiver, when })
    : t('transfers.askedBy', { who: directory.person(row.sender), when })
}
