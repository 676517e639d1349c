import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../database.ts'
import { faultOf } from '../fault.ts'
import type { CareAnswer, CareJob, CareReply } from './care-protocol.ts'
import { copyKeys } from './keys-copy.ts'
import { makeBackup } from './make-backup.ts'
import { verifyRecord } from './verify.ts'

/** Long work on the store's file, in a thread that lives as long as the job. */
function perform(job: CareJob): CareAnswer {
  if (job.do === 'backup')
    return {
      did: 'backup',
      ...makeBackup(job),
      keys: withStore(job, (db) => copyKeys(job.dir, db, job.key, randomBytes)),
    }
  if (job.do === 'keys')
    return { did: 'keys', keys: withStore(job, (db) => copyKeys(job.dir, db, job.key, randomBytes)) }
  if (job.do === 'verify') return { did: 'verify', report: withStore(job, verifyRecord) }
  return { did: 'check', problems: checkFile(job) }
}

function withStore<T>(job: CareJob, work: (db: ReturnType<typeof openDatabase>['read']) => T): T {
  const opened = openDatabase({ file: job.file, key: job.key, mode: 'read', cacheKiB: 8_192 })
  try {
    return work(opened.read)
  } finally {
    opened.close()
  }
}

const mostProblems = 20

function checkFile(job: CareJob): string[] {
  const opened = openDatabase({ file: job.file, key: job.key, mode: 'read', cacheKiB: 8_192 })
  try {
    const rows = opened.raw.pragma(`quick_check(${mostProblems})`) as { readonly quick_check: string }[]
    return rows.map((row) => row.quick_check).filter((text) => text !== 'ok')
  } catch (error) {
    if (faultOf(error) !== 'store.damaged') throw error
    return [error instanceof Error ? error.message : String(error)]
  } finally {
    opened.close()
  }
}

function reply(job: CareJob): CareReply {
  try {
    return { answer: perform(job) }
  } catch (error) {
    return { tag: faultOf(error), message: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.postMessage(reply(workerData as CareJob))
