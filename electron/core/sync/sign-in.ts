import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { SignIn } from '../../../shared/contract/server.ts'
import type { DeviceId, Hash } from '../../../shared/kernel/brand.ts'
import { batchProofBytes, forkProofBytes, refreshProofBytes } from '../../../shared/sync/signing.ts'
import { TransportError } from './transport.ts'

/** The device's Ed25519 key: private half as PKCS#8, kept in the encrypted store and nowhere else. */
export interface DeviceKey {
  readonly privateKey: string
  /** SPKI DER, base64: what the server is told. */
  readonly publicKey: string
}

/** Makes a key pair for a device that has none. */
export function makeDeviceKey(): DeviceKey {
  const pair = generateKeyPairSync('ed25519')
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

const signWith = (key: DeviceKey, bytes: Uint8Array): string => {
  const privateKey = createPrivateKey({ key: Buffer.from(key.privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  return sign(null, bytes, privateKey).toString('base64')
}

/** Signature over a batch that ends with event `n`. */
export const signBatch = (key: DeviceKey, device: DeviceId, n: number, devHash: Hash): string =>
  signWith(key, batchProofBytes(device, n, devHash))

/** Proof that the holder of the refresh token also holds the device's key. */
export const signRefresh = (key: DeviceKey, device: DeviceId, refreshToken: string): string =>
  signWith(key, refreshProofBytes(device, refreshToken))

/** Proof that who asks for another name holds the key of the present one. */
export const signFork = (key: DeviceKey, device: DeviceId, newDevice: DeviceId, publicKey: string): string =>
  signWith(key, forkProofBytes(device, newDevice, publicKey))

/** Whether `sig` (base64) over `text` is by the holder of `serverKey` (`SignIn.serverKey`). */
export function isSignedBy(serverKey: string, text: string | Uint8Array, sig: string): boolean {
  const key = createPublicKey({ key: Buffer.from(serverKey, 'base64'), format: 'der', type: 'spki' })
  return verify(null, Buffer.from(text as string), key, Buffer.from(sig, 'base64'))
}

/** Whether a stored key can still be read: a broken one is a bug to find at start, not at the first push. */
export function checkDeviceKey(key: DeviceKey): void {
  createPublicKey({ key: Buffer.from(key.publicKey, 'base64'), format: 'der', type: 'spki' })
  signWith(key, new Uint8Array(1))
}

/** Code of the `signed_out` that no renewal can help: the person signs in again. */
export const sessionEnded = 'session_ended'

/** Code of the refusal that also says: delete what you hold. It is believed only under the server's signature. */
export const wipeCode = 'device.wipe'

/** An access token is renewed this long before it ends, so that no exchange starts with one about to die. */
const renewEarlyMs = 30_000

export interface TokenKeeper {
  /** A good access token, renewed when needed. Rejects with `TransportError` (`signed_out`, `offline` …). */
  readonly token: () => Promise<string>
  /** The server said 401: do not use this token again. */
  readonly spoil: () => void
}

export interface TokenKeeperDeps {
  readonly read: () => SignIn | null
  readonly renew: (old: SignIn) => Promise<SignIn>
  readonly save: (signIn: SignIn) => void
  readonly nowMs: () => number
}

/** Keeps one valid access token; parallel callers wait for one renewal. */
export function createTokenKeeper(deps: TokenKeeperDeps): TokenKeeper {
  let spoiled = false
  /** When the newest token ends by the clock of this machine, however wrong: it was watched from the beginning. */
  let ends: { readonly token: string; readonly atMs: number } | null = null
  let renewing: Promise<string> | null = null
  const renew = async (old: SignIn): Promise<string> => {
    const fresh = await deps.renew(old).catch((error: unknown) => {
      const isOver =
        error instanceof TransportError &&
        (error.weather === 'signed_out' || error.weather === 'refused') &&
        error.code !== wipeCode
      throw isOver ? new TransportError('signed_out', sessionEnded) : error
    })
    deps.save(fresh)
    spoiled = false
    ends = { token: fresh.accessToken, atMs: deps.nowMs() + fresh.expiresAtMs - fresh.serverMs }
    return fresh.accessToken
  }
  return {
    spoil: () => {
      spoiled = true
    },
    token: () => {
      const current = deps.read()
      if (!current) return Promise.reject(new TransportError('signed_out', sessionEnded))
      const endsAtMs = ends?.token === current.accessToken ? ends.atMs : current.expiresAtMs
      if (!spoiled && endsAtMs - renewEarlyMs > deps.nowMs()) return Promise.resolve(current.accessToken)
      renewing ??= renew(current).finally(() => {
        renewing = null
      })
      return renewing
    },
  }
}
