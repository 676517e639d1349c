import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasDisplay } from '../electron/start/chromium.ts'

/** The only things a test may be skipped for: what no lockfile can bring to a machine. */
export const prerequisites = ['electron', 'data', 'postgres'] as const
export type Prerequisite = (typeof prerequisites)[number]

export interface AllowedSkip {
  readonly prerequisite: Prerequisite
  readonly reason: string
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** The folder of real complaint texts beside the checkout, or `null`. It is never copied into the project. */
export function dataFolder(): string | null {
  const folder = join(root, '..', 'shared', 'data')
  return existsSync(join(folder, 'README.md')) ? folder : null
}

/** The folder that holds `initdb` and `postgres`: on the PATH, else where Debian puts its newest version, else `null`. */
export function postgresFolder(env: NodeJS.ProcessEnv = process.env, debian = '/usr/lib/postgresql'): string | null {
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const candidates = [...onPath, ...versions.map((version) => join(debian, version, 'bin'))]
  return candidates.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

/** The path of the downloaded Electron program, or `null` where only its npm package is there. */
function electronProgram(env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const program = join(
    env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'),
    readFileSync(pathFile, 'utf8').trim(),
  )
  return existsSync(program) ? program : null
}

const reasons: Readonly<Record<Prerequisite, () => string | null>> = {
  electron: () => {
    if (electronProgram() === null) return 'the Electron program is not downloaded'
    return hasDisplay(process.env) ? null : 'there is no display for Electron'
  },
  data: () => (dataFolder() === null ? 'the folder ../shared/data is not there' : null),
  postgres: () => (postgresFolder() === null ? 'PostgreSQL (initdb) is not installed' : null),
}

/** Why a test that needs `prerequisite` cannot run here, or `null` when it can. */
export const missing = (prerequisite: Prerequisite): string | null => reasons[prerequisite]()
