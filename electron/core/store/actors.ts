import type { Actor } from '../../../shared/case/event.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { getMeta, putMeta } from './meta.ts'

/** Who saved here with which role: a rebase judges their pending events by it. */
export function rememberActor(db: WriteDb, actor: Actor): void {
  const known = getMeta<Actor>(db, `actor:${actor.id}`)
  if (JSON.stringify(known) !== JSON.stringify(actor)) putMeta(db, `actor:${actor.id}`, actor)
}

export const knownActor = (db: ReadDb, id: string): Actor | undefined => getMeta<Actor>(db, `actor:${id}`)
