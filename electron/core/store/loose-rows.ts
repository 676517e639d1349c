import { idBytes } from './bytes.ts'
import type { ReadDb } from './database.ts'

/**
 * What a save leaves for later. Every index a save touches is a page more to write before it is acknowledged, so events saved one by
 * one stand at the end of the table outside its indexes, `loose`, and so do the rows of cases they opened. The next other
 * transaction, an idle moment or `mostLoose` of them bind them; until then whoever looks into an index looks at them too. What
 * is loose is always the end of the table: everything else binds first. docs/decisions/0006-what-a-save-writes.md
 */
export const mostLoose = 64
/** What stands in the indexes; as a condition it lets a question use them. */
export const bound = 'loose IS NULL'

/**
 * The events that are loose, as a table of these columns. They were numbered one after the other; where the newest event is bound,
 * no row is looked at.
 */
export const looseEvents = (columns: string): string =>
  `(SELECT ${columns}, loose FROM events WHERE loose IS NOT NULL AND seq >
    (SELECT CASE WHEN loose IS NULL THEN seq ELSE seq - ${mostLoose} END FROM events ORDER BY seq DESC LIMIT 1))`

/** The cases that are loose, as a table of these columns. */
export const looseCases = (columns: string): string =>
  `(SELECT ${columns} FROM cases WHERE ref IN (SELECT case_ref FROM ${looseEvents('case_ref')}) AND loose IS NOT NULL)`

/** What moved between the queues: by set of scopes the change of each counter, by owner and set the change of `mine`. */
export interface Moves {
  readonly shares: readonly (readonly [number, readonly number[]])[]
  readonly owned: readonly (readonly [string, number])[]
}

/** What loose events moved between the queues and the counters do not hold yet. */
export const looseMoves = (db: ReadDb): Moves[] =>
  db
    .all<{ loose: string }>(`SELECT loose FROM ${looseEvents('seq')} WHERE loose <> ''`)
    .map(({ loose }) => JSON.parse(loose) as Moves)

/** The number of a case by its id, in the index or, where something is, loose. */
export const caseRefOf = (db: ReadDb, id: string, isAnyLoose: boolean): number | undefined =>
  (
    db.get<{ ref: number }>(`SELECT ref FROM cases WHERE id = ? AND ${bound}`, idBytes(id)) ??
    (isAnyLoose
      ? db.get<{ ref: number }>(`SELECT ref FROM ${looseCases('ref, id')} WHERE id = ?`, idBytes(id))
      : undefined)
  )?.ref
