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
  orgKey: z.base64(),
  /** Prefix of provisional numbers given by this device, `<site><device>`. Source: CASE-6. */
  numberPrefix: name,
  serverMs: z.int(),
})
export type SignIn = z.infer<typeof SignInSchema>

const LoginSchema = z.strictObject({
  org: name,
  user: name,
  password: z.string().min(1).max(200),
  device: z.string().min(1).max(80),
  /** The device's Ed25519 public key, base64: batches it sends are signed with the other half. */
  devicePublicKey: z.base64().max(80),
})

/** The server as consoles see it; paths are fixed by surfaces.md "Server HTTP". */
export const serverContract = {
  auth: {
    login: oc.route({ method: 'POST', path: '/v1/auth/login' }).input(LoginSchema).output(SignInSchema),
    refresh: oc
      .route({ method: 'POST', path: '/v1/auth/refresh' })
      .input(z.strictObject({ refreshToken: token, device: name }))
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
