import * as crypto from 'node:crypto'
import { argon2id } from 'hash-wasm'
import type { Kdf } from './keyring-file.ts'

/** ≥ 64 MiB (details.md "Wrong password"); about 0.2 s on a small office machine, which is what makes guessing slow. */
export const passwordCost = { alg: 'argon2id', memoryKiB: 65_536, passes: 3, lanes: 1 } as const

type NativeArgon2 = (
  algorithm: 'argon2id',
  parameters: {
    message: Uint8Array
    nonce: Uint8Array
    parallelism: number
    tagLength: number
    memory: number
    passes: number
  },
  done: (error: Error | null, key: Buffer) => void,
) => void

/** Node 24 on OpenSSL has it in a thread of its own; Electron's BoringSSL has not. Both give the same key. */
const native = (crypto as unknown as { argon2?: NativeArgon2 }).argon2

/** The 32-byte key made of a password. Normalised first: the same word typed on two systems is the same password. */
export async function passwordKey(password: string, kdf: Kdf): Promise<Uint8Array> {
  const message = Buffer.from(password.normalize('NFKC'))
  const salt = Buffer.from(kdf.salt, 'base64')
  return native === undefined ? wasmKey(message, salt, kdf) : nativeKey(native, message, salt, kdf)
}

/** The same by WebAssembly, where the machine's own is missing. */
export const wasmKey = (message: Uint8Array, salt: Uint8Array, kdf: Kdf): Promise<Uint8Array> =>
  argon2id({
    password: message,
    salt,
    parallelism: kdf.lanes,
    iterations: kdf.passes,
    memorySize: kdf.memoryKiB,
    hashLength: 32,
    outputType: 'binary',
  })

function nativeKey(argon2: NativeArgon2, message: Uint8Array, salt: Uint8Array, kdf: Kdf): Promise<Uint8Array> {
  const { lanes, memoryKiB, passes } = kdf
  const parameters = { message, nonce: salt, parallelism: lanes, tagLength: 32, memory: memoryKiB, passes }
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}
