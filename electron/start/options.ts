import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** How a console is started. Source: surfaces.md "Commands" and "Environment". */
export interface StartOptions {
  readonly host: 'electron' | 'browser' | 'auto'
  readonly open: boolean
  readonly port: number
  readonly dataDir: string
  /** Base URL of a server elsewhere, `none` = offline only, `embedded` = start our own. */
  readonly server: string
  /** Address of an HTTP proxy on the way to the server; `none` = go straight; left out = as the environment says. */
  readonly proxy?: string
  /** File with the only certificate authority the server may show a certificate of. */
  readonly serverCa?: string
  readonly profile: Profile
  readonly empty: boolean
}

export const profiles = ['agent', 'handler', 'supervisor', 'admin'] as const
export type Profile = (typeof profiles)[number]

/** What the cookie of the browser host holds, from whoever starts it again and again; never typed by a person. */
export const sessionVariable = 'REDRESS_SESSION'

/** A bad flag or variable: one line that names it; the process ends with code 2. */
export class OptionError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value)
  if (found === undefined) throw new OptionError(`${name} must be one of ${allowed.join(', ')}; it is "${value}"`)
  return found
}

function portOf(name: string, value: string): number {
  const port = Number(value)
  if (!/^\d{1,5}$/.test(value) || port > 65_535)
    throw new OptionError(`${name} must be a port from 0 to 65535; it is "${value}"`)
  return port
}

function serverOf(name: string, value: string): string {
  if (value === 'none' || value === 'embedded') return value
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new OptionError(`${name} must be an http(s) address or "none"; it is "${value}"`)
  }
  return new URL(value).origin
}

function proxyOf(name: string, value: string): string {
  const isProxy = value === 'none' || (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol))
  if (!isProxy) throw new OptionError(`${name} must be an http(s) address or "none"; it is "${value}"`)
  return value
}

function certificateFile(name: string, value: string): string {
  const text = existsSync(value) ? readFileSync(value, 'utf8') : ''
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new OptionError(`${name} must be a file with a certificate`)
  return resolve(value)
}

function networkOf(
  flags: ReturnType<typeof parse>['values'],
  env: Environment,
): Pick<StartOptions, 'proxy' | 'serverCa'> {
  const [proxy, ca] = [flags.proxy ?? env['REDRESS_PROXY'], flags['server-ca'] ?? env['REDRESS_SERVER_CA']]
  return {
    ...(proxy ? { proxy: proxyOf(flags.proxy ? '--proxy' : 'REDRESS_PROXY', proxy) } : {}),
    ...(ca ? { serverCa: certificateFile(flags['server-ca'] ? '--server-ca' : 'REDRESS_SERVER_CA', ca) } : {}),
  }
}

/** Where a person's data lives when nobody says otherwise: the operating system's own place for it. */
export function defaultDataDir(env: Environment): string {
  if (platform() === 'win32' && env['LOCALAPPDATA']) return join(env['LOCALAPPDATA'], 'Redress')
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Redress')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'redress')
}

/** Makes the folder where it is not there yet. Throws `OptionError` where none can be. */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new OptionError(`--data-dir must be a folder, or a place where one can be made; "${dataDir}" is not: ${why}`)
  }
}

/**
 * Reads flags, then environment, then defaults. Throws `OptionError` naming the first bad flag or variable.
 */
export function readOptions(args: readonly string[], env: Environment): StartOptions {
  const { values } = parse(args)
  const level = env['REDRESS_LOG_LEVEL']
  if (level !== undefined) oneOf('REDRESS_LOG_LEVEL', level, ['trace', 'debug', 'info', 'warn', 'error', 'silent'])
  const chromium = env['REDRESS_CHROMIUM'] ?? ''
  if (chromium !== '' && !existsSync(chromium)) {
    throw new OptionError(`REDRESS_CHROMIUM must be the path of a browser's program; there is none at "${chromium}"`)
  }
  const host = values.host ?? env['REDRESS_HOST']
  const server = values.server ?? env['REDRESS_SERVER_URL']
  return {
    host: host === undefined ? 'auto' : oneOf(values.host ? '--host' : 'REDRESS_HOST', host, ['electron', 'browser']),
    open: !values['no-open'],
    port: portOf('--port', values.port ?? '0'),
    dataDir: resolve(values['data-dir'] ?? env['REDRESS_DATA_DIR'] ?? defaultDataDir(env)),
    server: server === undefined ? 'embedded' : serverOf(values.server ? '--server' : 'REDRESS_SERVER_URL', server),
    ...networkOf(values, env),
    profile: oneOf('--profile', values.profile ?? 'agent', profiles),
    empty: values.empty ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        host: { type: 'string' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        server: { type: 'string' },
        proxy: { type: 'string' },
        'server-ca': { type: 'string' },
        profile: { type: 'string' },
        empty: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new OptionError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
}
