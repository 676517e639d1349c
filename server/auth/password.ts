import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

/** What one guess costs: KiB of memory, rounds over it, lanes. */
export interface PasswordCost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** Source: details.md "Wrong password: argon2id ≥ 64 MiB". */
const passwordCost: PasswordCost = { memory: 65_536, passes: 3, parallelism: 1 }
const tagBytes = 32

/** Runs on the thread pool, so that sign-ins do not hold up other requests. */
function derive(password: string, nonce: Uint8Array, cost: PasswordCost): Promise<Buffer> {
  const options = { message: password, nonce, tagLength: tagBytes, ...cost }
  return new Promise((done, fail) => {
    argon2('argon2id', options, (error, tag) => (error ? fail(error) : done(tag)))
  })
}

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '')

/** The usual text form: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
const write = ({ memory, passes, parallelism }: PasswordCost, nonce: Uint8Array, tag: Uint8Array): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${b64(nonce)}$${b64(tag)}`

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

export interface Passwords {
  readonly hash: (password: string) => Promise<string>
  /** Whether `password` made `stored`; `null` = no such person, which takes the same time and is never true. */
  readonly check: (password: string, stored: string | null) => Promise<boolean>
}

/** Passwords as argon2id hashes that name their own cost. */
export function createPasswords(cost: PasswordCost = passwordCost): Passwords {
  const nobody = write(cost, new Uint8Array(16), new Uint8Array(tagBytes))
  return {
    hash: async (password) => {
      const nonce = randomBytes(16)
      return write(cost, nonce, await derive(password, nonce, cost))
    },
    check: async (password, stored) => {
      const parts = form.exec(stored ?? nobody)
      if (!parts) throw new Error('stored password has an unknown form')
      const [, memory, passes, parallelism, salt = '', tag = ''] = parts
      const expected = Buffer.from(tag, 'base64')
      const price = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
      const given = await derive(password, Buffer.from(salt, 'base64'), price)
      return stored !== null && given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
