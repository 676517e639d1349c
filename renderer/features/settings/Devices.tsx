import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../../../shared/case/words.ts'
import type { DeviceRow } from '../../../shared/contract/machine.ts'
import { useBridge } from '../../app/console.tsx'
import { useDirectory } from '../../state/directory.tsx'
import { timeKeeper } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { Tag } from '../../ui/Tag.tsx'
import classes from './Devices.module.css'
import { Part } from './Part.tsx'
import { Unread } from './Unread.tsx'

/** Who sees to the organisation's machines; the server decides, this only spares others a refusal. */
const seers: readonly Role[] = ['supervisor', 'admin']
const devicesKey = ['machine', 'devices']

/** The organisation's machines as the server knows them; one that was lost is cut off here. Source: TRU-3. */
export function Devices() {
  const role = useSession((state) => state.session?.actor?.role)
  return seers.some((it) => it === role) ? <DeviceList /> : null
}

function DeviceList() {
  const { client } = useBridge()
  const queries = useQueryClient()
  const { data, refetch } = useQuery({
    queryKey: devicesKey,
    queryFn: ({ signal }) => client.machine.devices(undefined, { signal }),
    staleTime: 0,
  })
  const revoke = useMutation({
    mutationFn: (which: { readonly id: string; readonly wipe: boolean }) => client.machine.revokeDevice(which),
    onSuccess: (answer) => queries.setQueryData(devicesKey, answer),
    onError: reportError,
  })
  return (
    <Part name="devices">
      {Array.isArray(data) ? (
        <ul>
          {data.map((device) => (
            <DeviceLine key={device.id} device={device} onRevoke={(wipe) => revoke.mutate({ id: device.id, wipe })} />
          ))}
        </ul>
      ) : (
        <Unread refusal={data?.refusal} onAgain={() => void refetch()} />
      )}
    </Part>
  )
}

interface DeviceLineProps {
  readonly device: DeviceRow
  readonly onRevoke: (wipe: boolean) => void
}

function DeviceLine({ device, onRevoke }: DeviceLineProps) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const isOwn = useSession((state) => state.session?.device) === device.id
  const seen = {
    who: directory.person(device.enteredBy),
    when: naming.moment(device.seenMs, timeKeeper.nowMs()),
    version: device.appV,
  }
  return (
    <li className={classes['line']} aria-label={device.id}>
      <b>{device.id.slice(-4)}</b>
      <Tag tone={device.state === 'active' ? 'plain' : 'warn'}>{t(`settings.deviceState.${device.state}`)}</Tag>
      {isOwn && <Tag tone="accent">{t('settings.deviceHere')}</Tag>}
      {device.clockSuspect && <Tag tone="warn">{t('settings.clockSuspect')}</Tag>}
      <small>{t('settings.deviceSeen', seen)}</small>
      {device.state === 'active' && !isOwn && (
        <span className={classes['acts']}>
          <SureButton label={t('settings.revoke')} onSure={() => onRevoke(false)} />
          <SureButton label={t('settings.wipe')} onSure={() => onRevoke(true)} />
        </span>
      )}
    </li>
  )
}

/** Pressed twice before it is done: what it does cannot be taken back. */
function SureButton({ label, onSure }: { readonly label: string; readonly onSure: () => void }) {
  const { t } = useText()
  const [asked, setAsked] = useState(false)
  return (
    <button
      type="button"
      className={classes['act']}
      data-asked={asked || undefined}
      onClick={() => (asked ? onSure() : setAsked(true))}
      onBlur={() => setAsked(false)}
    >
      {asked ? t('settings.revokeSure', { what: label }) : label}
    </button>
  )
}
