import type { Actor } from '../../../shared/case/event.ts'
import type { Core } from './core.ts'
import { getMeta, putMeta } from './meta.ts'

/** Who saved here with which role: a rebase judges their pending events by it. */
export function rememberActor(core: Core, actor: Actor): void {
  if (core.actors.get(actor.id) === actor) return
  const text = JSON.stringify(actor)
  if (JSON.stringify(getMeta<Actor>(core.db, `actor:${actor.id}`)) !== text)
    putMeta(core.db, `actor:${actor.id}`, actor)
  core.actors.set(actor.id, actor)
}

export const knownActor = (core: Core, id: string): Actor | undefined => getMeta<Actor>(core.db, `actor:${id}`)
