import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ok, type Result, refuse } from '../../../../shared/kernel/result.ts'
import { openDatabase } from '../database.ts'
import { StoreFaultError } from '../fault.ts'
import { type KeyringDeps, type Unlock, unlockKeyring } from '../keyring.ts'
import { copyKeys } from './keys-copy.ts'
import { type BackupJob, type BackupMade, makeBackup } from './make-backup.ts'

export interface BackupWithKeys extends BackupMade {
  /** Customer keys copied beside it. */
  readonly keys: number
}

/** A backup, and beside it the keys it does not hold. */
export function backupWithKeys(job: BackupJob): BackupWithKeys {
  const made = makeBackup(job)
  const store = openDatabase({ file: job.file, key: job.key, mode: 'read', cacheKiB: 2_048 })
  try {
    return { ...made, keys: copyKeys(job.dir, store.read, job.key, randomBytes) }
  } finally {
    store.close()
  }
}

/**
 * Makes a backup of the store in a folder, also while a console is open on it: both only read what is committed. Refusals:
 * `store.missing`, those of `unlockKeyring`, and the weather of the disk.
 */
export async function backupStore(
  deps: KeyringDeps & { readonly nowMs: () => number },
  unlock: Unlock,
): Promise<Result<BackupWithKeys>> {
  const { dir } = deps
  const file = join(dir, 'case.db')
  if (!existsSync(file)) return refuse('store.missing')
  try {
    const key = await unlockKeyring(deps, unlock)
    return key.ok ? ok(backupWithKeys({ dir, file, key: key.value, nowMs: deps.nowMs() })) : key
  } catch (error) {
    if (error instanceof StoreFaultError) return refuse(error.tag, undefined, { code: error.code })
    throw error
  }
}
