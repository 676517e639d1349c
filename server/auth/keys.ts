import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { syncFolder } from '../db/journal.ts'

/**
 * Secrets of one server, in `DIR/keys`, readable by its user only. All server processes of one database share this folder:
 * what one signs the others accept. Losing it means new sign-ins for everybody; `org-*.key` also opens customer keys.
 */
export interface ServerKeys {
  /** Signs access tokens (HMAC-SHA-256). */
  readonly tokenKey: KeyObject
  /** Ed25519 public key, SPKI DER, base64: pinned by devices. */
  readonly publicKey: string
  /** Ed25519 signature, base64. */
  readonly sign: (bytes: Uint8Array) => string
  /** The organisation's root key, made at its first use; decision 0002. */
  readonly orgKey: (org: string) => Uint8Array
}

const keyBytes = 32

/**
 * Written beside, synced, then linked: another process sees the whole key or none, and of several that make one at once the first
 * one's stands for all. The folder is synced, too: a key that others were told of must not be gone after a power cut.
 */
function keep(file: string, make: () => Uint8Array): Buffer {
  if (!existsSync(file)) {
    const beside = `${file}.${randomBytes(6).toString('hex')}`
    writeFileSync(beside, make(), { mode: 0o600, flag: 'wx', flush: true })
    try {
      linkSync(beside, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    }
    rmSync(beside)
    syncFolder(dirname(file))
  }
  return readFileSync(file)
}

function makeSigningKey(): Uint8Array {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })
}

const isOrg = /^[\w:.-]{1,80}$/

export function openKeys(dataDir: string): ServerKeys {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const tokenKey = keep(join(folder, 'token.key'), () => randomBytes(keyBytes))
  const der = keep(join(folder, 'server.key'), makeSigningKey)
  const privateKey: KeyObject = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const orgKeys = new Map<string, Buffer>()
  return {
    tokenKey: createSecretKey(tokenKey),
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64'),
    sign: (bytes) => sign(null, bytes, privateKey).toString('base64'),
    orgKey: (org) => {
      if (!isOrg.test(org)) throw new Error('organisation id is malformed')
      const known = orgKeys.get(org) ?? keep(join(folder, `org-${org}.key`), () => randomBytes(keyBytes))
      orgKeys.set(org, known)
      return known
    },
  }
}
