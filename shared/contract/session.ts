import { oc } from '@orpc/contract'
import { z } from 'zod'
import { RefusalSchema } from './refusal.ts'

const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)
const password = z.string().min(1).max(200)

/**
 * Who is at this console. `sealed` = the file opens for a password only; `signed_out` = open, nobody at work; `locked` = the person
 * went away: nothing is told of any case until they are back. Source: details.md "Keys, sign-in, privacy".
 */
export const SessionStateSchema = z.strictObject({
  state: z.enum(['sealed', 'signed_out', 'locked', 'open']),
  /** Whoever is at work, or went away. */
  actor: z.strictObject({ id: name, name, role: name, team: name }).optional(),
  org: z.strictObject({ id: name, name, zone: name }).optional(),
  /** User names whose password opens a sealed file; none = nobody ever signed in on this machine. */
  users: z.array(name).optional(),
  device: z.string(),
  /** No password protects this file: it holds made-up data. */
  demo: z.boolean(),
  appV: z.string(),
})
export type SessionState = z.infer<typeof SessionStateSchema>

/** What somebody who goes leaves behind, as far as this console knows. Nothing of a customer. */
export const LeavingSchema = z.strictObject({
  /** Records not yet with the server, and those that came back. */
  pending: z.int().min(0),
  refused: z.int().min(0),
  /** Calls written down and not saved; they wait for their owner. */
  drafts: z.int().min(0),
  /** Promises and transfers of theirs that still run, the most urgent first. */
  cases: z.array(
    z.strictObject({
      case: name,
      number: z.string(),
      what: z.enum(['promise', 'transfer']),
      /** `null`: a transfer without a wanted time. */
      dueAtMs: epochMs.nullable(),
    }),
  ),
})
export type Leaving = z.infer<typeof LeavingSchema>

/**
 * Refusals: `unlock.wrong` {tries, waitMs}, `unlock.wait` {waitMs}, `unlock.no_user`, `password.too_short`, `sign_in.*`,
 * `org.other`, and the weather of the disk (`store.*`).
 */
const StateOrRefusalSchema = z.union([SessionStateSchema, z.strictObject({ refusal: RefusalSchema })])

export const sessionContract = {
  current: oc.output(SessionStateSchema),
  /** Somebody comes to work: known here by their password, else through the server. Also over another's lock. */
  signIn: oc.input(z.strictObject({ org: name, user: name, password })).output(StateOrRefusalSchema),
  /** Opens a sealed file for `user`, or the lock of whoever went away. Without a password only where none protects the file. */
  unlock: oc
    .input(z.strictObject({ user: name.exactOptional(), password: password.exactOptional() }))
    .output(StateOrRefusalSchema),
  /** The person goes away: calls go on, drafts are kept, nothing is told of any case. */
  lock: oc.output(SessionStateSchema),
  leaving: oc.output(LeavingSchema),
  /** The shift is over. What waits for the server goes on waiting, drafts stay their owner's. */
  signOut: oc.output(SessionStateSchema),
}
