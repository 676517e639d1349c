import { useMutation, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId } from 'react'
import type { HostAnswer, HostBridge } from '../../../shared/contract/host.ts'
import type { HostAsk } from '../../../shared/contract/host-asks.ts'
import { useHost } from '../../app/host.tsx'
import { capsOf, strokeOf } from '../../app/keys.ts'
import { useText } from '../../text/context.tsx'
import { SegmentedChoice } from '../../ui/SegmentedChoice.tsx'
import classes from './HostSettings.module.css'

const noticesAs = ['sound', 'silent', 'off'] as const
const zooms = ['90', '100', '110', '125', '150', '200'] as const

/** What only an installed window can do; nothing where the console runs in the machine's browser. */
export function HostSettings() {
  const host = useHost()
  return host && <OfHost host={host} />
}

function OfHost({ host }: { readonly host: HostBridge }) {
  const { t } = useText()
  const known = useQuery({ queryKey: ['host'], queryFn: () => host.ask({ ask: 'settings' }) })
  const change = useMutation({ mutationFn: (ask: HostAsk) => host.ask(ask), onError: reportError })
  const answer = change.data ?? known.data
  if (answer === undefined) return null
  const { autostart, notices, zoom } = answer.settings
  return (
    <>
      <div className={classes['setting']}>
        <span className={classes['label']}>{t('settings.notices')}</span>
        <SegmentedChoice
          name={t('settings.notices')}
          choices={noticesAs.map((value) => ({ value, label: t(`settings.noticesAs.${value}`) }))}
          value={notices}
          onChoose={(as) => change.mutate({ ask: 'notices', as })}
        />
      </div>
      <div className={classes['setting']}>
        <span className={classes['label']}>{t('settings.zoom')}</span>
        <SegmentedChoice
          name={t('settings.zoom')}
          choices={zooms.map((value) => ({ value, label: `${value}%` }))}
          value={zooms.find((value) => Number(value) === zoom) ?? '100'}
          onChoose={(percent) => change.mutate({ ask: 'zoom', percent: Number(percent) })}
        />
      </div>
      <BringUpKey answer={answer} onChoose={(stroke) => change.mutate({ ask: 'shortcut', stroke })} />
      {autostart !== null && (
        <div className={classes['setting']}>
          <span className={classes['label']}>{t('host.autostart')}</span>
          <SegmentedChoice
            name={t('host.autostart')}
            choices={[
              { value: 'on', label: t('host.on') },
              { value: 'off', label: t('host.off') },
            ]}
            value={autostart ? 'on' : 'off'}
            onChoose={(next) => change.mutate({ ask: 'autostart', on: next === 'on' })}
          />
        </div>
      )}
    </>
  )
}

/** Keys that are only held while the real one is awaited. */
const held = new Set(['Control', 'Shift', 'Alt', 'Meta'])
/** Keys that keep their meaning: leaving the field, closing the panel. */
const leaving = new Set(['Tab', 'Shift+Tab', 'Escape'])

interface BringUpKeyProps {
  readonly answer: HostAnswer
  readonly onChoose: (stroke: string | null) => void
}

/** The key is chosen by pressing it. */
function BringUpKey({ answer, onChoose }: BringUpKeyProps) {
  const { t, naming } = useText()
  const id = useId()
  const { stroke } = answer.settings
  const press = (event: KeyboardEvent) => {
    const pressed = strokeOf(event)
    if (event.nativeEvent.isComposing || event.keyCode === 229 || held.has(event.key) || leaving.has(pressed)) return
    event.preventDefault()
    event.stopPropagation()
    onChoose(pressed === 'Backspace' ? null : pressed)
  }
  return (
    <div className={classes['setting']}>
      <span className={classes['label']} id={id}>
        {t('host.key')}
      </span>
      <button
        type="button"
        className={classes['key']}
        aria-labelledby={`${id} ${id}-key`}
        aria-describedby={`${id}-note`}
        onKeyDown={press}
      >
        <span id={`${id}-key`}>{stroke === null ? t('host.noKey') : capsOf(stroke).join(' + ')}</span>
      </button>
      <p id={`${id}-note`} className={classes['note']} role={answer.refusal ? 'alert' : undefined}>
        {answer.refusal ? naming.refusal(answer.refusal) : t('host.keyNote')}
      </p>
    </div>
  )
}
