import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SignIn } from '../../shared/contract/server.ts'
import { only } from '../db/database.ts'
import { Problem } from '../problem.ts'
import { type EpochDeps, startEpoch } from '../sync/epochs.ts'
import { writeAudit } from './audit.ts'
import type { Passwords } from './password.ts'
import { scopesFor } from './people.ts'
import * as rows from './rows.ts'
import { beginSession, type NamedDevice } from './sign-in.ts'

export interface SetupDeps extends EpochDeps {
  readonly dataDir: string
  readonly passwords: Passwords
}

export interface FirstRun extends NamedDevice {
  readonly word: string
  readonly org: { readonly id: string; readonly name: string; readonly zone: string }
  readonly site: { readonly id: string; readonly name: string; readonly code: string }
  readonly team: { readonly id: string; readonly name: string }
  readonly admin: { readonly id: string; readonly name: string; readonly password: string }
}

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/**
 * A server without an organisation, or asked for another one, writes a word into a file only its operator can read; whoever
 * knows the word founds an organisation and becomes its administrator. The word works once.
 */
export function createSetup(deps: SetupDeps) {
  const file = join(deps.dataDir, 'keys', 'setup.word')
  const isFounded = async () => (await deps.db.read('', (sql) => sql.rows(rows.selectOrgIds, []))).length > 0

  const putWord = (word: string): void => writeFileSync(file, word, { mode: 0o600, flush: true })

  function isRight(word: string): boolean {
    if (!existsSync(file)) return false
    const [expected, given] = [readFileSync(file), Buffer.from(word)]
    return expected.length === given.length && timingSafeEqual(expected, given)
  }

  return {
    /** The file with the word, written when no organisation exists or another one is asked for; else `null`. */
    offer: async (another: boolean): Promise<string | null> => {
      if (!another && (await isFounded())) return null
      if (!existsSync(file)) putWord(randomBytes(24).toString('base64url'))
      return file
    },
    setUp: async (input: FirstRun): Promise<SignIn> => {
      if (!isRight(input.word)) throw new Problem(401, 'setup.word')
      if (!isZone(input.org.zone)) throw new Problem(400, 'input.malformed', { field: 'org.zone' })
      const password = await deps.passwords.hash(input.admin.password)
      // Whoever takes the word away first founds; it comes back when nothing was founded.
      if (!isRight(input.word)) throw new Problem(401, 'setup.word')
      rmSync(file)
      try {
        return await deps.db.write(input.org.id, (sql) => found(deps, sql, input, password))
      } catch (error) {
        putWord(input.word)
        throw error
      }
    },
  }
}

async function found(
  deps: SetupDeps,
  sql: Parameters<typeof beginSession>[1],
  input: FirstRun,
  password: string,
): Promise<SignIn> {
  const { id: org, name, zone } = input.org
  const { site, team, admin } = input
  const atMs = deps.nowMs()
  if ((await sql.rows(rows.selectOrg, [org])).length > 0) throw new Problem(409, 'org.exists')
  await sql.rows(rows.insertOrg, [org, name, zone, atMs])
  const cause = { reason: 'founded', epoch: '', afterIndex: -1, actor: admin.id, device: input.device } as const
  await startEpoch(deps, sql, org, cause)
  await sql.rows(rows.insertSite, [org, site.id, site.name, site.code])
  await sql.rows(rows.insertTeam, [org, team.id, site.id, team.name])
  const placed = { id: admin.id, role: 'admin', team: team.id, teams: [] } as const
  const scopes = JSON.stringify(scopesFor(placed))
  await sql.rows(rows.insertPerson, [org, admin.id, admin.name, 'admin', team.id, scopes, password, false, atMs])
  const person = only(await sql.rows(rows.selectPerson, [org, admin.id]))
  const entry = { act: 'org.founded', subject: org, detail: { admin: admin.id } }
  await writeAudit(sql, { org, atMs, actor: admin.id, device: input.device, ...entry })
  return beginSession(deps, sql, org, input, person)
}

export type Setup = ReturnType<typeof createSetup>
