import { existsSync, mkdirSync } from 'node:fs'
import { ok, type Result, refuse } from '../../../../shared/kernel/result.ts'
import { coreOver } from '../core-over.ts'
import type { OpenDatabase } from '../database.ts'
import { StoreFaultError } from '../fault.ts'
import { lockFolder } from '../instance-lock.ts'
import { type Unlock, unlockKeyring } from '../keyring.ts'
import type { StoreDeps } from '../store-deps.ts'
import { listBackups } from './backup-files.ts'
import type { RecoveryReport } from './note-recovery.ts'
import { finishPutting } from './put-in-place.ts'
import { recoverStore } from './recover.ts'

/**
 * Puts a store together again from a backup (the newest one when none is named), everything newer that can still be read, and
 * the flight recorder; the present file is set aside, not deleted. Needs the folder for itself. Refusals: those of
 * `openStore`, `backup.none`, `backup.missing`.
 */
export async function restoreStore(deps: StoreDeps, unlock: Unlock, backup?: string): Promise<Result<RecoveryReport>> {
  if (backup !== undefined && !existsSync(backup)) return refuse('backup.missing', 'file')
  let release: () => void = () => undefined
  try {
    mkdirSync(deps.dir, { recursive: true, mode: 0o700 })
    release = lockFolder(deps.dir).release
    const key = await unlockKeyring(deps, unlock)
    if (!key.ok) return key
    const chosen = backup ?? listBackups(deps.dir)[0]?.file
    if (chosen === undefined) return refuse('backup.none', 'file')
    return ok(restoreWith(deps, key.value, chosen))
  } catch (error) {
    if (error instanceof StoreFaultError) return refuse(error.tag, undefined, { code: error.code })
    throw error
  } finally {
    release()
  }
}

function restoreWith(deps: StoreDeps, key: Uint8Array, backup: string): RecoveryReport {
  const quiet = { changed: () => undefined, recorded: () => undefined }
  const makeCore = (database: OpenDatabase) => coreOver({ ...deps, ...quiet }, database)
  finishPutting(deps.dir)
  return recoverStore({ ...deps, key, coreOver: makeCore }, { useFile: true, backup })
}
