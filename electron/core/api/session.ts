import type { Case } from '../../../shared/case/model.ts'
import type { Leaving, SessionState } from '../../../shared/contract/session.ts'
import { mostBulkCases } from '../../../shared/contract/work.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { ApiDeps } from './deps.ts'
import { ownDrafts } from './drafts.ts'
import { plain } from './execute-input.ts'
import type { Implementer } from './implementer.ts'

/** The state somebody comes to, or why they do not. */
export const orRefusal = (refusal: Refusal | null, state: () => SessionState) =>
  refusal ? { refusal: plain([refusal])[0] ?? { tag: refusal.tag } } : state()

export function sessionRouter(os: Implementer, deps: ApiDeps) {
  const { door } = deps
  return {
    current: os.session.current.handler(() => door.state()),
    signIn: os.session.signIn.handler(async ({ input }) => orRefusal(await door.signIn(input), door.state)),
    unlock: os.session.unlock.handler(async ({ input }) => orRefusal(await door.unlock(input.password), door.state)),
    lock: os.session.lock.handler(() => {
      door.lock()
      return door.state()
    }),
    leaving: os.session.leaving.handler(() => leaving(deps)),
    signOut: os.session.signOut.handler(() => {
      door.signOut()
      return door.state()
    }),
  }
}

type LeftCase = Leaving['cases'][number]

/** Promises and transfers of this person that still run in a case. */
function running({ id, number, promises, transfers }: Case, person: string): LeftCase[] {
  const base = { case: id, number: number.official ?? number.provisional }
  const own = promises.filter(({ by, keptAtMs }) => by === person && keptAtMs === undefined)
  const sent = transfers.filter(({ by, state }) => by === person && state === 'waiting')
  return [
    ...own.map(({ dueAtMs }) => ({ ...base, what: 'promise' as const, dueAtMs })),
    ...sent.map(({ wantedByMs }) => ({ ...base, what: 'transfer' as const, dueAtMs: wantedByMs ?? null })),
  ]
}

/** Their own cases, and those of their teams with the nearest clocks: what they gave their word on lately is among these. */
const mostLookedAt = mostBulkCases / 2

async function leaving(deps: ApiDeps): Promise<Leaving> {
  const { pending, refused } = deps.syncStatus()
  const who = deps.who()
  const left = { pending, refused, drafts: ownDrafts(deps).length }
  if (who === null) return { ...left, cases: [] }
  const { id, scopes } = who.actor
  const nowMs = deps.nowMs() + deps.offsetMs()
  const seen = { scopes, actor: id, nowMs }
  const [mine, urgent] = await Promise.all([
    deps.store.read.list({ ...seen, view: 'mine', limit: mostLookedAt }),
    deps.store.read.list({ ...seen, view: 'open', limit: mostLookedAt }),
  ])
  const ids = new Set([...mine.rows, ...urgent.rows].map((row) => row.id))
  const cases = [...ids].flatMap((it) => {
    const held = deps.store.read.getCase(it as CaseId)
    return held ? running(held.case, id) : []
  })
  return { ...left, cases: cases.sort((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity)) }
}
