import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { RefusedEntry } from '../../../shared/contract/console.ts'
import { useBridge } from '../../app/console.tsx'
import { useDirectory } from '../../state/directory.tsx'
import { timeKeeper } from '../../state/now.ts'
import { useSession } from '../../state/session.ts'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { type Answering, useAnswering, useRun } from './answering.ts'
import { Conflicts } from './Conflicts.tsx'
import classes from './RefusedPanel.module.css'

/** What came back: each with its reason, and what a person can do about it. Source: SYNC-5, ux.md law 6. */
export function RefusedPanel() {
  const { t } = useText()
  const bridge = useBridge()
  const closePanel = useView((state) => state.closePanel)
  const count = useSession((state) => state.sync?.refused ?? 0)
  const { data = [] } = useQuery({
    queryKey: ['cases', 'refused', count],
    queryFn: ({ signal }) => bridge.client.refused.list(undefined, { signal }),
  })
  const queries = useQueryClient()
  const answering = useAnswering(bridge, () => queries.invalidateQueries({ queryKey: ['cases'] }))
  return (
    <SidePanel title={t('refused.title')} closeLabel={t('refused.close')} onClose={closePanel} focus>
      <Conflicts answering={answering} />
      {data.length === 0 && <p className={classes['none']}>{t('refused.none')}</p>}
      <ol className={classes['list']}>
        {data.map((entry) => (
          <Entry key={entry.event} entry={entry} answering={answering} />
        ))}
      </ol>
      <p role="status" className={classes['said']}>
        {answering.said && t(`refused.${answering.said}`)}
      </p>
    </SidePanel>
  )
}

function Entry({ entry, answering }: { readonly entry: RefusedEntry; readonly answering: Answering }) {
  const { t, naming } = useText()
  const { fault, run } = useRun()
  const reason = naming.refusal({ tag: entry.code })
  const name = naming.name('event', entry.type)
  const lead = t('refused.noteLead', { name, reason })
  return (
    <li className={classes['entry']} aria-label={`${entry.number} ${name}`}>
      <h3>
        {entry.number} {name}
      </h3>
      <small>{naming.moment(entry.atMs, timeKeeper.nowMs())}</small>
      {entry.words !== '' && <blockquote>{entry.words}</blockquote>}
      <p className={classes['reason']}>{reason}</p>
      <Before entry={entry} />
      {entry.verdict === 'doubtful' ? (
        <p>{t('refused.doubtful')}</p>
      ) : (
        <div className={classes['acts']}>
          <Act label={t('refused.redo')} onPress={() => run(answering.redo(entry))} />
          <Act label={t('refused.keepAsNote')} onPress={() => run(answering.keepAsNote(entry, lead))} />
          <Act
            label={t('refused.copy')}
            onPress={() => void answering.copy(`${lead}\n${entry.words}`.trim()).catch(reportError)}
          />
          <Act label={t('refused.letGo')} onPress={() => run(answering.letGo(entry))} />
        </div>
      )}
      <p role="alert" className={classes['fault']}>
        {fault && naming.refusal(fault)}
      </p>
    </li>
  )
}

/** What somebody else did first, and so made it impossible. */
function Before({ entry }: { readonly entry: RefusedEntry }) {
  const { t, naming } = useText()
  const directory = useDirectory()
  const by = entry.defeatedBy
  if (by === undefined) return null
  const params = {
    name: naming.name('event', by.type),
    person: directory.person(by.actor),
    when: naming.moment(by.atMs, timeKeeper.nowMs()),
  }
  return <p>{t('refused.before', params)}</p>
}

function Act({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  return (
    <button type="button" className={classes['act']} onClick={onPress}>
      {label}
    </button>
  )
}
