import { readFileSync } from 'node:fs'
import { createRouterClient } from '@orpc/server'
import { consoleDir } from '../core/console.ts'
import { openNodeConsole } from '../core/node-ports.ts'
import { keyringFile, type Unlock } from '../core/store/keyring.ts'
import { readKeyring } from '../core/store/keyring-file.ts'
import { socketPath } from '../host/local-socket.ts'
import type { Profile } from '../start/options.ts'
import { UsageError } from './output.ts'
import { type ConsoleClient, reachCore } from './transport.ts'

export interface Place {
  readonly dataDir: string
  readonly profile: Profile
  /** File whose first line is the password of a store that needs one. */
  readonly passwordFile?: string
  /** Whose password it is; needed where several people unlock one store. */
  readonly user?: string
}

/** `running`: the core of a console that people may be working at; `opened`: nobody but this command. */
export type Reached = 'running' | 'opened'

/**
 * Runs `work` against the console of a data folder: the running core when there is one, else the store opened here for as
 * long as the work takes (without talking to a server). Source: surfaces.md "Command line".
 */
export async function withConsole<T>(
  place: Place,
  work: (client: ConsoleClient, reached: Reached) => Promise<T>,
): Promise<T> {
  const dir = consoleDir(place.dataDir, place.profile)
  const running = await reachCore(socketPath(dir))
  if (running) return work(running.client, 'running').finally(running.close)
  const unlock = unlockOf(place)
  const opened = await openNodeConsole({ ...place, server: 'none' }, unlock === undefined ? {} : { unlock })
  if (!opened.ok) throw new UsageError(`the store cannot be opened: ${opened.error.tag}${hint(opened.error.tag)}`)
  const client: ConsoleClient = createRouterClient(opened.value.router)
  // The store's threads do not keep a process alive; until they are closed this one has to live.
  const alive = setInterval(() => undefined, 60_000)
  return work(client, 'opened')
    .finally(opened.value.close)
    .finally(() => clearInterval(alive))
}

const hint = (tag: string): string => (tag === 'unlock.needs_password' ? ' (give --password-file)' : '')

/** Whose password opens the store of this place; `undefined` = the demonstration, which has none. */
export function unlockOf({ dataDir, passwordFile, user, profile }: Place): Unlock | undefined {
  if (passwordFile === undefined) return undefined
  const known = user ?? onlyUser(consoleDir(dataDir, profile))
  return { by: 'password', user: known ?? profile, password: firstLine(passwordFile) }
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? ''
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === '') throw error
    throw new UsageError(`--password-file: ${file} cannot be read (${code})`)
  }
}

/** The one person whose password opens the store; `undefined` where there is no store yet. */
function onlyUser(dir: string): string | undefined {
  const users = (readKeyring(keyringFile(dir))?.entries ?? []).flatMap((it) =>
    it.kind === 'password' ? [it.user] : [],
  )
  if (users.length > 1) throw new UsageError('several people unlock this store: say which one with --user')
  return users[0]
}
