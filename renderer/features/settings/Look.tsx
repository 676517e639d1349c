import { useHost } from '../../app/host.tsx'
import { densities, languages, lockAfters, onOff, themes, usePreferences } from '../../state/preferences.ts'
import { useText } from '../../text/context.tsx'
import { SegmentedChoice } from '../../ui/SegmentedChoice.tsx'
import { Part, Setting } from './Part.tsx'

/** How the console looks, speaks and rings on this machine. */
export function Look() {
  const { t } = useText()
  const { language, theme, density, lockAfter, ring, choose } = usePreferences()
  const inBrowser = useHost() === null
  return (
    <>
      <Part name="look">
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
        <Setting label={t('settings.lockAfter')} note={t('settings.note')}>
          <SegmentedChoice
            name={t('settings.lockAfter')}
            choices={lockAfters.map((value) => ({ value, label: t('sync.minutes', { n: value }) }))}
            value={lockAfter}
            onChoose={(next) => choose({ lockAfter: next })}
          />
        </Setting>
        {inBrowser && <Setting label={t('settings.zoom')} note={t('settings.zoomInBrowser')} />}
      </Part>
      <Part name="alerts">
        <Setting label={t('settings.ring')} note={t('settings.ringNote')}>
          <SegmentedChoice
            name={t('settings.ring')}
            choices={onOff.map((value) => ({ value, label: t(`settings.onOff.${value}`) }))}
            value={ring}
            onChoose={(next) => choose({ ring: next })}
          />
        </Setting>
        {inBrowser && <Setting label={t('settings.notices')} note={t('settings.noticesInBrowser')} />}
      </Part>
    </>
  )
}
