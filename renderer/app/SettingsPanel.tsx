import { densities, languages, lockAfters, themes, usePreferences } from '../state/preferences.ts'
import { useView } from '../state/view.ts'
import { useText } from '../text/context.tsx'
import { SegmentedChoice } from '../ui/SegmentedChoice.tsx'
import { SidePanel } from '../ui/SidePanel.tsx'
import { HostSettings } from './HostSettings.tsx'
import { KeySettings } from './KeySettings.tsx'
import classes from './SettingsPanel.module.css'

/** How the console looks and speaks on this machine. */
export function SettingsPanel() {
  const { t } = useText()
  const { language, theme, density, lockAfter, choose } = usePreferences()
  const closePanel = useView((state) => state.closePanel)
  return (
    <SidePanel title={t('settings.title')} closeLabel={t('settings.close')} onClose={closePanel} focus>
      <Setting label={t('settings.language')}>
        <SegmentedChoice
          name={t('settings.language')}
          choices={languages.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
          value={language}
          onChoose={(next) => choose({ language: next })}
        />
      </Setting>
      <Setting label={t('settings.theme')}>
        <SegmentedChoice
          name={t('settings.theme')}
          choices={themes.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          value={theme}
          onChoose={(next) => choose({ theme: next })}
        />
      </Setting>
      <Setting label={t('settings.density')}>
        <SegmentedChoice
          name={t('settings.density')}
          choices={densities.map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
          value={density}
          onChoose={(next) => choose({ density: next })}
        />
      </Setting>
      <Setting label={t('settings.lockAfter')}>
        <SegmentedChoice
          name={t('settings.lockAfter')}
          choices={lockAfters.map((value) => ({ value, label: t('sync.minutes', { n: value }) }))}
          value={lockAfter}
          onChoose={(next) => choose({ lockAfter: next })}
        />
      </Setting>
      <HostSettings />
      <p className={classes['note']}>{t('settings.note')}</p>
      <KeySettings />
    </SidePanel>
  )
}

function Setting({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className={classes['setting']}>
      <span className={classes['label']}>{label}</span>
      {children}
    </div>
  )
}
