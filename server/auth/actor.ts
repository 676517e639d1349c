import type { Actor } from '../../shared/case/event.ts'
import type { Role } from '../../shared/case/words.ts'
import type { ActorId, ScopeId } from '../../shared/kernel/brand.ts'

/** A person as the kernel knows them, from a row; `scopes` = JSON array. */
export function actorOf(row: { actor: string; role: string; team: string; scopes: string }): Actor {
  return {
    id: row.actor as ActorId,
    role: row.role as Role,
    team: row.team,
    scopes: JSON.parse(row.scopes) as ScopeId[],
  }
}
