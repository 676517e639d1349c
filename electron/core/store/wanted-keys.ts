import type { Actor } from '../../../shared/case/event.ts'
import { readableTags } from '../../../shared/case/field-tags.ts'
import type { CustomerId, EventId } from '../../../shared/kernel/brand.ts'
import { maxWantedKeys } from '../../../shared/sync/protocol.ts'
import { idText } from './bytes.ts'
import type { Core } from './core.ts'
import { erasureDue } from './forget-customer.ts'
import { putMeta } from './meta.ts'
import { createTouchedCases, touchCustomer } from './touched-cases.ts'

/** Whose eyes a key is for. */
export type Reader = Pick<Actor, 'id' | 'role'>

const list = (items: readonly string[]): string => JSON.stringify([...new Set(items)])

/** Events whose tagged words this person may read, or wrote, and whose keys are not here; without those `asked` for already. */
export function wantedKeys({ db }: Core, { id, role }: Reader, asked: ReadonlySet<EventId>): EventId[] {
  const rows = db.all<{ event: Uint8Array }>(
    `SELECT event FROM tag_keys WHERE wrapped IS NULL AND tag IN (SELECT value FROM json_each(?))
     UNION SELECT event FROM tag_keys WHERE wrapped IS NULL AND author = ?`,
    ...[list(readableTags(role)), id],
  )
  return rows
    .map(({ event }) => idText<EventId>(event))
    .filter((event) => !asked.has(event))
    .slice(0, maxWantedKeys)
}

/**
 * Destroys keys of tagged words that none of the people of this device may read any more, and that were not written here or by one of
 * them; with them goes all that was read of those words, as with an erasure. Source: TRU-2.
 */
export function keepKeysOf(core: Core, people: readonly Reader[], nowMs: number): void {
  const { db } = core
  const tags = list(people.flatMap(({ role }) => readableTags(role)))
  const goes = `own = 0 AND wrapped IS NOT NULL AND tag NOT IN (SELECT value FROM json_each(?))
    AND author NOT IN (SELECT value FROM json_each(?))`
  const kept = [tags, list(people.map(({ id }) => id))]
  const ids = core.commit(() => {
    const customers = db.all<{ customer: Uint8Array }>(`SELECT DISTINCT customer FROM tag_keys WHERE ${goes}`, ...kept)
    if (customers.length === 0) return null
    db.exec('PRAGMA secure_delete = ON')
    db.run(`UPDATE tag_keys SET wrapped = NULL WHERE ${goes}`, ...kept)
    putMeta(db, erasureDue, true)
    const cases = createTouchedCases(core)
    for (const { customer } of customers) touchCustomer(core, cases, idText<CustomerId>(customer))
    return cases.finish(nowMs)
  })
  if (ids === null) return
  core.changed({ kind: 'cases', ids, remote: true })
  core.changed({ kind: 'erased', customers: [] })
}
