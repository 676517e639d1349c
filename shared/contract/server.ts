import { oc } from '@orpc/contract'
import { z } from 'zod'
import { roles } from '../case/words.ts'
import { uuidPattern } from '../kernel/ids.ts'
import {
  HelloRequestSchema,
  HelloResponseSchema,
  KeysRequestSchema,
  KeysResponseSchema,
  PullRequestSchema,
  PullResponseSchema,
  PushRequestSchema,
  PushResponseSchema,
  SnapshotChunkSchema,
} from '../sync/protocol.ts'
import { DatedChoicesSchema } from './choices.ts'

const token = z.string().min(20).max(4000)
/** A name as people write it: no control characters, no halves of characters. */
const name = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)

/** Tokens and what a device needs to work for this person. `orgKey` is the organisation's root key, base64 (decision 0002). */
export const SignInSchema = z.strictObject({
  accessToken: token,
  refreshToken: token,
  expiresAtMs: z.int(),
  session: name,
  actor: z.strictObject({ id: name, name, role: name, team: name, scopes: z.array(z.string()) }),
  org: z.strictObject({ id: name, name, zone: name }),
  /** Names of the organisation's people and teams by id, as they were at this sign-in. */
  directory: z.strictObject({
    people: z.record(z.string(), name),
    teams: z.record(z.string(), name),
    /** Ids of those who are gone: nothing is given to them any more. */
    inactive: z.strictObject({ people: z.array(name), teams: z.array(name) }).optional(),
  }),
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

/** Ids of people and teams: they name scopes. */
const scopeName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[\w.-]+$/)

const password = z.string().min(1).max(200)
/** A password one sets. Source: details.md "Keys, sign-in, privacy". */
const newPassword = z.string().min(12).max(200)
const epochMs = z.int().min(0)
const devicePublicKey = z.base64().max(80)

const LoginSchema = z.strictObject({
  org: shortId,
  user: shortId,
  password,
  device: shortId,
  /** Ed25519, SPKI in DER, base64: batches the device sends are signed with the other half. */
  devicePublicKey,
})

/** A device whose disk lives twice asks for a name of its own: `proof` = its present key's signature over `forkProofBytes`. */
export const ForkSchema = z.strictObject({
  /** The new name, and the key that goes with it. */
  device: shortId,
  devicePublicKey,
  proof: z.base64().max(120),
  /** In whose sessions it was said what is still to be sent. */
  sessions: z.array(z.strictObject({ session: z.string().min(1).max(200), actor: shortId })).max(500),
})
export type Fork = z.infer<typeof ForkSchema>
/** `sessions`: for each that was good, the one to say it in under the new name. */
export const ForkedSchema = z.strictObject({ signIn: SignInSchema, sessions: z.record(z.string(), z.string()) })
export type Forked = z.infer<typeof ForkedSchema>

const role = z.enum(roles).exclude(['system'])

const PersonSchema = z.strictObject({
  id: name,
  name,
  role,
  team: name,
  scopes: z.array(z.string()),
  active: z.boolean(),
})
export type Person = z.infer<typeof PersonSchema>

export const DeviceSchema = z.strictObject({
  id: name,
  prefix: z.string(),
  state: z.enum(['active', 'revoked', 'wiped']),
  enteredBy: name,
  enteredMs: epochMs,
  seenMs: epochMs,
  lastN: z.int(),
  clockSuspect: z.boolean(),
  appV: z.string(),
})
export type Device = z.infer<typeof DeviceSchema>

/** Names everybody of the organisation may know; nothing of customers. */
const DirectorySchema = z.strictObject({
  teams: z.array(z.strictObject({ id: name, name, site: name, active: z.boolean() })),
  people: z.array(PersonSchema.omit({ scopes: true })),
})

/** What was kept apart: an event that was not authentic, not allowed or not readable. Applied nowhere. */
export const QuarantinedSchema = z.strictObject({
  device: name,
  n: z.int(),
  code: z.string(),
  serverMs: epochMs,
  /** The event as it came: exact bytes as text. */
  text: z.string(),
})

export type Quarantined = z.infer<typeof QuarantinedSchema>

const ErasureSchema = z.strictObject({
  customer: name,
  atMs: epochMs,
  done: z.array(name),
  /** Devices still to carry it out. */
  waiting: z.array(name),
})
export type Erasure = z.infer<typeof ErasureSchema>

const AuditEntrySchema = z.strictObject({
  n: z.int(),
  atMs: epochMs,
  actor: name,
  device: name,
  act: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})

const nothing = z.strictObject({})
const page = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
const get = (path: `/${string}`) => oc.route({ method: 'GET', path })
const post = (path: `/${string}`) => oc.route({ method: 'POST', path })

/** Acts of administrators; each is on the record of `audit`. Ids of another organisation are `404`, as unknown ones. */
const adminContract = {
  people: get('/v1/people').output(z.array(PersonSchema)),
  /** Enters a person and gives the word with which they set their password and enter their first device. */
  invite: post('/v1/invitations')
    .input(z.strictObject({ id: scopeName, name, role, team: scopeName, teams: z.array(scopeName).max(20) }))
    .output(z.strictObject({ invitation: z.string(), untilMs: epochMs })),
  /** Another word for who lost the first one, or forgot their password; what they were given before ends when it is used. */
  inviteAgain: post('/v1/people/{id}/invitation')
    .input(z.strictObject({ id: shortId }))
    .output(z.strictObject({ invitation: z.string(), untilMs: epochMs })),
  changePerson: post('/v1/people/{id}')
    .input(z.strictObject({ id: shortId, role, team: shortId, teams: z.array(shortId).max(20), active: z.boolean() }))
    .output(PersonSchema),
  addSite: post('/v1/sites')
    .input(z.strictObject({ id: shortId, name, code: z.string().regex(/^[A-Z]{1,3}$/) }))
    .output(nothing),
  addTeam: post('/v1/teams')
    .input(z.strictObject({ id: scopeName, name, site: shortId }))
    .output(nothing),
  /** A team where somebody still works cannot be closed. */
  changeTeam: post('/v1/teams/{id}')
    .input(z.strictObject({ id: shortId, name, active: z.boolean() }))
    .output(nothing),
  devices: get('/v1/devices').output(z.array(DeviceSchema)),
  /** `wipe`: the device is also told to delete what it holds at its next contact. */
  revokeDevice: post('/v1/devices/{id}/revoke')
    .input(z.strictObject({ id: shortId, wipe: z.boolean() }))
    .output(nothing),
  /** Destroys a customer's key: what is sealed under it can never be read again; every device is told. Source: TRU-4. */
  eraseCustomer: post('/v1/customers/{id}/erase')
    .input(z.strictObject({ id: z.string().regex(uuidPattern), reason: z.string().regex(/^[\w.-]{1,80}$/) }))
    .output(ErasureSchema),
  /** How many devices that may hold the customer have carried the erasure out. */
  erasure: get('/v1/customers/{id}/erasure')
    .input(z.strictObject({ id: z.string().regex(uuidPattern) }))
    .output(ErasureSchema),
  quarantine: get('/v1/quarantine').output(z.array(QuarantinedSchema)),
  audit: get('/v1/audit').input(page).output(z.array(AuditEntrySchema)),
}

/** The server as consoles see it; paths are fixed by surfaces.md "Server HTTP". */
export const serverContract = {
  auth: {
    login: oc.route({ method: 'POST', path: '/v1/auth/login' }).input(LoginSchema).output(SignInSchema),
    /** `proof` = the device's signature over `refreshProofBytes`; each token works once. */
    refresh: oc
      .route({ method: 'POST', path: '/v1/auth/refresh' })
      .input(z.strictObject({ refreshToken: token, device: shortId, proof: z.base64().max(120) }))
      .output(SignInSchema),
    /** First use of an invitation: sets the password and enters this device. */
    enter: post('/v1/devices')
      .input(
        z.strictObject({ org: shortId, invitation: token, password: newPassword, device: shortId, devicePublicKey }),
      )
      .output(SignInSchema),
    /** First run of a server that holds no organisation; `word` stands in the file the server names when it starts. */
    setUp: post('/v1/setup')
      .input(
        z.strictObject({
          word: token,
          org: z.strictObject({ id: shortId, name, zone: name }),
          site: z.strictObject({ id: shortId, name, code: z.string().regex(/^[A-Z]{1,3}$/) }),
          team: z.strictObject({ id: scopeName, name }),
          admin: z.strictObject({ id: scopeName, name, password: newPassword }),
          device: shortId,
          devicePublicKey,
        }),
      )
      .output(SignInSchema),
    /** The disk of this device was copied and the copy lives, too: it goes on as another device. */
    fork: post('/v1/devices/fork').input(ForkSchema).output(ForkedSchema),
    /** Ends every other session of the person. */
    changePassword: post('/v1/auth/password').input(z.strictObject({ password, newPassword })).output(nothing),
    logout: oc
      .route({ method: 'POST', path: '/v1/auth/logout' })
      .input(z.strictObject({ refreshToken: token }))
      .output(z.strictObject({})),
  },
  admin: adminContract,
  directory: get('/v1/directory').output(DirectorySchema),
  /** What the caller chose for themselves: what they hold is shown, the later one is answered and kept. Decision 0008. */
  choices: post('/v1/choices')
    .input(z.strictObject({ own: DatedChoicesSchema.optional() }))
    .output(z.strictObject({ kept: DatedChoicesSchema.nullable() })),
  sync: {
    hello: oc.route({ method: 'POST', path: '/v1/sync/hello' }).input(HelloRequestSchema).output(HelloResponseSchema),
    push: oc.route({ method: 'POST', path: '/v1/sync/push' }).input(PushRequestSchema).output(PushResponseSchema),
    keys: oc.route({ method: 'POST', path: '/v1/sync/keys' }).input(KeysRequestSchema).output(KeysResponseSchema),
    /** `chunk`: `newest` first, then what the chunk before names as `next`. */
    snapshot: get('/v1/sync/snapshot/{scope}/{seq}/{chunk}')
      .input(z.strictObject({ scope: z.string(), seq: z.string(), chunk: z.string() }))
      .output(SnapshotChunkSchema),
    pull: oc.route({ method: 'POST', path: '/v1/sync/pull' }).input(PullRequestSchema).output(PullResponseSchema),
  },
}
