import { createCipheriv, createDecipheriv } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16
const none = new Uint8Array(0)

/** Nonce ‖ cipher text ‖ tag under AES-256-GCM. `about` is bound to it: a box moved elsewhere does not open. */
export function sealBox(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, about: Uint8Array = none): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  if (about.length > 0) cipher.setAAD(about)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** The plain bytes of a box, or `null` when key, place or content are not what they were. */
export function openBox(key: Uint8Array, box: Uint8Array, about: Uint8Array = none): Buffer | null {
  if (box.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes), { authTagLength: tagBytes })
  if (about.length > 0) decipher.setAAD(about)
  decipher.setAuthTag(box.subarray(box.length - tagBytes))
  const plain = decipher.update(box.subarray(nonceBytes, box.length - tagBytes))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    // GCM says no in this way only; the caller is told by `null`.
    return null
  }
}
