import { verify } from 'node:crypto'
import type { Fork, Forked } from '../../shared/contract/server.ts'
import { forkProofBytes } from '../../shared/sync/signing.ts'
import { type Database, only, type Sql } from '../db/database.ts'
import { Problem } from '../problem.ts'
import { writeAudit } from './audit.ts'
import type { Caller } from './caller.ts'
import * as rows from './rows.ts'
import { isSessionOf, makeSessionId } from './session-id.ts'
import { beginSession, readDeviceKey, type SignInDeps } from './sign-in.ts'

export interface ForkDeps extends SignInDeps {
  readonly db: Database
}

/**
 * One of two living machines with the same disk goes on as a device of its own: same person, new name and key. What it still has
 * to send was said in sessions of the old name; each of these gets a sister under the new one. Decision 0009.
 */
export function createFork(deps: ForkDeps) {
  async function checkProof(sql: Sql, { org, device }: Caller, { proof, ...input }: Fork): Promise<void> {
    const { publicKey } = only(await sql.rows(rows.selectDevice, [org, device]))
    const key = publicKey && readDeviceKey(publicKey)
    const said = forkProofBytes(device, input.device, input.devicePublicKey)
    if (!key || !verify(null, said, key, Buffer.from(proof, 'base64'))) throw new Problem(403, 'device.proof')
  }

  /** Could the device itself send under this session? */
  async function isGood(sql: Sql, { org, device }: Caller, { session, actor }: Fork['sessions'][number]) {
    const [known] = await sql.rows(rows.selectSession, [org, session])
    if (!known) return isSessionOf(deps.keys, session, { org, device, actor })
    return known.device === device && known.actor === actor && known.state !== 'revoked'
  }

  async function giveSister(sql: Sql, org: string, device: string, actor: string): Promise<string> {
    const session = makeSessionId(deps.keys, deps.newId(), { org, device, actor })
    await sql.rows(rows.insertSession, [org, session, actor, device, deps.nowMs()])
    await sql.rows(rows.endSession, [org, session, 'ended', deps.nowMs()])
    return session
  }

  return (caller: Caller, input: Fork): Promise<Forked> => {
    const { org, device, actor } = caller
    return deps.db.write(org, async (sql) => {
      await checkProof(sql, caller, input)
      const person = only(await sql.rows(rows.selectPerson, [org, actor.id]))
      const signIn = await beginSession(deps, sql, org, input, person)
      const sessions: Record<string, string> = {}
      for (const it of input.sessions)
        if (await isGood(sql, caller, it)) sessions[it.session] = await giveSister(sql, org, input.device, it.actor)
      const entry = { act: 'device.forked', subject: input.device, detail: { of: device } }
      await writeAudit(sql, { org, atMs: deps.nowMs(), actor: actor.id, device, ...entry })
      return { signIn, sessions }
    })
  }
}
