import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Deletes all that a console keeps: record, keys, backups, recorder, attachments, index. The key goes first: what a failing disk
 * might leave behind then opens for nobody. Source: issue of the server, "wipe at next contact".
 */
export function wipeFolder(dir: string): void {
  const names = readdirSync(dir)
  const keysFirst = [...names.filter((name) => name.startsWith('keyring')), ...names]
  for (const name of keysFirst) rmSync(join(dir, name), { recursive: true, force: true, maxRetries: 3 })
}
