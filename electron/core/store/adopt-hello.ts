import type { Hash } from '../../../shared/kernel/brand.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { planHello } from '../../../shared/sync/merge.ts'
import type { HelloResponse } from '../../../shared/sync/protocol.ts'
import { forgetBootstraps, planBootstraps } from './bootstrap.ts'
import { hashText } from './bytes.ts'
import type { Core } from './core.ts'
import { beginEpoch, isRereading, takeBackFrom } from './epoch.ts'
import { getMeta, putMeta } from './meta.ts'
import { judgedN, settledN } from './own-marks.ts'

/**
 * Takes over epoch and scopes. What the server lost is sent again; what it has beyond us (this disk was put back to an
 * earlier day) is where our chain goes on. `forked` = the server holds something else under a number of ours.
 */
export function adoptHello(core: Core, hello: HelloResponse, nowMs: number): 'go_on' | 'forked' {
  const head = core.device.get()
  const plan = planHello({ lastN: head.n, confirmedN: settledN(core), linkAt: (n) => linkAt(core, n) }, hello)
  if (plan.plan === 'forked') return 'forked'
  const known = getMeta<string>(core.db, 'epoch')
  const next = hello.lastN > head.n ? { ...head, n: hello.lastN, devHash: hello.lastDevHash } : head
  const touched = core.commit(() => {
    if (known !== undefined && known !== hello.epoch) {
      forgetBootstraps(core)
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
  return 'go_on'
}

function linkAt(core: Core, n: number): Hash | null {
  if (n === 0) return zeroHash
  const row = core.events.byNumber(core.device.get().device, n)
  return row === undefined ? null : hashText(row.dev_hash)
}
