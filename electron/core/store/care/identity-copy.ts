import { createSecretKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadDb } from '../database.ts'
import { storeFault } from '../fault.ts'
import { writeFileWhole } from '../keyring-file.ts'
import { getMeta } from '../meta.ts'
import { openBox, sealBox } from '../sealed-box.ts'

const about = Buffer.from('identity-copy|1')
/**
 * What a device cannot be made anew without: its own id, the organisation and its root key, the key that signs what it sends,
 * and who was signed in.
 */
const copied = ['device', 'device_head', 'org_key', 'setting:device_key', 'setting:sign_in'] as const
export const isCopied = (name: string): boolean => copied.some((it) => it === name)

const identityFile = (dir: string): string => join(dir, 'identity.bin')

/** Writes who this device is beside the store, sealed under the data key: even a destroyed store file does not make a stranger. */
export function copyIdentity(dir: string, db: ReadDb, key: Uint8Array, random: (bytes: number) => Uint8Array): void {
  const values = Object.fromEntries(copied.map((name) => [name, getMeta(db, name)]))
  const sealed = sealBox(createSecretKey(key), random(12), Buffer.from(JSON.stringify(values)), about)
  storeFault(() => writeFileWhole(identityFile(dir), sealed))
}

export function readIdentity(dir: string, key: Uint8Array): Record<string, unknown> {
  const file = identityFile(dir)
  const plain = existsSync(file) ? openBox(createSecretKey(key), readFileSync(file), about) : null
  return plain === null ? {} : (JSON.parse(plain.toString()) as Record<string, unknown>)
}

/** Is this the key the store was made with? Tells a damaged file from one that belongs to another key ring. */
export const identityOpens = (dir: string, key: Uint8Array): boolean => Object.keys(readIdentity(dir, key)).length > 0
