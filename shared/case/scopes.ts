import type { ScopeId } from '../kernel/brand.ts'
import type { Actor } from './event.ts'
import type { Case } from './model.ts'

/** Most scopes one event may be in. Source: sync.md "Server order". */
const maxScopes = 3

const teamScope = (team: string): ScopeId => `team:${team}` as ScopeId

/** Roles that escalations like these ask to join. */
function rolesOf(escalations: Case['escalations']): readonly ScopeId[] {
  const levels = new Set(escalations.map((it) => it.level))
  return (['legal', 'brand'] as const).filter((level) => levels.has(level)).map((level) => `role:${level}` as ScopeId)
}

/** `role:legal` or `role:brand` while an escalation asks them to join. Source: CALL-8. */
export const joinedRoles = (state: Case): readonly ScopeId[] =>
  rolesOf(state.escalations.filter((it) => it.state !== 'stepped_down'))

/** Who holds a case: its team, the teams asked to assist, roles that joined; the team first, at most three. */
export function scopesOf(state: Case): readonly ScopeId[] {
  return [...new Set([teamScope(state.team), ...state.assists.map(teamScope), ...joinedRoles(state)])].slice(
    0,
    maxScopes,
  )
}

/**
 * Where an event belongs: to those who hold the case after it and to those who held it before, so that who loses a case
 * also hears so. Commands that would need more than three scopes are refused (`rules.ts`).
 */
export function scopesOfEvent(before: Case | null, after: Case): readonly ScopeId[] {
  const both = before === null ? scopesOf(after) : [...scopesOf(after), ...scopesOf(before)]
  return [...new Set(both)].slice(0, maxScopes)
}

/** May this person act on the case now? The server's own pseudo-person may everywhere. */
export const isInScope = (state: Case, actor: Actor): boolean =>
  actor.role === 'system' || scopesOf(state).some((scope) => actor.scopes.includes(scope))

/** Did a team or a role of this person ever hold the case? Enough to say what happened: a fact is not refused for a move. */
export const wasInScope = (state: Case, actor: Actor): boolean =>
  isInScope(state, actor) ||
  [...state.teamsEver.map(teamScope), ...rolesOf(state.escalations)].some((scope) => actor.scopes.includes(scope))
