import type { EpochMs } from '../../../shared/kernel/brand.ts'
import type { Core } from './core.ts'
import { getMeta, putMeta } from './meta.ts'
import { refold } from './rebase.ts'

/**
 * Folds anew the cases that hold an event the program could not read when it was here last and can read now, and those a
 * migration asked for. Rows and snapshots of such a case were made without it. Says how many there were. Source: SYNC-8.
 */
export function foldWhatIsReadableNow(core: Core, nowMs: EpochMs): number {
  const { readable } = core.kernel
  const before = getMeta<readonly string[]>(core.db, 'readable')
  const learnt = before === undefined ? [] : readable.filter((event) => !before.includes(event))
  const asked = core.db.all<{ ref: number }>('SELECT ref FROM to_fold').map(({ ref }) => ref)
  if (learnt.length === 0 && asked.length === 0 && before?.length === readable.length) return 0
  return core.commit(() => {
    const refs = new Set(learnt.length === 0 ? asked : [...asked, ...casesWith(core, learnt)])
    for (const ref of refs) refold(core, ref, core.refs.idOf(ref), nowMs)
    putMeta(core.db, 'readable', readable)
    core.db.run('DELETE FROM to_fold')
    return refs.size
  })
}

function casesWith(core: Core, events: readonly string[]): readonly number[] {
  const sql = `SELECT DISTINCT e.case_ref AS ref FROM events e JOIN names t ON t.ref = e.type
    WHERE t.name || '@' || e.v IN (SELECT value FROM json_each(?))`
  return core.db.all<{ ref: number }>(sql, JSON.stringify(events)).map(({ ref }) => ref)
}
