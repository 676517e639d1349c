import type { Role } from '../../shared/case/words.ts'
import { Problem } from '../problem.ts'
import type { Caller } from './caller.ts'

/** Who may do what on the server besides their own work; least privilege. Source: TRU-2. */
export const rights = {
  'people.read': ['admin'],
  'people.change': ['admin'],
  'teams.change': ['admin'],
  'devices.read': ['admin', 'supervisor'],
  'devices.revoke': ['admin', 'supervisor'],
  'customers.erase': ['legal', 'admin'],
  'quarantine.read': ['supervisor'],
  'audit.read': ['admin'],
} as const satisfies Readonly<Record<string, readonly Role[]>>

export type Right = keyof typeof rights

export function demand(caller: Caller, right: Right): void {
  const allowed: readonly Role[] = rights[right]
  if (!allowed.includes(caller.actor.role)) throw new Problem(403, 'role.denied')
}
