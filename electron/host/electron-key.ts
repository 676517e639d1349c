import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SafeStorage } from 'electron'

const keyBytes = 32

/** `basic_text` hides a key under a constant that everybody knows: that counts as no key store. Source: details.md. */
const hasKeyStore = (safe: SafeStorage, platform: NodeJS.Platform): boolean =>
  safe.isEncryptionAvailable() &&
  (platform !== 'linux' || !['basic_text', 'unknown'].includes(safe.getSelectedStorageBackend()))

/**
 * The key of this machine and person, base64, kept in `file` under the operating system's key store; `null` where there is no
 * real one, or where it no longer opens what it closed. Only after `ready`. Decision 0001.
 */
export function readMachineKey(safe: SafeStorage, file: string, platform: NodeJS.Platform): string | null {
  if (!hasKeyStore(safe, platform)) return null
  if (existsSync(file)) return opened(safe, file)
  const key = randomBytes(keyBytes).toString('base64')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, safe.encryptString(key), { mode: 0o600 })
  return key
}

function opened(safe: SafeStorage, file: string): string | null {
  try {
    return safe.decryptString(readFileSync(file))
  } catch {
    // Closed for another person or by a key store that was reset: the password still opens the store.
    return null
  }
}
