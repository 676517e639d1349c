import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

/** argon2id with 64 MiB; runs on the thread pool, so that sign-ins do not hold up other requests. */
const cost = { memory: 65_536, passes: 3, parallelism: 1 } as const
const tagBytes = 32

interface Cost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

function derive(password: string, nonce: Uint8Array, { memory, passes, parallelism }: Cost): Promise<Buffer> {
  const options = { message: password, nonce, memory, passes, parallelism, tagLength: tagBytes }
  return new Promise((done, fail) => {
    argon2('argon2id', options, (error, tag) => (error ? fail(error) : done(tag)))
  })
}

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '')

/** The usual text form: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive(password, nonce, cost)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${b64(nonce)}$${b64(tag)}`
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/** Stands in when the person is unknown, so that the answer takes as long. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${b64(new Uint8Array(16))}$${b64(new Uint8Array(tagBytes))}`

/** Whether `password` made `stored`; `null` = no such person, which takes the same time and is never true. */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = form.exec(stored ?? nobody)
  if (!parts) throw new Error('stored password has an unknown form')
  const [, memory, passes, parallelism, salt = '', tag = ''] = parts
  const expected = Buffer.from(tag, 'base64')
  const price = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const given = await derive(password, Buffer.from(salt, 'base64'), price)
  return stored !== null && given.length === expected.length && timingSafeEqual(given, expected)
}
