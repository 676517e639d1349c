import { useEffect, useRef } from 'react'
import { CommandButton, useCommand } from '../../app/commands.tsx'
import { useView } from '../../state/view.ts'
import { useText } from '../../text/context.tsx'
import { KeyBar } from '../../ui/KeyBar.tsx'
import { ScreenTitle } from '../../ui/ScreenTitle.tsx'
import { Devices } from './Devices.tsx'
import { HostSettings } from './HostSettings.tsx'
import { KeptApart } from './KeptApart.tsx'
import { KeySettings } from './KeySettings.tsx'
import { Look } from './Look.tsx'
import { Machine } from './Machine.tsx'
import { Report } from './Report.tsx'
import classes from './SettingsScreen.module.css'

/** Ctrl+,: how the console looks and alerts, the machine under it, and one's own keys. */
export function SettingsScreen() {
  const { t } = useText()
  const { go, before } = useView()
  const screen = useRef<HTMLElement>(null)
  useCommand('settings.back', () => go(before === 'settings' ? 'intake' : before))
  useEffect(() => screen.current?.querySelector<HTMLElement>('input:checked')?.focus({ preventScroll: true }), [])
  return (
    <article ref={screen} className={classes['screen']} aria-label={t('settings.title')}>
      <div className={classes['column']}>
        <Look />
        <HostSettings />
      </div>
      <div className={classes['column']}>
        <Machine />
        <Devices />
        <KeptApart />
        <Report />
      </div>
      <div className={classes['column']}>
        <KeySettings />
      </div>
    </article>
  )
}

export function SettingsTitle() {
  const { t } = useText()
  return <ScreenTitle name={t('settings.title')} />
}

export function SettingsBar() {
  const { t } = useText()
  return (
    <KeyBar name={t('shell.keyBar')} end={<CommandButton id="keys.show" />}>
      <CommandButton id="settings.back" />
      <CommandButton id="settings.backUp" />
      <CommandButton id="settings.report" />
      <CommandButton id="go.intake" />
      <CommandButton id="go.queue" />
    </KeyBar>
  )
}
