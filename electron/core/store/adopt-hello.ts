import type { HelloResponse } from '../../../shared/sync/protocol.ts'
import { forgetBootstraps, planBootstraps } from './bootstrap.ts'
import type { Core } from './core.ts'
import { beginEpoch, isRereading, takeBackFrom } from './epoch.ts'
import { forgetErasureNumbers } from './forget-customer.ts'
import { getMeta, putMeta } from './meta.ts'
import { judgedN } from './own-marks.ts'

/**
 * Takes over epoch and scopes. What the server lost is sent again; what it has beyond us (this disk was put back to an
 * earlier day) is where our chain goes on. That it holds something else under a number of ours is for the next push to tell.
 */
export function adoptHello(core: Core, hello: HelloResponse, nowMs: number): void {
  const head = core.device.get()
  const known = getMeta<string>(core.db, 'epoch')
  const next = hello.lastN > head.n ? { ...head, n: hello.lastN, devHash: hello.lastDevHash } : head
  const touched = core.commit(() => {
    if (known !== undefined && known !== hello.epoch) {
      forgetBootstraps(core)
      forgetErasureNumbers(core.db)
      beginEpoch(core, hello, known)
    }
    const back = hello.lastN < judgedN(core) ? takeBackFrom(core, hello.lastN, nowMs) : []
    if (next !== head) core.device.save(next)
    putMeta(core.db, 'epoch', hello.epoch)
    putMeta(core.db, 'acl_v', hello.aclV)
    const sql = 'INSERT OR IGNORE INTO scopes (scope, cursor, digest) VALUES (?, 0, ?)'
    for (const scope of hello.scopes) core.db.run(sql, scope.id, Buffer.alloc(32))
    if (!isRereading(core)) planBootstraps(core, hello.scopes)
    return back
  })
  core.device.set(next)
  if (touched.length > 0) core.changed({ kind: 'cases', ids: touched, remote: true })
}
