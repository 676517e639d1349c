import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { type OpenDatabase, openDatabase } from '../database.ts'
import { faultOf, type StoreFault } from '../fault.ts'
import { backupWithKeys } from './backup-store.ts'
import type { CareAnswer, CareJob, CareReply } from './care-protocol.ts'
import { copyKeys } from './keys-copy.ts'
import { verifyRecord } from './verify.ts'

/** Long work on the store's file, in a thread that lives as long as the job. */
function perform(job: CareJob): CareAnswer {
  if (job.do === 'backup') return { did: 'backup', ...backupWithKeys(job) }
  if (job.do === 'keys')
    return { did: 'keys', keys: withStore(job, (db) => copyKeys(job.dir, db, job.key, randomBytes)) }
  if (job.do === 'verify') return { did: 'verify', report: withStore(job, verifyRecord) }
  return { did: 'check', problems: checkFile(job) }
}

function withStore<T>(job: CareJob, work: (db: OpenDatabase['read'], raw: OpenDatabase['raw']) => T): T {
  const opened = openDatabase({ file: job.file, key: job.key, mode: 'read', cacheKiB: 8_192 })
  try {
    return work(opened.read, opened.raw)
  } finally {
    opened.close()
  }
}

const mostProblems = 20

function checkFile(job: CareJob): string[] {
  try {
    const rows = withStore(job, (_, raw) => raw.pragma(`quick_check(${mostProblems})`)) as { quick_check: string }[]
    return rows.map((row) => row.quick_check).filter((text) => text !== 'ok')
  } catch (error) {
    if (faultSinceOpened(error) !== 'store.damaged') throw error
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** The key opened this file a while ago: a page it does not open is damaged. */
function faultSinceOpened(error: unknown): StoreFault | undefined {
  const fault = faultOf(error)
  return fault === 'store.wrong_key' ? 'store.damaged' : fault
}

function reply(job: CareJob): CareReply {
  try {
    return { answer: perform(job) }
  } catch (error) {
    return { tag: faultSinceOpened(error), message: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.postMessage(reply(workerData as CareJob))
