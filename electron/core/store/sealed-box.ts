import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16
const none = new Uint8Array(0)

/**
 * Nonce ‖ cipher text ‖ tag under AES-256-GCM. `about` is bound to it: a box moved elsewhere does not open.
 * Keys come as `KeyObject`: handing bytes over makes each call three times as slow (measured).
 */
export function sealBox(key: KeyObject, nonce: Uint8Array, plain: Uint8Array, about: Uint8Array = none): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  if (about.length > 0) cipher.setAAD(about)
  const text = cipher.update(plain)
  cipher.final()
  const box = Buffer.allocUnsafe(nonceBytes + text.length + tagBytes)
  box.set(nonce)
  box.set(text, nonceBytes)
  box.set(cipher.getAuthTag(), nonceBytes + text.length)
  return box
}

/** The plain bytes of a box, or `null` when key, place or content are not what they were. */
export function openBox(key: KeyObject, box: Uint8Array, about: Uint8Array = none): Buffer | null {
  if (box.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes), { authTagLength: tagBytes })
  if (about.length > 0) decipher.setAAD(about)
  decipher.setAuthTag(box.subarray(box.length - tagBytes))
  const plain = decipher.update(box.subarray(nonceBytes, box.length - tagBytes))
  try {
    decipher.final()
    return plain
  } catch {
    // GCM says no in this way only; the caller is told by `null`.
    return null
  }
}
