import { type DatedChoices, DatedChoicesSchema } from '../../shared/contract/choices.ts'
import type { Database } from '../db/database.ts'
import { reads, writes } from '../db/statement.ts'
import type { Caller } from './caller.ts'

const select = reads<{ body: string; atMs: number }>(
  'choices.select',
  'SELECT body, at_ms AS "atMs" FROM choices WHERE org = $1 AND actor = $2',
)
const keepLater = writes(
  'choices.keep_later',
  `INSERT INTO choices (org, actor, body, at_ms) VALUES ($1, $2, $3, $4)
   ON CONFLICT (org, actor) DO UPDATE SET body = excluded.body, at_ms = excluded.at_ms WHERE choices.at_ms < excluded.at_ms`,
)

export interface ChoicesDeps {
  readonly db: Database
  readonly nowMs: () => number
}

/** What people chose for themselves, taken along from machine to machine; of two the later one counts. Decision 0008. */
export function createChoices({ db, nowMs }: ChoicesDeps) {
  return {
    exchange: async ({ org, actor }: Caller, own?: DatedChoices): Promise<DatedChoices | null> => {
      // A clock that runs ahead must not win for ever.
      const atMs = Math.min(own?.atMs ?? 0, nowMs())
      if (own) await db.write(org, (sql) => sql.rows(keepLater, [org, actor.id, JSON.stringify(own.choices), atMs]))
      const [row] = await db.read(org, (sql) => sql.rows(select, [org, actor.id]))
      return row ? DatedChoicesSchema.parse({ choices: JSON.parse(row.body), atMs: row.atMs }) : null
    },
  }
}

export type ChoicesKept = ReturnType<typeof createChoices>
