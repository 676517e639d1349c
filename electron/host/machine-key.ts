import { createSecretKey, randomBytes } from 'node:crypto'
import type { OsKeyStore } from '../core/store/keyring.ts'
import { openBox, sealBox } from '../core/store/sealed-box.ts'

const about = Buffer.from('machine-key')

/** Wraps data keys under the key that main got from the operating system's key store. Decision 0001. */
export function osKeyStoreOf(machineKey: Uint8Array): OsKeyStore {
  const key = createSecretKey(machineKey)
  return {
    wrap: (dataKey) => sealBox(key, randomBytes(12), dataKey, about),
    unwrap: (wrapped) => openBox(key, Buffer.from(wrapped), about),
  }
}
