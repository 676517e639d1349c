import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from 'electron'

export interface Autostart {
  /** `null` = not offered: only an installed program can be started at log-in. */
  readonly isOn: () => boolean | null
  readonly set: (on: boolean) => void
}

export interface AutostartDeps {
  readonly app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>
  readonly platform: NodeJS.Platform
  /** The desktop's folder for settings, where there is one (`~/.config`). */
  readonly configDir: string
  readonly program: string
  readonly flags: readonly string[]
}

/** One argument of an `Exec` line. Source: Desktop Entry Specification, "The Exec key". */
const quoted = (text: string): string => `"${text.replace(/[\\"`$]/g, '\\$&').replace(/%/g, '%%')}"`

const entry = ({ program, flags }: AutostartDeps): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Redress 回音',
    `Exec=${[program, ...flags].map(quoted).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

/** Starts the console when the person logs in: by Electron where it can, by the desktop's own folder on Linux. */
export function createAutostart(deps: AutostartDeps): Autostart {
  const { app, platform, configDir, flags } = deps
  const file = join(configDir, 'autostart', 'redress.desktop')
  const args = [...flags]
  if (platform === 'linux') {
    return {
      isOn: () => (app.isPackaged ? existsSync(file) : null),
      set: (on) => {
        if (!on) return rmSync(file, { force: true })
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, entry(deps))
      },
    }
  }
  return {
    isOn: () => (app.isPackaged ? app.getLoginItemSettings({ args }).openAtLogin : null),
    set: (on) => app.setLoginItemSettings({ openAtLogin: on, args }),
  }
}
