import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { faultOf, storeFault } from './fault.ts'

const base64 = z.base64().max(400)

/** How a key was made of a password. Costs stand beside each entry, so that they can rise without locking anybody out. */
const KdfSchema = z.strictObject({
  alg: z.literal('argon2id'),
  memoryKiB: z.int().min(65_536),
  passes: z.int().min(1),
  lanes: z.int().min(1),
  salt: base64,
})
export type Kdf = z.infer<typeof KdfSchema>

const EntrySchema = z.discriminatedUnion('kind', [
  /** One person's wrap of the data key. */
  z.strictObject({ kind: z.literal('password'), user: z.string().min(1).max(120), kdf: KdfSchema, wrapped: base64 }),
  /** Wrapped by the operating system's key store, for opening without a password where the host allows it. */
  z.strictObject({ kind: z.literal('os'), user: z.string().min(1).max(120), wrapped: z.base64().max(4000) }),
  /** The demonstration store: the key itself, in the open. Holds made-up data only. */
  z.strictObject({ kind: z.literal('demo'), key: base64 }),
])
export type KeyringEntry = z.infer<typeof EntrySchema>

/** Wrong passwords in a row, and the wait they cost; `upMs` = machine uptime when the wait began. */
const FailuresSchema = z.strictObject({ count: z.int().min(0), waitMs: z.int().min(0), sinceUpMs: z.int().min(0) })

const KeyringSchema = z.strictObject({
  version: z.literal(1),
  store: z.string(),
  entries: z.array(EntrySchema).max(200),
  failures: FailuresSchema,
})
export type Keyring = z.infer<typeof KeyringSchema>

/** The key ring of a folder, or `null` when there is none yet. Throws when it is there and not readable. */
export function readKeyring(file: string): Keyring | null {
  return storeFault(() => {
    try {
      return KeyringSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  })
}

/** Written beside, synced, then moved into place: a cut leaves the old one or the new one, never half. */
export function writeKeyring(file: string, keyring: Keyring): void {
  storeFault(() => writeFileWhole(file, JSON.stringify(keyring)))
}

/** Kept beside each small file, so that it can be rewritten when the disk has no room left. */
const spareBytes = 4096

export function writeFileWhole(file: string, content: string | Uint8Array): void {
  const spare = `${file}.spare`
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const handle = openSync(spare, existsSync(spare) ? 'r+' : 'w', 0o600)
  try {
    writeSync(handle, bytes, 0, bytes.length, 0)
    ftruncateSync(handle, bytes.length)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(spare, file)
  syncFolder(dirname(file))
  keepSpare(spare)
}

/** The file just replaced gave its room back: it is taken at once for the next time. */
function keepSpare(spare: string): void {
  try {
    writeFileSync(spare, Buffer.alloc(spareBytes), { mode: 0o600 })
  } catch (error) {
    if (faultOf(error) !== 'store.disk_full') throw error
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return // a folder cannot be opened there; its rename is journalled
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
