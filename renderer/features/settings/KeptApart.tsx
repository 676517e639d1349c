import { useQuery } from '@tanstack/react-query'
import type { KeptApart as Kept } from '../../../shared/contract/machine.ts'
import { useBridge } from '../../app/console.tsx'
import { useDirectory } from '../../state/directory.tsx'
import { timeKeeper } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import classes from './Devices.module.css'
import { Part } from './Part.tsx'
import { Unread } from './Unread.tsx'

/** What the server kept apart, for the supervisor to look into: it has no effect anywhere. Source: details.md `quarantined`. */
export function KeptApart() {
  const role = useSession((state) => state.session?.actor?.role)
  return role === 'supervisor' ? <KeptApartList /> : null
}

function KeptApartList() {
  const { t } = useText()
  const { client } = useBridge()
  const { data, refetch } = useQuery({
    queryKey: ['machine', 'keptApart'],
    queryFn: ({ signal }) => client.machine.keptApart(undefined, { signal }),
    staleTime: 0,
  })
  return (
    <Part name="keptApart">
      {Array.isArray(data) ? (
        <>
          <p>{t(data.length === 0 ? 'settings.keptApartNone' : 'settings.keptApartNote')}</p>
          <ul>
            {data.map((kept) => (
              <Line key={`${kept.device} ${kept.n}`} kept={kept} />
            ))}
          </ul>
        </>
      ) : (
        <Unread refusal={data?.refusal} onAgain={() => void refetch()} />
      )}
    </Part>
  )
}

function Line({ kept: { device, n, code, atMs, type, actor } }: { readonly kept: Kept }) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const what = type === undefined ? t('settings.keptApartUnreadable') : naming.name('event', type)
  const from = { device: device.slice(-4), n, when: naming.moment(atMs, timeKeeper.nowMs()) }
  return (
    <li className={classes['line']}>
      <b>{what}</b>
      {actor !== undefined && <span>{directory.person(actor)}</span>}
      <span>{code === 'role.denied' ? t('settings.keptApartRole') : naming.refusal({ tag: code })}</span>
      <small>{t('settings.keptApartFrom', from)}</small>
    </li>
  )
}
