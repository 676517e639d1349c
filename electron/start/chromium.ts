import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { platform } from 'node:os'
import { delimiter, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** Programs by the names they have on the PATH, and where installers put them. */
const programs: Readonly<Record<string, readonly string[]>> = {
  linux: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ],
  win32: ['chrome.exe', 'msedge.exe'],
}
const applications = ['Google Chrome', 'Microsoft Edge', 'Chromium'] as const
const windowsPlaces = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'] as const

function places(env: Environment, system: string): readonly string[] {
  const path = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = (programs[system] ?? []).flatMap((name) => path.map((folder) => join(folder, name)))
  if (system === 'linux')
    return [...onPath, ...(programs['linux'] ?? []).map((name) => `/usr/bin/${name}`), '/snap/bin/chromium']
  const roots = [env['HOME'] ?? '', ''].map((home) => `${home}/Applications`)
  if (system === 'darwin')
    return roots.flatMap((root) => applications.map((name) => `${root}/${name}.app/Contents/MacOS/${name}`))
  const drives = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter((it) => it !== undefined)
  return [...drives.flatMap((drive) => windowsPlaces.map((place) => `${drive}\\${place}`)), ...onPath]
}

/** The machine's Chromium, Chrome or Edge: `REDRESS_CHROMIUM` first, then the usual places; `null` when there is none. */
export function findChromium(
  env: Environment,
  isThere: (path: string) => boolean = existsSync,
  system: string = platform(),
): string | null {
  const named = env['REDRESS_CHROMIUM']
  if (named !== undefined && named !== '') return isThere(named) ? named : null
  return places(env, system).find(isThere) ?? null
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
  // What a screen leaves behind is given back once it rests a second, not eight: half the window's memory was such.
  '--js-flags=--gc-memory-reducer-start-delay-ms=1000,--max-semi-space-size=1',
  '--disable-features=Translate,AutofillServerCommunication,SpellcheckServiceMultilingual,MediaRouter,OptimizationHints',
]

/** The same where the browser keeps its choices. */
const quietPreferences: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  autofill: { profile_enabled: false, credit_card_enabled: false },
  browser: { enable_spellchecking: false },
  search: { suggest_enabled: false },
  signin: { allowed: false, allowed_on_next_startup: false },
  spellcheck: { use_spelling_service: false },
  translate: { enabled: false },
}

type Preferences = Readonly<Record<string, unknown>>

function readPreferences(file: string): Preferences {
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Preferences
  } catch {
    // The browser was cut off while writing; it would begin with an empty one itself.
    return {}
  }
}

/** Sets the quiet choices of a profile anew, whatever was chosen since; all other choices stay. */
export function keepQuiet(profileDir: string): void {
  const file = join(profileDir, 'Default', 'Preferences')
  const kept = readPreferences(file)
  const merged = Object.entries(quietPreferences).map(([part, choices]) => {
    const before = kept[part]
    return [part, { ...(typeof before === 'object' ? before : {}), ...choices }]
  })
  mkdirSync(join(profileDir, 'Default'), { recursive: true, mode: 0o700 })
  const all = { ...kept, credentials_enable_service: false, ...Object.fromEntries(merged) }
  writeFileSync(file, JSON.stringify(all), { mode: 0o600 })
}

/** Opens `url` as an application window with a profile of its own; the window outlives a restart of the console. */
export function openWindow(chromium: string, url: string, profileDir: string): void {
  keepQuiet(profileDir)
  const asRoot = platform() === 'linux' && process.getuid?.() === 0
  const flags = [...quietFlags, ...(asRoot ? ['--no-sandbox'] : []), `--user-data-dir=${profileDir}`, `--app=${url}`]
  spawn(chromium, flags, { stdio: 'ignore', detached: true }).unref()
}
