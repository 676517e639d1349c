import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { DeviceId, Hash } from '../kernel/brand.ts'

/**
 * What a device signs with its Ed25519 key under a batch of events: its own id, the number of the last event and the
 * author's chain link after it. Nobody without the key can add, drop or change an event of that device.
 * Source: details.md "Sync and server", each batch ends with `{n, devHash, sig}`.
 */
export const batchProofBytes = (device: DeviceId, n: number, devHash: Hash): Uint8Array =>
  utf8ToBytes(`redress/batch/1|${device}|${n}|${devHash}`)

/**
 * What the server signs when it tells a device to delete what it holds: nobody in between can say it in its place.
 * Source: issue of the server, "wipe at next contact".
 */
export const wipeProofBytes = (org: string, device: string): Uint8Array =>
  utf8ToBytes(`redress/wipe/1|${org}|${device}`)

/**
 * What a device signs to turn a refresh token into new tokens: a token copied without the device's key is worth nothing.
 * Source: issue of the server, "rotating refresh tokens bound to a device key".
 */
export const refreshProofBytes = (device: string, refreshToken: string): Uint8Array =>
  utf8ToBytes(`redress/refresh/1|${device}|${refreshToken}`)

/**
 * What a device signs with its present key to go on under another name and key: its disk was copied, and the copy lives too.
 * `publicKey` = the new one, base64. Source: sync.md "Hello", `device_forked` → new device id.
 */
export const forkProofBytes = (device: string, newDevice: string, publicKey: string): Uint8Array =>
  utf8ToBytes(`redress/fork/1|${device}|${newDevice}|${publicKey}`)
