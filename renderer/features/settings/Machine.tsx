import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Storage } from '../../../shared/contract/machine.ts'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useBridge } from '../../app/console.tsx'
import { SyncLine } from '../../app/SyncLine.tsx'
import { asRefusal } from '../../state/execute.ts'
import { timeKeeper } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import classes from './Machine.module.css'
import { Part, Setting } from './Part.tsx'
import { sizeOf } from './size.ts'

const storageKey = ['machine', 'storage']

/** The data on this machine, its last backup and how far one may rely on it, and where sync stands. */
export function Machine() {
  const { t, naming } = useText()
  const { client } = useBridge()
  const queries = useQueryClient()
  const session = useSession((state) => state.session)
  const { data } = useQuery({
    queryKey: storageKey,
    queryFn: ({ signal }) => client.machine.storage(undefined, { signal }),
    staleTime: 0,
  })
  const backup = useMutation({
    mutationFn: () => client.machine.backUp(),
    onSuccess: (answer) => {
      if (!('refusal' in answer)) queries.setQueryData(storageKey, answer)
    },
    onError: reportError,
  })
  useCommand('settings.backUp', () => (backup.isPending ? false : backup.mutate()))
  const refusal = backup.data && 'refusal' in backup.data ? backup.data.refusal : null
  return (
    <Part name="machine">
      <Setting label={t('settings.sync')}>
        <SyncLine />
      </Setting>
      {data && <OnDisk storage={data} />}
      <div className={classes['act']}>
        <CommandButton id="settings.backUp" look="line" />
        <span role="status">
          {backup.isPending ? t('settings.backingUp') : backup.data && refusal === null && t('settings.backedUp')}
        </span>
      </div>
      {refusal && (
        <p role="alert" className={classes['fault']}>
          {naming.refusal(asRefusal(refusal))}
        </p>
      )}
      <dl className={classes['facts']}>
        <dt>{t('settings.deviceNow')}</dt>
        <dd>{session?.device}</dd>
        <dt>{t('settings.version')}</dt>
        <dd>{session?.appV}</dd>
      </dl>
    </Part>
  )
}

function OnDisk({ storage }: { readonly storage: Storage }) {
  const { t, naming } = useText()
  const { bytes, freeBytes, totalBytes, backups, newestBackup } = storage
  const sizes = { size: sizeOf(bytes), free: sizeOf(freeBytes), total: sizeOf(totalBytes) }
  return (
    <>
      <Setting label={t('settings.store')}>
        <p>{t('settings.storeSize', sizes)}</p>
      </Setting>
      <Setting label={t('settings.backup')} {...(backups > 0 ? { note: t('settings.backups', { n: backups }) } : {})}>
        <p>
          {newestBackup === undefined
            ? t('settings.noBackup')
            : t('settings.backupAt', {
                when: naming.moment(newestBackup.atMs, timeKeeper.nowMs()),
                size: sizeOf(newestBackup.bytes),
              })}
        </p>
      </Setting>
    </>
  )
}
