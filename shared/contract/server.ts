import { oc } from '@orpc/contract'
import { z } from 'zod'
import {
  HelloRequestSchema,
  HelloResponseSchema,
  PullRequestSchema,
  PullResponseSchema,
  PushRequestSchema,
  PushResponseSchema,
} from '../sync/protocol.ts'

const token = z.string().min(20).max(4000)
const name = z.string().min(1).max(80)

/** Tokens and what a device needs to work for this person. `orgKey` is the organisation's root key, base64 (decision 0002). */
export const SignInSchema = z.strictObject({
  accessToken: token,
  refreshToken: token,
  expiresAtMs: z.int(),
  session: name,
  actor: z.strictObject({ id: name, name, role: name, team: name, scopes: z.array(z.string()) }),
  org: z.strictObject({ id: name, name, zone: name }),
  /** Names of the organisation's people and teams by id, as they were at this sign-in. */
  directory: z.strictObject({ people: z.record(z.string(), name), teams: z.record(z.string(), name) }),
  orgKey: z.base64(),
  /** Prefix of provisional numbers given by this device, `<site><device>`. Source: CASE-6. */
  numberPrefix: name,
  /** Leave to work without the server until then, signed with `serverKey`; see `LeaseSchema`. Source: details.md "Keys". */
  lease: token,
  /** The server's Ed25519 public key, base64 (SPKI, DER): pinned by the device at its first sign-in. */
  serverKey: z.base64().max(200),
  serverMs: z.int(),
})
export type SignIn = z.infer<typeof SignInSchema>

/** What stands in `lease`: `<base64url of this JSON>.<base64url signature over the first part>`. */
export const LeaseSchema = z.strictObject({
  org: name,
  actor: name,
  role: name,
  team: name,
  device: name,
  session: name,
  issuedMs: z.int(),
  untilMs: z.int(),
})

/** Ids that reach keys and logs: letters, digits, `_ : . -`. */
const shortId = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[\w:.-]+$/)

const LoginSchema = z.strictObject({
  org: shortId,
  user: shortId,
  password: z.string().min(1).max(200),
  device: shortId,
  /** The device's Ed25519 public key, base64 (SPKI, DER): batches it sends are signed with the other half. */
  devicePublicKey: z.base64().max(80),
})

/** The server as consoles see it; paths are fixed by surfaces.md "Server HTTP". */
export const serverContract = {
  auth: {
    login: oc.route({ method: 'POST', path: '/v1/auth/login' }).input(LoginSchema).output(SignInSchema),
    /** `proof` = the device's signature over `refreshProofBytes`; each token works once. */
    refresh: oc
      .route({ method: 'POST', path: '/v1/auth/refresh' })
      .input(z.strictObject({ refreshToken: token, device: shortId, proof: z.base64().max(120) }))
      .output(SignInSchema),
    logout: oc
      .route({ method: 'POST', path: '/v1/auth/logout' })
      .input(z.strictObject({ refreshToken: token }))
      .output(z.strictObject({})),
  },
  sync: {
    hello: oc.route({ method: 'POST', path: '/v1/sync/hello' }).input(HelloRequestSchema).output(HelloResponseSchema),
    push: oc.route({ method: 'POST', path: '/v1/sync/push' }).input(PushRequestSchema).output(PushResponseSchema),
    pull: oc.route({ method: 'POST', path: '/v1/sync/pull' }).input(PullRequestSchema).output(PullResponseSchema),
  },
}
