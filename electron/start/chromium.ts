import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

const knownPlaces: Readonly<Record<string, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** The machine's Chromium, Chrome or Edge: `REDRESS_CHROMIUM` first, then the usual places; `null` when there is none. */
export function findChromium(env: Environment): string | null {
  const named = env['REDRESS_CHROMIUM']
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  return (knownPlaces[platform()] ?? []).find((path) => existsSync(path)) ?? null
}

/** Whether a window could be seen at all. */
export const hasDisplay = (env: Environment): boolean =>
  platform() !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY'])

/** Nothing the agent types may leave for the browser's own services. Source: details.md, browser host. */
export const quietFlags: readonly string[] = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-sync',
  '--disable-component-update',
  '--disable-features=Translate,AutofillServerCommunication,SpellcheckServiceMultilingual,MediaRouter,OptimizationHints',
]

const quietPreferences = {
  autofill: { profile_enabled: false, credit_card_enabled: false },
  browser: { enable_spellchecking: false },
  credentials_enable_service: false,
  spellcheck: { use_spelling_service: false },
  translate: { enabled: false },
}

function writePreferences(profileDir: string): void {
  const file = join(profileDir, 'Default', 'Preferences')
  if (existsSync(file)) return
  mkdirSync(join(profileDir, 'Default'), { recursive: true })
  writeFileSync(file, JSON.stringify(quietPreferences), { mode: 0o600 })
}

/** Opens `url` as an application window with a profile of its own; the window outlives a restart of the console. */
export function openWindow(chromium: string, url: string, profileDir: string): void {
  writePreferences(profileDir)
  const asRoot = platform() === 'linux' && process.getuid?.() === 0
  const flags = [...quietFlags, ...(asRoot ? ['--no-sandbox'] : []), `--user-data-dir=${profileDir}`, `--app=${url}`]
  spawn(chromium, flags, { stdio: 'ignore', detached: true }).unref()
}
