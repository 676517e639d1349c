import { scopesFor } from '../../server/auth/people.ts'
import type { Role } from '../../shared/case/words.ts'
import { demoOrg, demoPassword } from '../../shared/contract/demo.ts'

export const orgId = demoOrg.id
/** The demonstration's: nobody's file waits for a password, and no seed pays for hashing one. */
export const password = demoPassword

export interface SimPerson {
  readonly id: string
  readonly role: Role
  readonly team: string
  /** Teams besides their own whose cases they hold. */
  readonly teams: readonly string[]
}

export const teams = ['hotline', 'rnd', 'product'] as const

/** Who sits at the consoles, in this order; the last one administers by the server's own routes. */
export const people: readonly SimPerson[] = [
  { id: 'lin', role: 'agent', team: 'hotline', teams: [] },
  { id: 'zhou', role: 'supervisor', team: 'hotline', teams: ['rnd', 'product'] },
  { id: 'chen', role: 'handler', team: 'rnd', teams: [] },
  { id: 'wang', role: 'senior', team: 'hotline', teams: [] },
  { id: 'qian', role: 'legal', team: 'product', teams: [] },
  { id: 'sun', role: 'lead', team: 'rnd', teams: ['hotline'] },
  { id: 'ma', role: 'agent', team: 'product', teams: [] },
  { id: 'gao', role: 'field', team: 'hotline', teams: [] },
]
/** Has an account and means harm. */
export const villain: SimPerson = { id: 'mallory', role: 'agent', team: 'hotline', teams: [] }
/** Runs a later version of the console. */
export const nova: SimPerson = { id: 'nova', role: 'agent', team: 'hotline', teams: [] }
export const admin: SimPerson = { id: 'admin', role: 'admin', team: 'hotline', teams: [] }

export const everybody: readonly SimPerson[] = [...people, villain, nova, admin]

export const scopesOfPerson = (person: SimPerson): readonly string[] => scopesFor(person)
